import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgePairs } from './places.ts';
import type { Stop } from './stop.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';

const stops = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 2_000 }),
      km: fc.integer({ min: 0, max: 400 }),
      device: fc.constantFrom('d1', 'd2'),
      located: fc.boolean(),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    list.map(
      ({ minutes, km, device, located }, index): Stop => ({
        event_id: `e${String(index).padStart(2, '0')}`,
        delivery_id: null,
        device_id: device,
        user_id: 1,
        seq: index + 1,
        at: new Date(Date.parse('2026-11-22T00:00:00.000Z') + minutes * 60_000).toISOString(),
        place: located ? { lat: 30 + km / 111, lng: 3, accuracy_m: 10 } : null,
      }),
    ),
  );

/** What a store keeps: the stops, and of each the signal that stands. */
function arrive(batches: Stop[][]): Map<string, unknown> {
  const stored: Stop[] = [];
  const signals = new Map<string, unknown>();
  const windowMs = SIGNAL_THRESHOLDS.tooFastWindowHours * 3_600_000;
  const key = ({ at, event_id }: Stop) => `${at} ${event_id}`;
  for (const batch of batches) {
    const fresh = batch.filter(({ place }) => place !== null);
    const near = fresh.flatMap((stop) => {
      const inWindow = stored.filter(({ at }) => Math.abs(Date.parse(at) - Date.parse(stop.at)) <= windowMs);
      const before = inWindow.filter((other) => key(other) < key(stop)).sort((a, b) => (key(a) < key(b) ? 1 : -1))[0];
      const after = inWindow.filter((other) => key(other) > key(stop)).sort((a, b) => (key(a) < key(b) ? -1 : 1))[0];
      return [before, after].filter((found) => found !== undefined);
    });
    for (const { to, found } of judgePairs(fresh, near)) {
      if (found) signals.set(to.event_id, found);
      else signals.delete(to.event_id);
    }
    stored.push(...fresh);
  }
  return signals;
}

test('[FRAUD-8] two scans too far apart are the same pairs in whatever order and portions the scans arrive', () => {
  const shuffled = stops.chain((list) =>
    fc.record({
      list: fc.constant(list),
      order: fc.shuffledSubarray(list, { minLength: list.length }),
      size: fc.integer({ min: 1, max: 5 }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ list, order, size }) => {
      const portions = Array.from({ length: Math.ceil(order.length / size) }, (_, n) =>
        order.slice(n * size, (n + 1) * size),
      );
      expect(new Map([...arrive(portions)].sort())).toEqual(new Map([...arrive([list])].sort()));
    }),
    { numRuns: 500 },
  );
});
