import { algiersDay } from '#shared/domain/references.ts';
import type { Queryable, Transaction } from '../../store/database.ts';

const BOOKS_LOCK = 731_056_219;

/** The newest month that was closed, and all before it with it; null where none was. */
export type ClosedThrough = string | null;

/** Whether the books of that moment are closed. */
export const isClosed = (through: ClosedThrough, at: string): boolean =>
  through !== null && algiersDay(Date.parse(at)).slice(0, 7) <= through;

/** The audit keeps who closed a month, and nobody can take a row of it back: so nobody opens one again. */
export async function readClosedThrough(database: Queryable): Promise<ClosedThrough> {
  const { rows } = await database.query<{ month: ClosedThrough }>(
    `SELECT max(entity_id) AS month FROM acts WHERE what = 'MONTH_CLOSED'`,
  );
  return rows[0]?.month ?? null;
}

/**
 * For what would change a paper: no month is closed until it has committed. Asked before any row is locked, so that who
 * closes a month never waits in a ring.
 */
export async function holdClosedThrough(tx: Transaction): Promise<ClosedThrough> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [BOOKS_LOCK]);
  return readClosedThrough(tx);
}

/** For who closes a month: what is changing a paper ends first. */
export async function lockClosedThrough(tx: Transaction): Promise<ClosedThrough> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [BOOKS_LOCK]);
  return readClosedThrough(tx);
}
