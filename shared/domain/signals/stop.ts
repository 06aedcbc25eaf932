import type { Static } from 'typebox';
import Compile from 'typebox/compile';
import { MINUTE_MS } from '#shared/contract/durations.ts';
import { Location, UUID_PATTERN } from '#shared/contract/scalars.ts';
import type { Candidate } from '../decide/facts.ts';
import { isPlace } from '../place.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';

export type Place = Static<typeof Location>;

/** Somebody was at a customer's: a delivery validated or failed. What two signals compare. */
export interface Stop {
  event_id: string;
  /** Null where the event names what can be no delivery. */
  delivery_id: string | null;
  device_id: string;
  user_id: number;
  seq: number;
  /** ISO 8601, drift-corrected, never later than its arrival. */
  at: string;
  /** Null where the event names no place, or none that would be evidence. */
  place: Required<Place> | null;
}

const location = Compile(Location);
const STOPS = new Set(['DELIVERY_VALIDATED', 'DELIVERY_FAILED']);
const UUID = new RegExp(UUID_PATTERN);

/** The stop that an event tells of, or null: it may be of any kind and, when it was refused, of any content. */
export function stopOf({ event, drift_ms, received_at }: Candidate): Stop | null {
  if (event.entity_type !== 'DELIVERY' || !STOPS.has(event.action)) return null;
  const receivedMs = Date.parse(received_at);
  const atMs = Date.parse(event.occurred_at) - drift_ms;
  // A clock that was ahead and has been put right makes many stops of one time: of that no speed can be computed.
  const hasTime = atMs >= 0 && atMs <= receivedMs + SIGNAL_THRESHOLDS.futureMinutes * MINUTE_MS;
  return {
    event_id: event.id,
    delivery_id: UUID.test(event.entity_id) ? event.entity_id : null,
    device_id: event.device_id,
    user_id: event.user_id,
    seq: event.seq,
    at: new Date(Math.max(0, Math.min(atMs, receivedMs))).toISOString(),
    place: hasTime ? goodPlace(event.payload.location) : null,
  };
}

/** A place that may be evidence: well-formed, and not known so poorly that it could be the next village. */
export function goodPlace(said: unknown): Required<Place> | null {
  if (!location.Check(said) || !isPlace(said)) return null;
  const { lat, lng, accuracy_m = SIGNAL_THRESHOLDS.unsaidAccuracyM } = said;
  return accuracy_m > SIGNAL_THRESHOLDS.poorFixM ? null : { lat, lng, accuracy_m };
}
