import { expect, test } from 'vitest';
import { said } from '#shared/testing/decision-facts.ts';
import { ALERT_KINDS } from '../decide/plan.ts';
import { afterRevocation } from './after-revocation.ts';
import { manyFailures } from './many-failures.ts';
import { SIGNAL_KINDS } from './signal.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';
import { judgeLinks, neededNeighbours, type Tick, timeBackwards } from './time-backwards.ts';

const AT_TEN = Date.parse('2026-11-22T10:00:00.000Z');
const iso = (minutes: number) => new Date(AT_TEN + minutes * 60_000).toISOString();
const tick = (seq: number, minutes: number, more: Partial<Tick> = {}): Tick => ({
  event_id: `e${seq}`,
  device_id: 'd1',
  seq,
  checksum: `c${seq}`,
  prev_checksum: seq === 1 ? null : `c${seq - 1}`,
  occurred_at: iso(minutes),
  drift_ms: 0,
  ...more,
});

test('[FRAUD-1] every threshold has its unit in its name or counts what it names, and every signal is an alert', () => {
  expect(
    Object.keys(SIGNAL_THRESHOLDS).filter((name) => !/(M|Kmh|Km|Hours|Minutes|Percent|Centimes)$/.test(name)),
  ).toEqual(['failures']);
  for (const kind of SIGNAL_KINDS) expect(ALERT_KINDS).toContain(kind);
});

test.each([
  ['five minutes back', tick(1, 0), tick(2, -5), false],
  ['a second more', tick(1, 0), tick(2, -5 - 1 / 60), true],
  ['forward, a year', tick(1, 0), tick(2, 525_600), false],
  [
    'a clock that was an hour fast at both times',
    tick(1, 60, { drift_ms: 3_600_000 }),
    tick(2, 61, { drift_ms: 3_600_000 }),
    false,
  ],
  ['a clock put right between two visits', tick(1, 60, { drift_ms: 3_600_000 }), tick(2, 5), false],
  ['a clock set back between two visits to the depot', tick(1, 60), tick(2, 5), true],
  ['a clock out of this world', tick(1, 0, { drift_ms: -3e14 }), tick(2, 0), true],
])('[FRAUD-4] time running backwards: %s', (_what, from, to, odd) => {
  expect(timeBackwards(from, to) !== null).toBe(odd);
});

test('[FRAUD-4] the evidence names both events, their numbers and their corrected times', () => {
  expect(timeBackwards(tick(7, 0), tick(8, -90))).toEqual({
    from_event_id: 'e7',
    to_event_id: 'e8',
    from_seq: 7,
    to_seq: 8,
    from_at: iso(0),
    to_at: iso(-90),
    minutes: 90,
    limit_minutes: 5,
  });
});

test('[FRAUD-4] what continues an event is compared with it, not what merely has the next number', () => {
  const branch = tick(3, -60, { event_id: 'other', checksum: 'x3', prev_checksum: 'x2' });
  expect(judgeLinks([branch], [tick(2, 0)])).toEqual([]);
  expect(judgeLinks([tick(2, -60, { device_id: 'd2' })], [tick(1, 0)])).toEqual([]);
});

test('[FRAUD-8] links are judged once, when their second event comes, whichever that is', () => {
  const all = [tick(1, 0), tick(2, -30), tick(3, -20), tick(4, -50)];
  const inOrder = [
    ...judgeLinks(all.slice(0, 2), []),
    ...judgeLinks(all.slice(2, 3), all.slice(1, 2)),
    ...judgeLinks(all.slice(3), all.slice(2, 3)),
  ];
  const gapLast = [
    ...judgeLinks([all[0] as Tick, all[3] as Tick], []),
    ...judgeLinks(all.slice(1, 3), [all[0] as Tick, all[3] as Tick]),
  ];
  expect(inOrder.map(({ to_event_id }) => to_event_id)).toEqual(['e2', 'e4']);
  expect(gapLast.map(({ to_event_id }) => to_event_id).sort()).toEqual(['e2', 'e4']);
  expect(judgeLinks([], all)).toEqual([]);
});

test('[FRAUD-8] a store looks up what lies beside the new events only', () => {
  expect(neededNeighbours([tick(1, 0), tick(2, 0), tick(3, 0)])).toEqual([{ device_id: 'd1', seq: 4, after: true }]);
  expect(neededNeighbours([tick(9, 0)])).toEqual([
    { device_id: 'd1', seq: 8, after: false },
    { device_id: 'd1', seq: 10, after: true },
  ]);
});

const day = (failed: number, planned: number) => ({
  driver_user_id: 3,
  planned_for: '2026-11-22',
  depot_id: 1,
  planned,
  failed,
  failed_delivery_ids: ['a'],
});

test.each([
  ['four of four', day(4, 4), false],
  ['five of twelve', day(5, 12), true],
  ['five of thirteen', day(5, 13), false],
  ['twelve of thirty', day(12, 30), true],
  ['eleven of thirty', day(11, 30), false],
])('[FRAUD-5] many failures: %s planned', (_what, driverDay, odd) => {
  expect(manyFailures(driverDay) !== null).toBe(odd);
});

test('[FRAUD-5] the evidence is the day, its counts, the share and the limits', () => {
  expect(manyFailures(day(5, 12))).toEqual({
    driver_user_id: 3,
    planned_for: '2026-11-22',
    planned: 12,
    failed: 5,
    failed_delivery_ids: ['a'],
    percent: 42,
    limit_failures: 5,
    limit_percent: 40,
  });
});

const done = (id: string, minutes: number, drift_ms = 0) => ({
  ...said(1, 'DELIVERY_VALIDATED', 'd', {}, { id, occurred_at: iso(minutes) }),
  drift_ms,
  received_at: iso(600),
});

test.each([
  ['recorded before', done('e', -60), false],
  ['five minutes after', done('e', 5), false],
  ['a second more', done('e', 5 + 1 / 60), true],
  ['after, by a clock that is an hour fast', done('e', 62, 3_600_000), false],
  ['before, by a clock that is an hour slow', done('e', -50, -3_600_000), true],
])('[FRAUD-7] events after the revocation: %s', (_what, event, odd) => {
  expect(afterRevocation(iso(0), null, [event]) !== null).toBe(odd);
});

test('[FRAUD-7] [FRAUD-8] one affair a device, told alike in whatever portions its events come', () => {
  const events = [done('e1', 30), done('e2', 10), done('e3', 50), done('e4', -10)];
  const whole = afterRevocation(iso(0), null, events);
  const portions = events.reduceRight(
    (before, event) => afterRevocation(iso(0), before, [event]),
    null as ReturnType<typeof afterRevocation>,
  );
  expect(whole).toEqual({
    revoked_at: iso(0),
    events: 3,
    first: { event_id: 'e2', at: iso(10) },
    last: { event_id: 'e3', at: iso(50) },
    limit_minutes: 5,
  });
  expect(portions).toEqual(whole);
});
