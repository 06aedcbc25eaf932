import { DAY_MS } from '#shared/contract/durations.ts';
import { algiersDay } from '../references.ts';
import type { Signature, TourEvent } from './tour-facts.ts';

/** By the calendar of Algiers. */
export const dayOf = ({ at }: Pick<TourEvent, 'at'>): string => algiersDay(Date.parse(at));

/** Recorded on the confirming device before the confirmation. A clock that has jumped by more than a day is no evidence. */
export const precedes = (event: Signature, confirmation: Signature): boolean =>
  event.device_id === confirmation.device_id &&
  event.seq < confirmation.seq &&
  Date.parse(event.at) <= Date.parse(confirmation.at) + DAY_MS;

/**
 * Whether a driver's event is the tour's: recorded on its day, or after midnight and before the confirmation on that
 * device. What comes after the confirmation on that device is not, and what an earlier tour's confirmation stands behind
 * is that tour's.
 */
export function belongs(
  event: TourEvent,
  day: string,
  confirmation: Signature | null,
  earlier: readonly Signature[],
): boolean {
  if (earlier.some((signature) => precedes(event, signature))) return false;
  const own = dayOf(event);
  if (confirmation?.device_id !== event.device_id) return own === day;
  return event.seq < confirmation.seq && (own === day || (own > day && precedes(event, confirmation)));
}
