import type { PoolClient } from 'pg';
import { audienceKeys, type Change, withCrews } from '#shared/domain/change.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { holdCrews } from './crews.ts';
import { jsonTextList, pgTextArray } from './lists.ts';
import { appendBeforeCommit } from './pool.ts';

/** Ids that one append has to itself: the step of the sequence `change_ids`. */
const IDS_OF_APPEND = 1_048_576;

/**
 * Appends what the server says to devices and hubs. Call it last in a transaction, under the locks of what it speaks of:
 * its place in the order is taken here. Positions are given out once it is committed (see numbering.ts), so nobody waits
 * for a transaction that is slow to end, and no reader can ever step over it.
 */
export async function appendChanges(tx: PoolClient, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  invariant(changes.length <= IDS_OF_APPEND, 'more is said at once than an append has ids for');
  const crews = await holdCrews(
    tx,
    changes.flatMap(({ crew_depots = [] }) => crew_depots),
  );
  const appended = insertChanges(
    tx,
    changes.map((change) => withCrews(change, crews)),
  );
  await appendBeforeCommit(appended);
}

async function insertChanges(tx: PoolClient, changes: Change[]): Promise<void> {
  const times: string[] = [];
  const bodies: string[] = [];
  const keys: string[] = [];
  const places: number[] = [];
  changes.forEach((change, place) => {
    const { hub_depots: _hubDepots, ...body } = change;
    times.push(change.occurred_at);
    bodies.push(JSON.stringify(body));
    for (const key of audienceKeys(change)) {
      keys.push(key);
      places.push(place);
    }
  });
  const latest = times.reduce((one, other) => (one > other ? one : other));
  await tx.query(
    `WITH append AS (SELECT nextval('change_ids') AS first_id),
     said AS (
       INSERT INTO changes (id, occurred_at, body)
       SELECT first_id + n - 1, occurred_at, body FROM append,
         ROWS FROM (unnest($1::timestamptz[]), string_to_table($2, chr(30))) WITH ORDINALITY AS c (occurred_at, body, n)
     )
     INSERT INTO unnumbered_changes (first_id, size, said_at, keys, places)
     SELECT first_id, $3, $4, $5::text[], $6::integer[] FROM append`,
    [pgTextArray(times), jsonTextList(bodies), changes.length, latest, pgTextArray(keys), pgTextArray(places)],
  );
}
