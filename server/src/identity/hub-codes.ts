import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { HubCode } from '#shared/contract/setup.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import { codeHash, newCode } from './one-time-code.ts';

/** Makes an enrolment code for a hub of this depot, and the invitation that its PC's wizard takes whole. */
export async function createHubCode(
  tx: Queryable,
  deps: ServerDeps,
  depotId: number,
  createdBy: number,
): Promise<Result<HubCode, RequestError>> {
  const code = newCode(deps.random);
  const expires_at = isoTime(deps.clock.now() + LIMITS.hubCodeSeconds * 1000);
  const inserted = await tx.query(
    `INSERT INTO hub_codes (code_hash, depot_id, expires_at, created_by)
     SELECT $1, id, $3, $4 FROM depots WHERE id = $2`,
    [codeHash(code), depotId, expires_at, createdBy],
  );
  if (inserted.rowCount === 0) return refuse('NOT_FOUND', `There is no depot ${depotId}.`);
  const [server = ''] = deps.publicOrigins();
  const ca = server.startsWith('https:') ? await deps.certificates?.ca.fingerprint() : null;
  return ok({ code, expires_at, invitation: { v: 1, server, code, ca: ca ?? null } });
}
