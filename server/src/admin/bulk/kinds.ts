import Type, { type Static, type TSchema } from 'typebox';
import type { Client, Delivery, Depot, Lot, Product, User } from '#shared/contract/entities.ts';
import { fail, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import {
  ClientChange,
  type DeliveryMove,
  DepotChange,
  NewClient,
  NewDelivery,
  NewDepot,
  NewLot,
  NewProduct,
  NewUser,
  ProductChange,
} from '#shared/contract/hq/requests.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { TextLine } from '#shared/contract/scalars.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import type { Acted, CREATED } from '../acts/act.ts';
import { changingClients } from '../change-clients.ts';
import { changingDepots } from '../change-depots.ts';
import { type Changing, changeOne } from '../change-one.ts';
import { changingProducts } from '../change-products.ts';
import { changingUsers } from '../change-users.ts';
import { createClients } from '../create-clients.ts';
import { createDeliveries } from '../create-deliveries.ts';
import { createLots, createProducts } from '../create-goods.ts';
import { createDepots, createUsers } from '../create-people.ts';
import { moveDelivery } from '../move-deliveries.ts';
import { type CreateAll, findBadRows } from '../rows.ts';
import type { Comparing } from './compare.ts';

type Identified = object & { id: string | number; external_id?: string | null };
type Row = object & { external_id: string };

/** How one kind of thing is brought by a bulk call: made where its name is new, changed where it is not. */
export interface BulkKind<R extends Row, Entity extends Identified> {
  name: keyof typeof CREATED;
  row: TSchema;
  maxRows: number;
  create: CreateAll<R, Entity>;
  /** Static SQL over $1, the names: the things that bear them, as HQ's API shows them. */
  sql: string;
  comparing: Comparing;
  change(
    tx: Transaction,
    deps: ServerDeps,
    work: { id: string; actor: Actor; input: object },
  ): Promise<Result<Acted<Entity>, RequestError>>;
}

const external_id = TextLine(200);
type Named<S extends TSchema> = Static<S> & { external_id: string };
const named = <S extends Type.TProperties>(schema: Type.TObject<S>) =>
  Type.Object({ ...schema.properties, external_id }, { additionalProperties: false });

const changing =
  <Input, Entity extends Identified>(of: Changing<Input, Entity>): BulkKind<Row, Entity>['change'] =>
  (tx, deps, { id, actor, input }) =>
    changeOne(tx, deps, of, { id, ifMatch: '*', actor, input: input as Input });

const depots: BulkKind<Named<typeof NewDepot>, Depot> = {
  name: 'depots',
  row: named(NewDepot),
  maxRows: LIMITS.bulkRows,
  create: createDepots,
  sql: `SELECT ${columns.DEPOT} FROM depots d WHERE d.external_id = ANY ($1::text[])`,
  comparing: { changeable: Object.keys(DepotChange.properties), fixed: ['code'], why: 'a code stands on papers.' },
  change: changing(changingDepots),
};

/** A password is only taken for somebody new. */
const NewcomerOrNot = Type.Object(
  { ...NewUser.properties, external_id, password: Type.Optional(NewUser.properties.password) },
  { additionalProperties: false },
);
const users: BulkKind<Named<typeof NewUser>, User> = {
  name: 'users',
  row: NewcomerOrNot,
  maxRows: LIMITS.bulkUsers,
  create: async (tx, deps, inputs) => {
    const bad = findBadRows(inputs, ({ password }: { password?: string }) =>
      password === undefined ? ['INVALID_REQUEST', 'Somebody new needs a password.'] : null,
    );
    return bad.length > 0 ? fail(bad) : createUsers(tx, deps, inputs);
  },
  sql: `SELECT ${columns.USER} FROM users u WHERE u.external_id = ANY ($1::text[])`,
  comparing: {
    changeable: ['name'],
    fixed: ['username', 'role', 'depot_id'],
    why: 'a person is moved by POST /users/:id/move.',
  },
  change: changing(changingUsers),
};

const products: BulkKind<Named<typeof NewProduct>, Product> = {
  name: 'products',
  row: named(NewProduct),
  maxRows: LIMITS.bulkRows,
  create: createProducts,
  sql: `SELECT ${columns.PRODUCT} FROM products p WHERE p.external_id = ANY ($1::text[])`,
  comparing: { changeable: Object.keys(ProductChange.properties), fixed: ['code'], why: 'a code stands on papers.' },
  change: changing(changingProducts),
};

const clients: BulkKind<Named<typeof NewClient>, Client> = {
  name: 'clients',
  row: named(NewClient),
  maxRows: LIMITS.bulkRows,
  create: createClients,
  sql: `SELECT ${columns.CLIENT} FROM clients c WHERE c.external_id = ANY ($1::text[])`,
  // Its depots are said where it is made, and come from deliveries afterwards.
  comparing: {
    changeable: Object.keys(ClientChange.properties).filter((name) => name !== 'depot_ids'),
    fixed: [],
    why: '',
  },
  change: changing(changingClients),
};

const lots: BulkKind<Named<typeof NewLot>, Lot> = {
  name: 'lots',
  row: named(NewLot),
  maxRows: LIMITS.bulkRows,
  create: createLots,
  sql: `SELECT ${columns.LOT}, l.received_quantity AS quantity FROM lots l WHERE l.external_id = ANY ($1::text[])`,
  comparing: {
    changeable: [],
    fixed: ['depot_id', 'product_id', 'lot_number', 'produced_at', 'expires_at', 'quantity'],
    why: 'goods that came in are changed by papers of stock.',
  },
  change: async () => refuse('CONFLICT', 'A lot is changed by papers of stock.'),
};

const deliveries: BulkKind<Named<typeof NewDelivery>, Delivery> = {
  name: 'deliveries',
  row: named(NewDelivery),
  maxRows: LIMITS.bulkRows,
  create: createDeliveries,
  sql: `SELECT ${columns.DELIVERY}, (SELECT jsonb_agg(line - ARRAY['delivered', 'reason_code', 'lots', 'returned'] ORDER BY n)
        FROM jsonb_array_elements(dl.lines) WITH ORDINALITY AS each (line, n)) AS lines
      FROM deliveries dl JOIN clients c ON c.id = dl.client_id WHERE dl.external_id = ANY ($1::text[])`,
  comparing: {
    changeable: ['driver_user_id', 'planned_for'],
    fixed: ['depot_id', 'client_id', 'lines'],
    why: 'cancel the delivery and plan another.',
  },
  change: (tx, deps, { id, input }) => moveDelivery(tx, deps, id, input as DeliveryMove),
};

// biome-ignore lint/suspicious/noExplicitAny: the kinds have rows of their own, and each goes with its own functions.
export const BULK_KINDS: readonly BulkKind<any, any>[] = [depots, users, products, clients, lots, deliveries];
