import type { MissingEvents } from '#shared/contract/tour.ts';
import { missingOf } from '../journal.ts';
import type { DriverDevice, Signature, TourEvent } from './tour-facts.ts';

/**
 * Numbers that are known to be missing: on the confirming device up to the confirmation, on the driver's other devices
 * anywhere. A revoked device holds nothing up. Two branches of a fork lie side by side, with nothing missing between.
 */
export function missingEvents(devices: readonly DriverDevice[], confirmation: Signature | null): MissingEvents[] {
  return devices
    .filter(({ id, is_active }) => is_active || id === confirmation?.device_id)
    .map(({ id, journal }) => ({ device_id: id, ranges: missingOf(journal) }))
    .map(({ device_id, ranges }) => ({
      device_id,
      ranges: device_id === confirmation?.device_id ? below(ranges, confirmation.seq) : ranges,
    }))
    .filter(({ ranges }) => ranges.length > 0)
    .sort((a, b) => (a.device_id < b.device_id ? -1 : 1));
}

const below = (ranges: [number, number][], seq: number): [number, number][] =>
  ranges.filter(([from]) => from < seq).map(([from, to]) => [from, Math.min(to, seq - 1)]);

/**
 * Other devices of the driver that were active since the loading, and signed nothing after the confirmation: the chain
 * does not prove that nothing of the tour is still on them.
 */
export function unprovedDevices(
  devices: readonly DriverDevice[],
  confirmation: Signature | null,
  since: string,
): string[] {
  if (confirmation === null) return [];
  const isAtLeast = (at: string | null, bound: string) => at !== null && at >= bound;
  return devices
    .filter(({ id }) => id !== confirmation.device_id)
    .filter((device) => isAtLeast(device.last_seen_at, since) || isAtLeast(device.last_event_at, since))
    .filter(({ last_event_at }) => last_event_at === null || last_event_at <= confirmation.at)
    .map(({ id }) => id)
    .sort();
}

/** An event that has no end yet may still come to count. */
export const isOpen = ({ status }: Pick<TourEvent, 'status'>): boolean =>
  status === 'WAITING' || status === 'QUARANTINED';
