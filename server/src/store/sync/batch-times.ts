import { type ClockEstimate, estimateDrift } from '#shared/domain/clock-drift.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import type { Alert } from '#shared/domain/decide/plan.ts';
import { type EventTimes, timesOf } from '#shared/domain/event-times.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { IncomingBatch } from '#shared/sync-server/sync-store.ts';
import type { KnownClocks } from './clock-contacts.ts';

export interface BatchTimes {
  candidates: Candidate[];
  clock: ClockEstimate;
  /** A hub whose claim about time cannot be. */
  alerts: Omit<Alert, 'id'>[];
}

/** The events of a batch that are new here, lifted to today's versions, each with the times by which it is judged. */
export function timeBatch(
  fresh: IncomingBatch['events'],
  batch: IncomingBatch,
  clocks: KnownClocks,
  nowMs: number,
): BatchTimes {
  const clock = estimateDrift(batch.driftMs, clocks.recent);
  const { hub, origins } = clocks;
  const enrolledMs = enrolledOf(batch, clocks);
  const times = timesOf(fresh, { nowMs, driftMs: clock.driftMs, enrolledMs, origins });
  const candidates = fresh.map(({ event }, index): Candidate => {
    const { drift_ms, received_at, claimed } = times[index] as EventTimes;
    return { event, drift_ms, received_at, claimed };
  });
  return { candidates, clock, alerts: hub ? hubTimeAlerts(hub, callerId(batch.caller), candidates, times, nowMs) : [] };
}

/** Null where the origin itself brings its events. */
function enrolledOf({ caller }: IncomingBatch, { hub }: KnownClocks): number | null {
  if (caller.kind === 'device') return null;
  return hub ? Date.parse(hub.enrolled_at) : Number.NEGATIVE_INFINITY;
}

/** One alert a hub and day, with the newest evidence: of a batch the claim that is furthest from what can be. */
function hubTimeAlerts(
  hub: NonNullable<KnownClocks['hub']>,
  hubId: string,
  candidates: Candidate[],
  times: EventTimes[],
  nowMs: number,
): Omit<Alert, 'id'>[] {
  const faults = times.flatMap(({ fault }, index) => (fault ? [{ ...fault, index }] : []));
  if (faults.length === 0) return [];
  const { why, byMs, index } = faults.reduce((most, one) => (one.byMs > most.byMs ? one : most));
  const { event, drift_ms, received_at, claimed } = candidates[index] as Candidate;
  const details = {
    hub: hub.name,
    why,
    minutes: Math.round(byMs / 60_000),
    events: faults.length,
    claimed_received_at: claimed?.received_at,
    received_at,
    claimed_drift_ms: claimed ? claimed.clock_drift_ms + claimed.hub_drift_ms : undefined,
    clock_drift_ms: drift_ms,
  };
  const { depot_id } = hub;
  const subject = `${hubId} ${algiersDay(nowMs)}`;
  return [{ kind: 'HUB_TIME', subject, depot_id, device_id: event.device_id, event_id: event.id, details }];
}
