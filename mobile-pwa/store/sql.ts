/** The phone is full: nothing of what was being written is there, and all that was there before still is. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'SQLITE_FULL') || error.message.startsWith('SQLITE_FULL'));

export type SqlValue = string | number | Uint8Array | null;

/**
 * The little that the store asks of SQLite, so that the same code runs in the browser (official SQLite on OPFS) and in
 * Node (better-sqlite3), where the demo and the tests drive it.
 */
export interface Sql {
  /** Runs one statement with parameters, or any number without. */
  exec(text: string, params?: SqlValue[]): void;
  all<Row extends object>(text: string, params?: SqlValue[]): Row[];
  /** All or nothing, and on disk when it returns. Never nested. */
  transaction<T>(work: () => T): T;
  /** Adds a function of three arguments that statements may call from now on. */
  define(name: string, work: (value: SqlValue, about: SqlValue, id: SqlValue) => SqlValue): void;
}
