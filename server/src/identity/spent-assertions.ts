import { hash } from 'node:crypto';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../store/database.ts';

/**
 * Spends an assertion's `jti`: each is good once, at whichever process it comes and whatever was restarted meanwhile.
 * False where it was spent before. It is remembered until `untilMs`, when the assertion itself has expired.
 */
export async function spendAssertion(
  database: Queryable,
  hubId: string,
  jti: string,
  untilMs: number,
): Promise<boolean> {
  const spent = await database.query(
    'INSERT INTO spent_assertions (hub_id, jti_hash, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [hubId, hash('sha256', jti, 'hex'), isoTime(untilMs)],
  );
  return spent.rowCount === 1;
}
