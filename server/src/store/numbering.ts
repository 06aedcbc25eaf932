import type pg from 'pg';
import { prepared } from './prepared.ts';

/** For how long a run waits for another, or for a move; the sweep comes again. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Numbers all that is committed, in one statement that is a transaction of its own: no process holds the lock while it
 * thinks, and one that dies leaves PostgreSQL to end it.
 */
export async function numberCommitted(connection: pg.PoolClient): Promise<void> {
  await giveOut(prepared(connection), LOCK_TIMEOUT_MS);
}

/**
 * The same within a transaction that has to know its position: what is committed, and what it has appended itself, is
 * numbered. Nobody else numbers anything until it ends, so it comes last but for its own row.
 */
export async function numberNow(tx: pg.PoolClient): Promise<number> {
  // Taken by itself, since there may be nothing to number.
  await tx.query('SELECT FROM change_counter FOR UPDATE');
  await giveOut(tx, null);
  const { rows } = await tx.query<{ last: number }>('SELECT last FROM change_counter');
  return rows[0]?.last ?? 0;
}

/**
 * In the order in which transactions appended, each under the locks of what it speaks of: of two that concern one thing
 * the later one has begun to append when the earlier one was committed. Which of two was begun first says nothing.
 *
 * The counter's row is the lock. It is read as whoever had it before left it, what is to be numbered as it was when the
 * statement began: what another has numbered meanwhile is gone, and what was committed meanwhile is left for the next.
 */
async function giveOut(tx: pg.PoolClient, waitsMs: number | null): Promise<void> {
  await tx.query(
    `WITH patience AS MATERIALIZED (
       SELECT set_config('lock_timeout', coalesce($1, current_setting('lock_timeout')), true)
     ), counter AS MATERIALIZED (
       SELECT c.last FROM patience, change_counter c FOR UPDATE OF c
     ), taken AS (
       DELETE FROM unnumbered_changes u USING counter RETURNING u.first_id, u.size, u.said_at, u.keys, u.places
     ), placed AS (
       SELECT t.*, c.last + sum(size) OVER (ORDER BY first_id) - size AS before FROM taken t, counter c
     ), counted AS (
       UPDATE change_counter SET last = last + t.size FROM (SELECT sum(size) AS size FROM taken) t WHERE t.size > 0
     ), numbered AS (
       INSERT INTO positions (first_pos, first_id, size, said_at) SELECT before + 1, first_id, size, said_at FROM placed
     )
     INSERT INTO change_audience (key, pos, id)
     SELECT k.key, before + 1 + k.place, first_id + k.place
     FROM placed, unnest(keys, places) AS k (key, place) ORDER BY k.key, before + k.place`,
    [waitsMs === null ? null : String(waitsMs)],
  );
}
