import type { TSchema } from 'typebox';
import { ok } from '#shared/contract/errors.ts';
import { NewClient, NewDelivery, NewLot, NewProduct } from '#shared/contract/hq/requests.ts';
import { CREATED, type Subject } from '../acts/act.ts';
import { createClients } from '../create-clients.ts';
import { createDeliveries } from '../create-deliveries.ts';
import { createLots, createProducts } from '../create-goods.ts';
import type { CreateAll } from '../rows.ts';
import { centimes, day, degrees, dinars, numberList, percent, type Read, wholeNumber } from './cells.ts';
import { refuseKnownClients, refusePlannedDeliveries } from './known-rows.ts';

/** One column of a file: into which member of the API's input it goes, and how its cells are read. */
export interface Column {
  /** Left out: its own name. */
  member?: string;
  read: (cell: string, column: string) => Read<unknown>;
  /** Cells may be empty, and the column missing. */
  optional?: true;
  /** Another column that says the same in another unit: one of the two stands in the file. */
  instead?: string;
}

export interface ImportKind {
  columns: Record<string, Column>;
  schema: TSchema;
  /** The input of one row, from the members that its cells gave. */
  draft: (members: Record<string, unknown>) => Record<string, unknown>;
  /** Members that name one thing: rows that share them, wherever they stand, are its lines. */
  sharedBy?: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: the schema above says what goes in.
  create: CreateAll<any, object & { id: string | number }>;
  subject: Subject;
}

const text: Column['read'] = (cell) => ok(cell);
const withoutLines = (members: Record<string, unknown>) => members;

/** An amount in centimes, as the API names it, or in dinars as people write it. */
const amount = (member: string): Record<string, Column> => ({
  [member]: { read: centimes, instead: `${member}_da` },
  [`${member}_da`]: { member, read: dinars, instead: member },
});

const DELIVERY_KEY = ['depot_id', 'driver_user_id', 'client_id', 'planned_for'] as const;

/** What can be imported, by the last part of its address. */
export const IMPORT_KINDS: Record<string, ImportKind> = {
  products: {
    columns: {
      code: { read: text },
      name: { read: text },
      unit: { read: text },
      ...amount('price_ht'),
      tva_rate: { read: percent },
    },
    schema: NewProduct,
    draft: withoutLines,
    create: createProducts,
    subject: CREATED.products,
  },
  clients: {
    columns: {
      name: { read: text },
      phone: { read: text, optional: true },
      address: { read: text, optional: true },
      tax_id: { read: text, optional: true },
      lat: { read: degrees, optional: true },
      lng: { read: degrees, optional: true },
      depot_ids: { read: numberList, optional: true },
    },
    schema: NewClient,
    draft: ({ lat, lng, ...client }) => ({
      ...client,
      location: lat === undefined && lng === undefined ? null : { lat, lng },
    }),
    create: refuseKnownClients(createClients),
    subject: CREATED.clients,
  },
  lots: {
    columns: {
      depot_id: { read: wholeNumber },
      product_id: { read: wholeNumber },
      lot_number: { read: text },
      produced_at: { read: day },
      expires_at: { read: day },
      quantity: { read: wholeNumber },
    },
    schema: NewLot,
    draft: withoutLines,
    create: createLots,
    subject: CREATED.lots,
  },
  // One row a product: rows of one delivery repeat its four columns.
  deliveries: {
    columns: {
      depot_id: { read: wholeNumber },
      driver_user_id: { read: wholeNumber },
      client_id: { read: (cell) => ok(cell.toLowerCase()) },
      planned_for: { read: day },
      product_id: { read: wholeNumber },
      quantity: { read: wholeNumber },
      ...amount('unit_price_ht'),
      tva_rate: { read: percent },
    },
    schema: NewDelivery,
    draft: ({ product_id, quantity, unit_price_ht, tva_rate, ...delivery }) => ({
      ...delivery,
      lines: [{ product_id, quantity, unit_price_ht, tva_rate }],
    }),
    sharedBy: DELIVERY_KEY,
    create: refusePlannedDeliveries(createDeliveries),
    subject: CREATED.deliveries,
  },
};
