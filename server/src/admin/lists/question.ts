import type { TSchema } from 'typebox';
import { DAY_MS } from '#shared/contract/durations.ts';
import { Moment } from '#shared/contract/hq/list-queries.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { searchWords } from '#shared/domain/search.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Listing, ListOrder } from './listing.ts';

/** What a list is asked for, by the names of its query parameters. */
export type Query = Record<string, string | undefined>;

/** The whole name of a note or a paper, as it is printed and read off. */
const REFERENCE = /^(BL|FAC|AV)-[\p{L}\p{N}]+-\d{4}-\d{6}$/iu;

/** Who types a whole reference into the search means that one, however old it is. */
export function withReference({ filters }: Listing, query: Query): Query {
  const wanted = query.q?.trim().toUpperCase();
  const isOne = wanted !== undefined && filters.reference !== undefined && REFERENCE.test(wanted);
  return isOne && query.reference === undefined ? { ...query, q: undefined, reference: wanted } : query;
}

/** Null where the list has no such order. */
export function orderFor({ own, sorts, ofDevice }: Listing, { sort, device_id }: Query): ListOrder | null {
  if (sort !== undefined) return sorts[sort] ?? null;
  return (device_id !== undefined && ofDevice) || own;
}

/** Whether rows have to be looked at one by one. */
export const isSifted = ({ sifts = [], ofDevice }: Listing, order: ListOrder, query: Query): boolean =>
  sifts.some((name) => query[name] !== undefined && !(name === 'device_id' && order === ofDevice));

/** The same question without what it looks for among the rows. */
export const withoutSifting = ({ sifts = [] }: Listing, query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !sifts.includes(name)));

/** What a statement takes of a question, but for how many rows and from where. */
export const wantedOf = (query: Query, id: string | null): unknown[] => [
  id,
  query.depot_id === undefined ? null : Number(query.depot_id),
  searchPatterns(query.q),
];

export const filtersOf = ({ filters }: Listing, query: Query): (string | null)[] =>
  Object.entries(filters).map(([name, schema]) => filterValue(name, schema, query[name]));

function filterValue(name: string, schema: TSchema, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (schema !== Moment || value.includes('T')) return value;
  const day = Date.parse(startOfDay(value));
  return isoTime(name === 'to' ? day + DAY_MS : day);
}

/**
 * A pattern for each word of a search, all of which have to be found; null where nothing is searched. The longest comes
 * first: PostgreSQL looks up none of `LIKE ALL` in an index, so a list with an index of words asks for the first by itself.
 */
export function searchPatterns(q: string | undefined): string[] | null {
  const words = searchWords(q ?? '').sort((one, other) => other.length - one.length);
  return words.length === 0 ? null : words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
}
