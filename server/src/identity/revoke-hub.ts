import type { Hub } from '#shared/contract/entities.ts';
import { refuse } from '#shared/contract/errors.ts';
import { HUB_REVOKED } from '#shared/contract/identity.ts';
import { isoTime } from '#shared/ports/clock.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';

/** A hub that HQ has withdrawn stops, and keeps what it has. */
export const refuseRevokedHub = () =>
  refuse('TOKEN_INVALID', 'HQ has withdrawn this hub: it takes nothing more, and keeps what it has.', {
    why: HUB_REVOKED,
  });

/** Withdraws a hub for good: it gets no token, no certificate and no news any more. */
export async function revokeHub(tx: Transaction, deps: ServerDeps, id: string, reason: string): Promise<Hub> {
  const { rows } = await tx.query<Hub>(
    `UPDATE hubs h SET is_active = false, revoked_at = $2, revoke_reason = $3 WHERE h.id = $1 RETURNING ${columns.HUB}`,
    [id, isoTime(deps.clock.now()), reason],
  );
  return rows[0] as Hub;
}
