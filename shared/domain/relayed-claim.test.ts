import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { boundClaim, type ClaimFacts, type DriftRange } from './relayed-claim.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-22T12:00:00.000Z');

const facts = (more: Partial<ClaimFacts> = {}): ClaimFacts => ({
  nowMs: NOW,
  occurredMs: NOW - 2 * HOUR,
  registeredMs: NOW - 30 * DAY,
  enrolledMs: NOW - 60 * DAY,
  before: null,
  shown: { lowest: -50, highest: 0 },
  ...more,
});
const claim = (receivedMs: number, driftMs = 0) => ({ receivedMs, driftMs });

test('[TIME-2] what a hub says within the bounds stands to the millisecond', () => {
  expect(boundClaim(claim(NOW - HOUR, -20), facts())).toEqual({
    receivedMs: NOW - HOUR,
    driftMs: -20,
    fault: null,
  });
});

test.each([
  ['BEFORE_DEVICE', claim(0), facts({ shown: null }), NOW - 30 * DAY],
  ['BEFORE_HUB', claim(0), facts({ shown: null, enrolledMs: NOW - DAY }), NOW - DAY],
  [
    'BEFORE_EARLIER',
    claim(NOW - 3 * HOUR),
    facts({ shown: null, before: { receivedMs: NOW - HOUR, isClaimed: true } }),
    NOW - HOUR,
  ],
  ['BEFORE_ITSELF', claim(NOW - 3 * HOUR), facts({ occurredMs: NOW - HOUR }), NOW - HOUR],
  ['IN_FUTURE', claim(NOW + DAY), facts(), NOW],
] as const)('[TIME-2] a receipt that is %s is moved to its bound', (why, said, known, expected) => {
  const { receivedMs, fault } = boundClaim(said, known);
  expect({ receivedMs, why: fault?.why }).toEqual({ receivedMs: expected, why });
});

test('[TIME-2] a drift counts within what the device’s own contacts have shown; a device that had none is taken at the hub’s claim', () => {
  expect(boundClaim(claim(NOW, DAY), facts())).toMatchObject({ driftMs: 0, fault: { why: 'DRIFT', byMs: DAY } });
  expect(boundClaim(claim(NOW, -DAY), facts())).toMatchObject({ driftMs: -50, fault: { why: 'DRIFT' } });
  const wide = { lowest: 0, highest: DAY };
  expect(boundClaim(claim(NOW, DAY), facts({ shown: wide }))).toMatchObject({ driftMs: DAY, fault: null });
  expect(boundClaim(claim(NOW + DAY, DAY), facts({ shown: null }))).toMatchObject({ driftMs: DAY, receivedMs: NOW });
});

test('[TIME-3] what clocks and lines explain is bounded without a word, what they do not is a fault, at the edge', () => {
  const at = (byMs: number) => boundClaim(claim(NOW - HOUR - byMs), facts({ occurredMs: NOW - HOUR })).fault;
  expect(at(LIMITS.clockDriftMs)).toBeNull();
  expect(at(LIMITS.clockDriftMs + 1)).toEqual({ why: 'BEFORE_ITSELF', byMs: LIMITS.clockDriftMs + 1 });
});

test('[TIME-3] no hub is blamed for what its device brought here itself, nor for this server’s own clock', () => {
  const own = boundClaim(
    claim(NOW - HOUR),
    facts({ before: { receivedMs: NOW - MINUTE, isClaimed: false }, occurredMs: NOW - DAY }),
  );
  expect(own).toMatchObject({ receivedMs: NOW - MINUTE, fault: null });
  // The device was registered, and said something before, while this server was a year ahead.
  const ahead = { registeredMs: NOW + 365 * DAY, before: { receivedMs: NOW + 365 * DAY, isClaimed: true } };
  expect(boundClaim(claim(NOW - MINUTE), facts(ahead))).toMatchObject({ receivedMs: NOW - MINUTE, fault: null });
});

test('[TIME-2] a clock that was ahead and has been set since proves nothing against the hub', () => {
  const set = boundClaim(claim(NOW - HOUR), facts({ occurredMs: NOW + 365 * DAY }));
  expect(set).toEqual({ receivedMs: NOW - HOUR, driftMs: 0, fault: null });
});

test('[TIME-2] whatever is claimed, receipt and drift lie within the bounds', () => {
  const time = fc.integer({ min: -LIMITS.clocksApartMs, max: LIMITS.clocksApartMs });
  const past = fc.integer({ min: 0, max: 365 * DAY }).map((ago) => NOW - ago);
  const range = fc.tuple(time, time).map(([a, b]): DriftRange => ({ lowest: Math.min(a, b), highest: Math.max(a, b) }));
  const known = fc.record({
    occurredMs: time,
    registeredMs: past,
    enrolledMs: past,
    before: fc.option(fc.record({ receivedMs: past, isClaimed: fc.boolean() })),
    shown: fc.option(range),
  });
  fc.assert(
    fc.property(time, time, known, (receivedMs, driftMs, some) => {
      const bounded = boundClaim({ receivedMs, driftMs }, { nowMs: NOW, ...some });
      const least = Math.max(some.registeredMs, some.enrolledMs, some.before?.receivedMs ?? 0);
      expect(bounded.receivedMs).toBeGreaterThanOrEqual(least);
      expect(bounded.receivedMs).toBeLessThanOrEqual(NOW);
      if (some.shown) {
        expect(bounded.driftMs).toBeGreaterThanOrEqual(some.shown.lowest);
        expect(bounded.driftMs).toBeLessThanOrEqual(some.shown.highest);
      } else expect(bounded.driftMs).toBe(driftMs);
      // Bounding twice is bounding once.
      expect(boundClaim(bounded, { nowMs: NOW, ...some })).toMatchObject({
        receivedMs: bounded.receivedMs,
        driftMs: bounded.driftMs,
        fault: null,
      });
    }),
  );
});
