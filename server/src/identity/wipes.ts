import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { WipeReport, WipeReportResponse } from '#shared/contract/identity.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import type { ServerDeps } from './deps.ts';
import { type RevokedDevice, wipeOrderFor } from './revoked.ts';
import { verifyAccess } from './tokens.ts';

/** A revoked device's last message: its wipe is done. Any well-signed token of it will do; the first time counts. */
export async function confirmWipe(
  deps: ServerDeps,
  authorization: string | undefined,
): Promise<Result<{ wipe_state: 'CONFIRMED' }, RequestError>> {
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
  const claims = token === undefined ? null : await verifyAccess(deps.keys, token);
  if (!claims) return refuse('TOKEN_INVALID', 'Only the revoked device itself can confirm its wipe.');
  const updated = await deps.database.query(
    `UPDATE devices SET wipe_state = 'CONFIRMED', wipe_confirmed_at = coalesce(wipe_confirmed_at, $2)
     WHERE id = $1 AND NOT is_active RETURNING id`,
    [claims.device_id, isoTime(deps.clock.now())],
  );
  if (updated.rowCount === 0) return refuse('CONFLICT', 'This device is not revoked: there is nothing to wipe.');
  return ok({ wipe_state: 'CONFIRMED' });
}

/**
 * A hub says whom it has handed a wipe order, and gets the orders that it has not heard yet. What it says moves a state
 * from asked to told and no further: only the device itself confirms.
 */
export async function takeWipeReport(
  deps: ServerDeps,
  authenticate: Authenticate,
  authorization: string | undefined,
  report: WipeReport,
): Promise<Result<WipeReportResponse, RequestError>> {
  const caller = await authenticate(authorization, 'read');
  if (!caller.ok) return caller;
  if (caller.value.kind !== 'hub') return refuse('FORBIDDEN', 'Only a hub reports whom it has told.');
  const nowMs = deps.clock.now();
  if (report.told.length > 0) {
    await deps.database.query(
      `UPDATE devices d SET wipe_state = 'TOLD', wipe_told_at = least($3, greatest(t.told_at, d.revoked_at))
       FROM unnest($1::uuid[], $2::timestamptz[]) AS t (id, told_at) WHERE d.id = t.id AND d.wipe_state = 'ASKED'`,
      // A hub's clock is not the server's, and a day that is on no calendar must not fail the report.
      [
        report.told.map(({ device_id }) => device_id),
        report.told.map(({ told_at }) => isoTime(Math.min(Date.parse(told_at) || nowMs, nowMs))),
        isoTime(nowMs),
      ],
    );
  }
  const { rows } = await deps.database.query<RevokedDevice>(
    `SELECT id, revoked_at, revoke_reason, wipe_state FROM devices WHERE id = ANY ($1::uuid[]) AND NOT is_active ORDER BY id`,
    [report.orders_for],
  );
  return ok({ wipe_orders: await Promise.all(rows.map((device) => wipeOrderFor(deps.keys, device))) });
}
