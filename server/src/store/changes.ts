import type { PoolClient } from 'pg';
import { audienceKeys, type Change, withCrews } from '#shared/domain/change.ts';
import { CREW_ROLES } from '#shared/domain/crew.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { jsonTextList, pgTextArray } from './lists.ts';
import { pipelined } from './pipelined.ts';

/**
 * Appends what the server says to devices and hubs. Call it last in a transaction: the counter's row lock is held
 * until the commit, so positions are given out in commit order and no reader can ever step over a late one.
 */
export async function appendChanges(tx: PoolClient, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  const depots = [...new Set(changes.flatMap(({ crew_depots = [] }) => crew_depots))];
  // Crews are read behind the counter's lock: who joins one has a snapshot to take from a position that is behind this.
  const [before, crews] = await pipelined(takePositions(tx, changes.length), loadCrews(tx, depots));
  await insertChanges(
    tx,
    before,
    changes.map((change) => withCrews(change, crews)),
  );
}

async function takePositions(tx: PoolClient, count: number): Promise<number> {
  const { rows } = await tx.query<{ before: number }>(
    'UPDATE change_counter SET last = last + $1 RETURNING last - $1 AS before',
    [count],
  );
  const [counter] = rows;
  invariant(counter !== undefined, 'the log of changes has no counter');
  return counter.before;
}

/** Closed accounts too: one that is opened again goes on from the cursor that it had. */
async function loadCrews(tx: PoolClient, depots: number[]): Promise<Map<number, number[]>> {
  if (depots.length === 0) return new Map();
  const { rows } = await tx.query<{ id: number; depot_id: number }>(
    'SELECT id, depot_id FROM users WHERE depot_id = ANY ($1::integer[]) AND role = ANY ($2::text[]) ORDER BY id',
    [depots, CREW_ROLES],
  );
  const byDepot = Map.groupBy(rows, ({ depot_id }) => depot_id);
  return new Map([...byDepot].map(([depot, crew]) => [depot, crew.map(({ id }) => id)]));
}

async function insertChanges(tx: PoolClient, before: number, changes: Change[]): Promise<void> {
  const times: string[] = [];
  const bodies: string[] = [];
  const keys: string[] = [];
  const keyIndexes: number[] = [];
  changes.forEach((change, index) => {
    const { hub_depots: _hubDepots, ...body } = change;
    times.push(change.occurred_at);
    bodies.push(JSON.stringify(body));
    for (const key of audienceKeys(change)) {
      keys.push(key);
      keyIndexes.push(index);
    }
  });
  await tx.query(
    `WITH said AS (
       INSERT INTO changes (pos, occurred_at, body)
       SELECT $1::bigint + n, occurred_at, body
       FROM ROWS FROM (unnest($2::timestamptz[]), string_to_table($3, chr(30))) WITH ORDINALITY AS c (occurred_at, body, n)
     )
     INSERT INTO change_audience (key, pos)
     SELECT key, $1::bigint + 1 + index FROM unnest($4::text[], $5::bigint[]) AS a (key, index) ORDER BY key, index`,
    [before, pgTextArray(times), jsonTextList(bodies), pgTextArray(keys), pgTextArray(keyIndexes)],
  );
}
