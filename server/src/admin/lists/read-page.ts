import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../../store/database.ts';
import { type Actor, depotInSight } from '../actor.ts';
import type { Listing, ListOrder, Row } from './listing.ts';
import { cursorAt, nowhere, placeOf } from './place.ts';
import { filtersOf, isSifted, orderFor, type Query, wantedOf, withoutSifting, withReference } from './question.ts';

interface Counted {
  n: number;
  sums: Record<string, number> | null;
}

/** A list that is asked for something: in what order, and whether rows have to be looked at one by one. */
interface Asked {
  listing: Listing;
  order: ListOrder;
  query: Query;
  sifted: boolean;
}

const DEFAULT_ROWS = 50;

/** One page of a list, for this actor. */
export async function readPage(
  database: Queryable,
  listing: Listing,
  actor: Actor,
  asked: Query,
): Promise<Result<Page<Row>, RequestError>> {
  if (isHidden(listing, actor)) return refuseClerk();
  const depot = depotInSight(actor, asked.depot_id === undefined ? null : Number(asked.depot_id));
  if (!depot.ok) return depot;
  const query: Query = {
    ...withReference(listing, asked),
    depot_id: depot.value === null ? undefined : String(depot.value),
  };
  const order = orderFor(listing, query);
  if (!order) return refuse('INVALID_REQUEST', 'sort names no order of this list.');
  const place = query.cursor ? placeOf(order, query.cursor) : nowhere(order);
  if (!place) return refuse('INVALID_REQUEST', 'cursor is not a next_cursor of an earlier answer in this order.');
  const list = { listing, order, query, sifted: isSifted(listing, order, query) };
  const limit = Math.min(Number(query.limit ?? DEFAULT_ROWS), LIMITS.adminPage);
  const found = await rowsOf(database, list, place, limit + 1);
  const rows = found.slice(0, limit);
  return ok({
    items: listing.complete ? await listing.complete(database, rows, actor) : rows,
    next_cursor: await nextCursor(database, list, place, { rows, isCut: found.length > limit }),
    ...(await totals(database, list)),
  });
}

/** Where the list goes on: after the last row of a full page, else after the last row that was looked at. */
async function nextCursor(
  database: Queryable,
  list: Asked,
  place: (string | null)[],
  { rows, isCut }: { rows: Row[]; isCut: boolean },
): Promise<string | null> {
  const last = isCut ? rows.at(-1) : await lastLookedAt(database, list, place);
  return last ? cursorAt(list.order, last) : null;
}

/** How many rows there are, and what they come to where they are counted to the end and the list sums anything. */
async function totals(database: Queryable, list: Asked): Promise<Pick<Page<Row>, 'total' | 'total_is_exact' | 'sums'>> {
  const { n, sums } = await countAll(database, list);
  const isExact = list.sifted
    ? (await lastLookedAt(database, list, nowhere(list.order))) === undefined
    : n < LIMITS.adminCount;
  return { total: n, total_is_exact: isExact, ...(sums !== null && isExact && { sums }) };
}

async function countAll(database: Queryable, list: Asked): Promise<Counted> {
  const { listing, order } = list;
  const values = valuesOf(list, nowhere(order), LIMITS.adminCount);
  const { rows } =
    listing.sums === undefined
      ? await database.query<Counted>(`SELECT count(*) AS n, NULL AS sums FROM (${order.sql}) AS found`, values)
      : await database.query<Counted>(`${listing.sums} (${order.sql}) AS found`, values);
  return rows[0] ?? { n: 0, sums: null };
}

/** Of a list whose rows were looked at one by one the last that was, where there may be more behind it. */
async function lastLookedAt(database: Queryable, list: Asked, place: (string | null)[]): Promise<Row | undefined> {
  const { listing, order, query, sifted } = list;
  if (!sifted || order.place === undefined) return undefined;
  const all = { ...list, query: withoutSifting(listing, query) };
  const { rows } = await database.query<Row>(
    `SELECT ${order.place} FROM (${order.sql}) AS found OFFSET ${LIMITS.adminSearch - 1}`,
    valuesOf(all, place, LIMITS.adminSearch),
  );
  return rows[0];
}

async function rowsOf(database: Queryable, list: Asked, place: (string | null)[], limit: number): Promise<Row[]> {
  const { order } = list;
  return (await database.query<Row>(order.sql, valuesOf(list, place, limit))).rows;
}

function valuesOf({ listing, query, sifted }: Asked, place: (string | null)[], limit: number): unknown[] {
  const lookedAt = listing.sifts === undefined ? [] : [sifted ? LIMITS.adminSearch : limit];
  return [...wantedOf(query, null), limit, ...place, ...filtersOf(listing, query), ...lookedAt];
}

/** One row of a list by its id, if this actor may see it. */
export async function readOne(
  database: Queryable,
  listing: Listing,
  actor: Actor,
  id: string,
): Promise<Result<Row, RequestError>> {
  if (isHidden(listing, actor)) return refuseClerk();
  const missing = () => refuse('NOT_FOUND', `There is no ${id} here.`);
  if (!listing.id.test(id)) return missing();
  const { own } = listing;
  const query = actor.depotId === null ? {} : { depot_id: String(actor.depotId) };
  const lookedAt = listing.sifts === undefined ? [] : [1];
  const found = await database.query<Row>(own.sql, [
    ...wantedOf(query, id),
    1,
    ...nowhere(own),
    ...filtersOf(listing, {}),
    ...lookedAt,
  ]);
  const rows = listing.complete ? await listing.complete(database, found.rows, actor) : found.rows;
  return rows[0] ? ok(rows[0]) : missing();
}

const isHidden = (listing: Listing, actor: Actor): boolean => listing.adminOnly === true && actor.depotId !== null;
const refuseClerk = () => refuse('FORBIDDEN', 'Only administrators may see this list.');
