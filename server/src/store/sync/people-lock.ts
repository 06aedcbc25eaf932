import type { Transaction } from '../database.ts';

const PEOPLE_LOCK = 731_056_205;

/**
 * Two devices of one user, or a phone and the hub, may bring neighbours at the same moment: whoever looks at what lies
 * around an event, or at a user's tours, comes second and finds what the first has committed. Taken once, in order of
 * number, after every other lock but that of the changes: so never in a ring.
 */
export async function lockPeople(tx: Transaction, userIds: number[]): Promise<void> {
  if (userIds.length === 0) return;
  const sorted = [...new Set(userIds)].sort((a, b) => a - b);
  await tx.query('SELECT pg_advisory_xact_lock($1, id) FROM unnest($2::integer[]) AS u (id)', [PEOPLE_LOCK, sorted]);
}
