import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ClockEstimate } from '#shared/domain/clock-drift.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { IncomingBatch } from '#shared/sync-server/sync-store.ts';
import type { Transaction } from '../database.ts';

/** How far the clocks of a push's devices are off, measured by this very request or by the hub that took the events. */
export function driftsOf(batch: IncomingBatch, candidates: Candidate[], clock: ClockEstimate): Map<string, number> {
  const drifts = new Map(candidates.map(({ event, drift_ms }) => [event.device_id, drift_ms]));
  if (batch.caller.kind === 'device') drifts.set(batch.caller.deviceId, clock.driftMs);
  return drifts;
}

/** A clock that is far off is alerted, once a day. */
export async function alertAstray(
  tx: Transaction,
  drifts: Map<string, number>,
  ids: Ids,
  nowMs: number,
): Promise<void> {
  const astray = [...drifts].filter(([, drift]) => Math.abs(drift) > LIMITS.clockDriftMs);
  if (astray.length === 0) return;
  await tx.query(
    `INSERT INTO alerts (id, kind, depot_id, device_id, details, created_at)
     SELECT r.id, 'CLOCK_DRIFT', u.depot_id, d.id, jsonb_build_object('clock_drift_ms', r.drift_ms), $4
     FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS r (id, device_id, drift_ms)
       JOIN devices d ON d.id = r.device_id JOIN users u ON u.id = d.user_id
     WHERE NOT EXISTS (SELECT FROM alerts a WHERE a.device_id = d.id AND a.kind = 'CLOCK_DRIFT'
       AND a.created_at > $5 AND a.created_at <= $4)`,
    [
      astray.map(() => ids.uuid()),
      astray.map(([deviceId]) => deviceId),
      astray.map(([, drift]) => drift),
      isoTime(nowMs),
      isoTime(nowMs - DAY_MS),
    ],
  );
}
