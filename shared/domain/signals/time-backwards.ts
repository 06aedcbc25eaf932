import type { Candidate } from '../decide/facts.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';

/** An event as the order of its device's journal is checked. */
export interface Tick {
  event_id: string;
  device_id: string;
  seq: number;
  checksum: string;
  prev_checksum: string | null;
  occurred_at: string;
  /** As measured when the first node took it. */
  drift_ms: number;
}

export const tickOf = ({ event, drift_ms }: Candidate): Tick => ({
  event_id: event.id,
  device_id: event.device_id,
  seq: event.seq,
  checksum: event.checksum,
  prev_checksum: event.prev_checksum,
  occurred_at: event.occurred_at,
  drift_ms,
});

export interface TimeBackwards {
  from_event_id: string;
  to_event_id: string;
  from_seq: number;
  to_seq: number;
  /** Drift-corrected. */
  from_at: string;
  to_at: string;
  minutes: number;
  limit_minutes: number;
}

/**
 * Two events of which the second continues the first, and was recorded before it by the device's own clock. The clock's
 * drift is taken off each: one that is merely off, or that was put right between two visits, says nothing.
 */
export function timeBackwards(from: Tick, to: Tick): TimeBackwards | null {
  const fromMs = Date.parse(from.occurred_at) - from.drift_ms;
  const toMs = Date.parse(to.occurred_at) - to.drift_ms;
  const minutes = (fromMs - toMs) / 60_000;
  if (minutes <= SIGNAL_THRESHOLDS.backwardsMinutes) return null;
  return {
    from_event_id: from.event_id,
    to_event_id: to.event_id,
    from_seq: from.seq,
    to_seq: to.seq,
    from_at: isoWithin(fromMs),
    to_at: isoWithin(toMs),
    minutes: Math.round(minutes),
    limit_minutes: SIGNAL_THRESHOLDS.backwardsMinutes,
  };
}

/** A clock far out of this world, corrected, may leave the years that a time can name. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const isoWithin = (ms: number): string => new Date(Math.max(0, Math.min(ms, LAST_MS))).toISOString();

/** A place in a device's journal beside a new event. */
export interface Neighbour {
  device_id: string;
  seq: number;
  /** It would come after the new event: what it continues has to be read from its text. */
  after: boolean;
}

/** What a store has to look up beside the new events: where a link leads out of what is new. */
export function neededNeighbours(fresh: Tick[]): Neighbour[] {
  const held = new Set(fresh.map(({ checksum }) => checksum));
  const continued = new Set(fresh.flatMap(({ prev_checksum }) => prev_checksum ?? []));
  return fresh.flatMap(({ device_id, seq, checksum, prev_checksum }) => [
    ...(prev_checksum === null || held.has(prev_checksum) ? [] : [{ device_id, seq: seq - 1, after: false }]),
    ...(continued.has(checksum) ? [] : [{ device_id, seq: seq + 1, after: true }]),
  ]);
}

/** Every link between two events of which at least one is new. A pair is judged once: when its second comes. */
export function judgeLinks(fresh: Tick[], known: Tick[]): TimeBackwards[] {
  const isFresh = new Set(fresh.map(({ event_id }) => event_id));
  const byChecksum = new Map([...known, ...fresh].map((tick) => [tick.checksum, tick]));
  return [...known, ...fresh].flatMap((to) => {
    const from = to.prev_checksum === null ? undefined : byChecksum.get(to.prev_checksum);
    if (!from || from.device_id !== to.device_id) return [];
    if (!isFresh.has(from.event_id) && !isFresh.has(to.event_id)) return [];
    return timeBackwards(from, to) ?? [];
  });
}
