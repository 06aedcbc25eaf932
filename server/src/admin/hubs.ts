import type { Hub } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { revokeHub } from '../identity/revoke-hub.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';

/** Withdraws a hub, with the admin's reason. One that is withdrawn already stays as it is. */
export async function withdrawHub(
  tx: Transaction,
  deps: ServerDeps,
  { id, reason }: { id: string; reason: string },
): Promise<Result<Acted<Hub>, RequestError>> {
  const found = await tx.query<Hub>(`SELECT ${columns.HUB} FROM hubs h WHERE h.id = $1 FOR UPDATE`, [id]);
  const hub = found.rows[0];
  if (!hub) return refuse('NOT_FOUND', `There is no hub ${id}.`);
  if (hub.revoked_at != null) return unchanged(hub);
  const revoked = await revokeHub(tx, deps, id, reason);
  return acted(revoked, changedBy({ what: 'HUB_REVOKED', type: 'HUB' }, hub, revoked, reason));
}
