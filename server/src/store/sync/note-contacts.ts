import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ClockEstimate } from '#shared/domain/clock-drift.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { IncomingBatch } from '#shared/sync-server/sync-store.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';
import { noteClock } from './clock-contacts.ts';

/**
 * What a push tells of its devices: that they are there, and how far their clocks are off, measured by this very request
 * or by the hub that took the events. A clock that is far off is alerted, once a day.
 */
export async function noteContacts(
  tx: Transaction,
  { batch, candidates, clock }: { batch: IncomingBatch; candidates: Candidate[]; clock: ClockEstimate },
  ids: Ids,
  nowMs: number,
): Promise<void> {
  const drifts = new Map(candidates.map(({ event, drift_ms }) => [event.device_id, drift_ms]));
  if (batch.caller.kind === 'device') drifts.set(batch.caller.deviceId, clock.driftMs);
  const now = isoTime(nowMs);
  const seen = tx.query(
    `UPDATE devices d SET last_seen_at = $3, clock_drift_ms = r.drift_ms
     FROM unnest($1::uuid[], $2::bigint[]) AS r (id, drift_ms) WHERE d.id = r.id`,
    [[...drifts.keys()], [...drifts.values()], now],
  );
  await pipelined(seen, noteClock(tx, batch.caller, clock, nowMs));
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
      now,
      isoTime(nowMs - DAY_MS),
    ],
  );
}
