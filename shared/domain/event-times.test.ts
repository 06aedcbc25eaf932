import { expect, test } from 'vitest';
import { type Arrival, type Origin, timesOf } from './event-times.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();

const origin: Origin = { registeredMs: NOW - 30 * DAY, shown: { lowest: 0, highest: 0 }, receipts: [] };
const arrival = (more: Partial<Arrival> = {}, about: Partial<Origin> = {}): Arrival => ({
  nowMs: NOW,
  driftMs: 0,
  enrolledMs: NOW - 60 * DAY,
  origins: new Map([['phone', { ...origin, ...about }]]),
  ...more,
});
const event = (seq: number, occurredMs = NOW - DAY) => ({ device_id: 'phone', seq, occurred_at: iso(occurredMs) });
const relayed = (seq: number, receivedMs: number, clock_drift_ms = 0, occurredMs = NOW - DAY) => ({
  event: event(seq, occurredMs),
  relayed: { received_at: iso(receivedMs), clock_drift_ms },
});

test('[TIME-2] what its origin brings itself is received now, with the drift that was measured', () => {
  const times = timesOf([{ event: event(1), relayed: null }], arrival({ enrolledMs: null, driftMs: 7 }));
  expect(times).toEqual([{ drift_ms: 7, received_at: iso(NOW), claimed: null, fault: null }]);
});

test('[TIME-2] a hub’s times are read by its own clock, which its request measures', () => {
  const ahead = timesOf([relayed(1, NOW - HOUR + DAY, -DAY)], arrival({ driftMs: DAY }));
  expect(ahead).toEqual([{ drift_ms: 0, received_at: iso(NOW - HOUR), claimed: null, fault: null }]);
});

test('[TIME-2] a hub that says nothing of an event, and lies of its own clock, gains nothing', () => {
  const [silent] = timesOf([{ event: event(1, NOW - HOUR), relayed: null }], arrival({ driftMs: DAY }));
  expect(silent).toMatchObject({ drift_ms: 0, received_at: iso(NOW), fault: { why: 'DRIFT' } });
});

test('[TIME-2] receipts follow the journal, in the batch and after what is stored, in whatever order they come', () => {
  const stored = [
    { seq: 1, receivedMs: NOW - 9 * HOUR, isClaimed: true },
    { seq: 4, receivedMs: NOW - 3 * HOUR, isClaimed: true },
  ];
  const items = [relayed(5, NOW - 8 * HOUR), relayed(2, 0), relayed(3, NOW - 5 * HOUR)];
  const times = timesOf(items, arrival({}, { receipts: stored }));
  expect(times.map(({ received_at }) => received_at)).toEqual([
    iso(NOW - 3 * HOUR),
    iso(NOW - 9 * HOUR),
    iso(NOW - 5 * HOUR),
  ]);
});

test('[TIME-3] what could not be is kept beside what counts', () => {
  const [time] = timesOf([relayed(1, 0, DAY)], arrival({ driftMs: 5 }));
  expect(time).toMatchObject({
    drift_ms: 0,
    claimed: { received_at: '1970-01-01T00:00:00.000Z', clock_drift_ms: DAY, hub_drift_ms: 5 },
  });
});
