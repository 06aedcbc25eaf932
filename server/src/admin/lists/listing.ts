import type { TSchema } from 'typebox';
import type { Queryable } from '../../store/database.ts';
import type { Actor } from '../actor.ts';

export type Row = Record<string, unknown>;

/** An order of a list, read page by page from where the last one ended: page 1,000 costs what page 1 costs. */
export interface ListOrder {
  /**
   * Static SQL over $1 one id, $2 the only depot to show, $3 the patterns of a search, over folded text, $4 how many rows, from
   * $5 the place to go on from, a part for each of `by`, then the filters in theirs; where the list `sifts`, how many rows
   * it looks at comes last. A null switches its condition off. Rows are sent as they are.
   */
  sql: string;
  /** The columns of the order: what makes up a place in it. The first may be absent. */
  by: readonly (string | null)[];
  /** The same as SQL: no more of a row is read where only its place is asked for. In lists that sift. */
  place?: string;
}

/** One of HQ's lists. */
export interface Listing {
  /** The form of an id in an address. */
  id: RegExp;
  /** Filters beyond `depot_id`, by the name of their query parameter. */
  filters: Record<string, TSchema>;
  own: ListOrder;
  /** By what its `sort` may say. */
  sorts: Record<string, ListOrder>;
  /** Where its own order is not one of an index for one device's rows: theirs. */
  ofDevice?: ListOrder;
  /**
   * Of a list that grows with the years, the parameters that no index finds: of what the others leave, one request looks
   * at so many rows, and the next goes on from there.
   */
  sifts?: readonly string[];
  /** Counts its rows and sums them up: static SQL up to its FROM, `n` and a JSON object of `sums`. */
  sums?: string;
  /** A clerk does not see it. */
  adminOnly?: true;
  /** What is computed of a page's rows, for who asks: in their order. */
  complete?(database: Queryable, rows: Row[], actor: Actor): Promise<Row[]>;
}
