import Type, { type TSchema } from 'typebox';
import type { ImportKindName } from '#shared/contract/hq/import.ts';
import { type Headings, IMPORT_HEADINGS } from '#shared/contract/hq/import-headings.ts';
import { NewClient, NewDelivery, NewLot, NewProduct, NewUser } from '#shared/contract/hq/requests.ts';
import type { Queryable } from '../../store/database.ts';
import { CREATED, type Subject } from '../acts/act.ts';
import { createClients } from '../create-clients.ts';
import { createDeliveries } from '../create-deliveries.ts';
import { createLots, createProducts } from '../create-goods.ts';
import { createUsersWithoutPassword } from '../create-people.ts';
import type { CreateAll } from '../rows.ts';
import { type Column, IMPORT_COLUMNS } from './columns.ts';
import { refuseKnownClients, refusePlannedDeliveries } from './known-rows.ts';
import { fillPrices } from './list-prices.ts';

type Members = Record<string, unknown>;

export interface ImportKind {
  columns: Record<string, Column>;
  headings: Record<string, Headings>;
  schema: TSchema;
  /** The input of one row, from the members that its cells gave, on this day. */
  draft: (members: Members, today: string) => Members;
  /** What the rows leave out and the database knows. */
  complete?: (database: Queryable, drafts: Members[]) => Promise<void>;
  /** Members that name one thing: rows that share them, wherever they stand, are its lines. */
  sharedBy?: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: the schema above says what goes in.
  create: CreateAll<any, object & { id: string | number }>;
  subject: Subject;
}

const asItIs = (members: Members) => members;

/** The columns of prices for kinds of clients, and the kind of each. */
const LIST_PRICES = {
  price_distributor_da: 'DISTRIBUTOR',
  price_wholesaler_da: 'WHOLESALER',
  price_shop_da: 'SHOP',
  price_fast_food_da: 'FAST_FOOD',
  price_public_da: 'PUBLIC',
} as const;

function productOf({ prices_since, ...members }: Members, today: string): Members {
  const price_lists = Object.entries(LIST_PRICES).flatMap(([column, client_kind]) =>
    members[column] === undefined ? [] : [{ client_kind, price_ht: members[column], since: prices_since ?? today }],
  );
  const product = Object.fromEntries(Object.entries(members).filter(([name]) => !Object.hasOwn(LIST_PRICES, name)));
  return price_lists.length === 0 ? product : { ...product, price_lists };
}

function clientOf({ lat, lng, proof_signature, proof_photo, ...client }: Members): Members {
  const asksProof = proof_signature !== undefined || proof_photo !== undefined;
  return {
    ...client,
    location: lat === undefined && lng === undefined ? null : { lat, lng },
    ...(asksProof && { proof: { signature: proof_signature === true, photo: proof_photo === true } }),
  };
}

/** One row a product: rows of one delivery repeat its other columns. */
const deliveryOf = ({ product_id, quantity, unit_price_ht, tva_rate, ...delivery }: Members): Members => ({
  ...delivery,
  lines: [{ product_id, quantity, unit_price_ht, tva_rate }],
});

/** What can be imported, by the last part of its address. */
export const IMPORT_KINDS: Record<ImportKindName, ImportKind> = {
  products: {
    columns: IMPORT_COLUMNS.products,
    headings: IMPORT_HEADINGS.products,
    schema: NewProduct,
    draft: productOf,
    create: createProducts,
    subject: CREATED.products,
  },
  clients: {
    columns: IMPORT_COLUMNS.clients,
    headings: IMPORT_HEADINGS.clients,
    schema: NewClient,
    draft: clientOf,
    create: refuseKnownClients(createClients),
    subject: CREATED.clients,
  },
  // A file holds no passwords: each person begins with a one-time code of HQ.
  users: {
    columns: IMPORT_COLUMNS.users,
    headings: IMPORT_HEADINGS.users,
    schema: Type.Omit(NewUser, ['password']),
    draft: asItIs,
    create: createUsersWithoutPassword,
    subject: CREATED.users,
  },
  lots: {
    columns: IMPORT_COLUMNS.lots,
    headings: IMPORT_HEADINGS.lots,
    schema: NewLot,
    draft: asItIs,
    create: createLots,
    subject: CREATED.lots,
  },
  deliveries: {
    columns: IMPORT_COLUMNS.deliveries,
    headings: IMPORT_HEADINGS.deliveries,
    schema: NewDelivery,
    draft: deliveryOf,
    complete: fillPrices,
    sharedBy: ['depot_id', 'driver_user_id', 'client_id', 'planned_for', 'external_id'],
    create: refusePlannedDeliveries(createDeliveries),
    subject: CREATED.deliveries,
  },
};
