import type { PoolClient } from 'pg';
import { audienceKeys, type Change } from '#shared/domain/change.ts';
import { jsonTextList, pgTextArray } from './lists.ts';

/**
 * Appends what the server says to devices and hubs. Call it last in a transaction: the counter's row lock is held
 * until the commit, so positions are given out in commit order and no reader can ever step over a late one.
 */
export async function appendChanges(tx: PoolClient, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
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
    `WITH counter AS (UPDATE change_counter SET last = last + $1 RETURNING last - $1 AS before),
     said AS (
       INSERT INTO changes (pos, occurred_at, body)
       SELECT before + n, occurred_at, body FROM counter,
         ROWS FROM (unnest($2::timestamptz[]), string_to_table($3, chr(30))) WITH ORDINALITY AS c (occurred_at, body, n)
     )
     INSERT INTO change_audience (key, pos)
     SELECT key, before + 1 + index FROM counter, unnest($4::text[], $5::bigint[]) AS a (key, index) ORDER BY key, index`,
    [changes.length, pgTextArray(times), jsonTextList(bodies), pgTextArray(keys), pgTextArray(keyIndexes)],
  );
}
