import type pg from 'pg';
import { pipelined } from './pipelined.ts';
import { prepared } from './prepared.ts';

/** Any number of our own: whoever gives out positions waits for whoever already does. */
const NUMBERING_LOCK = 731_056_207;
/** For how long a run waits for another, or for a move; the sweep comes again. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Numbers all that is committed, in a transaction of its own that is sent as a whole: no process holds the lock while it
 * thinks, and one that dies leaves PostgreSQL to end it. The statement behind the lock sees what was committed before.
 */
export async function numberCommitted(connection: pg.PoolClient): Promise<void> {
  const tx = prepared(connection);
  await pipelined(
    tx.query('BEGIN'),
    tx.query(`SELECT set_config('lock_timeout', $2, true), pg_advisory_xact_lock($1)`, [
      NUMBERING_LOCK,
      String(LOCK_TIMEOUT_MS),
    ]),
    giveOut(tx),
    tx.query('COMMIT'),
  );
}

/**
 * The same within a transaction that has to know its position: what is committed, and what it has appended itself, is
 * numbered. Nobody else numbers anything until it ends, so it comes last but for its own row.
 */
export async function numberNow(tx: pg.PoolClient): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [NUMBERING_LOCK]);
  await giveOut(tx);
  const { rows } = await tx.query<{ last: number }>('SELECT last FROM change_counter');
  return rows[0]?.last ?? 0;
}

/**
 * In the order in which transactions appended, each under the locks of what it speaks of: of two that concern one thing
 * the later one has begun to append when the earlier one was committed. Which of two was begun first says nothing.
 */
async function giveOut(tx: pg.PoolClient): Promise<void> {
  await tx.query(
    `WITH taken AS (
       DELETE FROM unnumbered_changes RETURNING first_id, size, said_at, keys, places
     ), placed AS (
       SELECT t.*, c.last + sum(size) OVER (ORDER BY first_id) - size AS before FROM taken t, change_counter c
     ), counted AS (
       UPDATE change_counter SET last = last + t.size FROM (SELECT sum(size) AS size FROM taken) t WHERE t.size > 0
     ), numbered AS (
       INSERT INTO positions (first_pos, first_id, size, said_at) SELECT before + 1, first_id, size, said_at FROM placed
     )
     INSERT INTO change_audience (key, pos, id)
     SELECT k.key, before + 1 + k.place, first_id + k.place
     FROM placed, unnest(keys, places) AS k (key, place) ORDER BY k.key, before + k.place`,
  );
}
