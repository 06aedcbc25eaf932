import Type, { type TSchema } from 'typebox';
import { DAY_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Day, Time } from '#shared/contract/scalars.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { searchWords } from '#shared/domain/search.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../store/database.ts';
import { type Actor, depotInSight } from './actor.ts';

/** One of HQ's lists, read page by page from where the last one ended: page 1,000 costs what page 1 costs. */
export interface Listing {
  /**
   * Static SQL over $1 one id, $2 the only depot to show, $3 the patterns of a search, over folded text, $4 how many rows, from $5 the place to
   * go on from, a part for each column of the order, then the filters in theirs. A null switches its condition off.
   * Rows are sent as they are.
   */
  sql: string;
  /** The form of an id in an address. */
  id: RegExp;
  /** Filters beyond `depot_id`, by the name of their query parameter. */
  filters: Record<string, TSchema>;
  /** The columns of the SQL's order: what makes up a place in it. The first may be absent. */
  order: (string | null)[];
  /** Counts its rows and sums them up: static SQL up to its FROM, `n` and a JSON object of `sums`. */
  sums?: string;
  /** A clerk does not see it. */
  adminOnly?: true;
  /** What is computed of a page's rows, for who asks: in their order. */
  complete?(database: Queryable, rows: Row[], actor: Actor): Promise<Row[]>;
}

type Row = Record<string, unknown>;

interface Counted {
  n: number;
  sums: Record<string, number> | null;
}

const DEFAULT_ROWS = 50;

/** Query parameters are text; numbers among them are recognised by their form. */
export const NumberText = Type.String({ pattern: '^[1-9][0-9]{0,8}$' });

export const listQuery = (listing: Listing) =>
  Type.Object({
    limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    depot_id: Type.Optional(NumberText),
    ...Object.fromEntries(Object.entries(listing.filters).map(([name, schema]) => [name, Type.Optional(schema)])),
  });

/** One page of a list, for this actor. */
export async function readPage(
  database: Queryable,
  listing: Listing,
  actor: Actor,
  query: Record<string, string | undefined>,
): Promise<Result<Page<Row>, RequestError>> {
  if (isHidden(listing, actor)) return refuseClerk();
  const depot = depotInSight(actor, query.depot_id === undefined ? null : Number(query.depot_id));
  if (!depot.ok) return depot;
  const place = query.cursor ? placeOf(listing, query.cursor) : nowhere(listing);
  if (!place) return refuse('INVALID_REQUEST', 'cursor is not a next_cursor of an earlier answer.');
  const limit = Math.min(Number(query.limit ?? DEFAULT_ROWS), LIMITS.adminPage);
  const wanted = [null, depot.value, searchPatterns(query.q)];
  const filters = filterValues(listing, query);
  const found = await database.query<Row>(listing.sql, [...wanted, limit + 1, ...place, ...filters]);
  const counted = await countAll(database, listing, [
    ...wanted,
    LIMITS.adminCount + 1,
    ...nowhere(listing),
    ...filters,
  ]);
  const rows = found.rows.slice(0, limit);
  const last = rows.at(-1);
  const { n: count, sums } = counted;
  const isExact = count <= LIMITS.adminCount;
  return ok({
    items: listing.complete ? await listing.complete(database, rows, actor) : rows,
    next_cursor: last && found.rows.length > limit ? cursorAt(listing, last) : null,
    total: Math.min(count, LIMITS.adminCount),
    total_is_exact: isExact,
    ...(sums !== null && isExact && { sums }),
  });
}

/** How many rows there are, and what they come to where the list sums anything. */
async function countAll(database: Queryable, listing: Listing, values: unknown[]): Promise<Counted> {
  const { rows } =
    listing.sums === undefined
      ? await database.query<Counted>(`SELECT count(*) AS n, NULL AS sums FROM (${listing.sql}) AS found`, values)
      : await database.query<Counted>(`${listing.sums} (${listing.sql}) AS found`, values);
  return rows[0] ?? { n: 0, sums: null };
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
  const found = await database.query<Row>(listing.sql, [
    id,
    actor.depotId,
    null,
    1,
    ...nowhere(listing),
    ...filterValues(listing, {}),
  ]);
  const rows = listing.complete ? await listing.complete(database, found.rows, actor) : found.rows;
  return rows[0] ? ok(rows[0]) : missing();
}

const isHidden = (listing: Listing, actor: Actor): boolean => listing.adminOnly === true && actor.depotId !== null;
const refuseClerk = () => refuse('FORBIDDEN', 'Only administrators may see this list.');

const nowhere = ({ order }: Listing): null[] => order.map(() => null);

/** A moment, or a day in Algiers: `from` its beginning, `to` its end. */
export const Moment = Type.Union([Time, Day]);

function filterValue(name: string, schema: TSchema, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (schema !== Moment || value.includes('T')) return value;
  const day = Date.parse(startOfDay(value));
  return isoTime(name === 'to' ? day + DAY_MS : day);
}

const filterValues = (listing: Listing, query: Record<string, string | undefined>): (string | null)[] =>
  Object.entries(listing.filters).map(([name, schema]) => filterValue(name, schema, query[name]));

/**
 * A pattern for each word of a search, all of which have to be found; null where nothing is searched. The longest comes
 * first: PostgreSQL looks up none of `LIKE ALL` in an index, so a list with an index of words asks for the first by itself.
 */
export function searchPatterns(q: string | undefined): string[] | null {
  const words = searchWords(q ?? '').sort((one, other) => other.length - one.length);
  return words.length === 0 ? null : words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
}

function cursorAt({ order }: Listing, row: Record<string, unknown>): string {
  const place = order.map((column) => (column === null ? '' : String(row[column])));
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

function placeOf({ order }: Listing, cursor: string): string[] | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isPlace =
      Array.isArray(place) && place.length === order.length && place.every((part) => typeof part === 'string');
    return isPlace ? (place as string[]) : null;
  } catch {
    return null;
  }
}
