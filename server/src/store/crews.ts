import type { PoolClient } from 'pg';
import { CREW_ROLES } from '#shared/domain/crew.ts';
import { pipelined } from './pipelined.ts';

/** Any number of our own, for the first half of these locks' names; the second is the depot's. */
const CREW_LOCK = 731_056_208;

const sorted = (depots: number[]): number[] => [...new Set(depots)].sort((a, b) => a - b);

/**
 * The people of depots' crews, who stay as they are until the transaction ends: whoever joins one afterwards finds what is
 * said here in the snapshot that he takes. Closed accounts too: one that is opened again goes on from the cursor that it
 * had. The lock is shared, and the last that a transaction takes.
 */
export async function holdCrews(tx: PoolClient, depots: number[]): Promise<Map<number, number[]>> {
  if (depots.length === 0) return new Map();
  const ids = sorted(depots);
  const [, { rows }] = await pipelined(
    tx.query('SELECT pg_advisory_xact_lock_shared($1, id) FROM unnest($2::integer[]) AS d (id)', [CREW_LOCK, ids]),
    // A statement of its own: it sees who has joined while the one before it waited.
    tx.query<{ id: number; depot_id: number }>(
      'SELECT id, depot_id FROM users WHERE depot_id = ANY ($1::integer[]) AND role = ANY ($2::text[]) ORDER BY id',
      [ids, CREW_ROLES],
    ),
  );
  const byDepot = Map.groupBy(rows, ({ depot_id }) => depot_id);
  return new Map([...byDepot].map(([depot, crew]) => [depot, crew.map(({ id }) => id)]));
}

/** For whoever changes who belongs to a crew: waits for all that was said to it as it was. Taken before he appends. */
export async function changeCrews(tx: PoolClient, depots: number[]): Promise<void> {
  if (depots.length === 0) return;
  await tx.query('SELECT pg_advisory_xact_lock($1, id) FROM unnest($2::integer[]) AS d (id)', [
    CREW_LOCK,
    sorted(depots),
  ]);
}
