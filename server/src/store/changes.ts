import type { PoolClient } from 'pg';
import { audienceKeys, type Change } from '#shared/domain/change.ts';
import { jsonTextList, wordList } from './lists.ts';

/**
 * Appends what the server says to devices and hubs. Call it last in a transaction: the counter's row lock is held
 * until the commit, so positions are given out in commit order and no reader can ever step over a late one.
 */
export async function appendChanges(tx: PoolClient, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  const counter = await tx.query<{ last: number }>('UPDATE change_counter SET last = last + $1 RETURNING last', [
    changes.length,
  ]);
  const first = (counter.rows[0]?.last ?? 0) - changes.length + 1;
  const times: string[] = [];
  const bodies: string[] = [];
  const keys: string[] = [];
  const keyPositions: number[] = [];
  changes.forEach((change, index) => {
    const { hub_depots: _hubDepots, ...body } = change;
    times.push(change.occurred_at);
    bodies.push(JSON.stringify(body));
    for (const key of audienceKeys(change)) {
      keys.push(key);
      keyPositions.push(first + index);
    }
  });
  await tx.query(
    `INSERT INTO changes (pos, occurred_at, body)
     SELECT $1::bigint + n - 1, occurred_at, body
     FROM ROWS FROM (unnest($2::timestamptz[]), string_to_table($3, chr(30))) WITH ORDINALITY AS c (occurred_at, body, n)`,
    [first, wordList(times), jsonTextList(bodies)],
  );
  await tx.query(
    `INSERT INTO change_audience (key, pos)
     SELECT key, pos FROM unnest($1::text[], $2::bigint[]) AS a (key, pos) ORDER BY key, pos`,
    [wordList(keys), wordList(keyPositions)],
  );
}
