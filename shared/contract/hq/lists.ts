import Type, { type Static, type TSchema } from 'typebox';
import {
  Client,
  Delivery,
  Depot,
  Device,
  Hub,
  Invoice,
  Lot,
  PaymentRecord,
  Product,
  StockLevel,
  User,
} from '../entities.ts';
import { Nullable } from '../scalars.ts';
import { Tour } from '../tour.ts';
import { ActRecord } from './acts.ts';
import { AuditStepRecord } from './audit-steps.ts';
import { CreditNote } from './credit-notes.ts';
import { AlertRecord, EventRecord, ReceivedEvent, RefusedRecord } from './records.ts';
import { ServiceAccount } from './service-accounts.ts';
import { Transfer } from './stock.ts';
import { Webhook } from './webhooks.ts';

/** Every list of the HQ API, by the last part of its address, with what its rows are. */
export const HQ_LISTS = {
  depots: Depot,
  users: User,
  hubs: Hub,
  devices: Device,
  products: Product,
  clients: Client,
  deliveries: Delivery,
  invoices: Invoice,
  'credit-notes': CreditNote,
  payments: PaymentRecord,
  tours: Tour,
  stock: StockLevel,
  lots: Lot,
  'stock/transfers': Transfer,
  events: EventRecord,
  conflicts: EventRecord,
  corrections: EventRecord,
  alerts: AlertRecord,
  quarantine: EventRecord,
  refused: RefusedRecord,
  acts: ActRecord,
  'audit-entries': AuditStepRecord,
  'service-accounts': ServiceAccount,
  webhooks: Webhook,
} as const;

export type HqList = keyof typeof HQ_LISTS;
export const HQ_LIST_NAMES = Object.keys(HQ_LISTS) as HqList[];
export type HqItem<List extends HqList> = Static<(typeof HQ_LISTS)[List]>;

/** `/:id` of each list: one of its rows, of an event more than that. */
export const HQ_ITEMS = { ...HQ_LISTS, events: ReceivedEvent } as const;
export type HqOne<List extends HqList> = Static<(typeof HQ_ITEMS)[List]>;

const counted = {
  /** (+) How many rows there are in all pages. Counting ends at `LIMITS.adminCount`: then there are more. */
  total: Type.Optional(Type.Integer({ minimum: 0 })),
  total_is_exact: Type.Optional(Type.Boolean()),
  /** (+) What the rows of all pages come to, in centimes, where they are counted to the end. */
  sums: Type.Optional(Type.Record(Type.String(), Type.Integer())),
};

/** A page of a list. */
export const pageOf = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next_cursor: Nullable(Type.String()), ...counted });
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number;
  total_is_exact?: boolean;
  sums?: Record<string, number>;
}
