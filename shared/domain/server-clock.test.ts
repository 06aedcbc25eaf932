import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serverTimeAt } from './server-clock.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-22T12:00:00Z');

test('[AUTH-30] the server’s time is a node’s own clock less its drift, whether that runs behind or ahead', () => {
  for (const driftMs of [-10 * MINUTE, 0, 10 * MINUTE, -365 * 24 * 60 * MINUTE]) {
    const known = { driftMs, heardMs: NOON };
    expect(serverTimeAt(known, NOON + driftMs)).toBe(NOON);
    expect(serverTimeAt(known, NOON + driftMs + 90 * MINUTE)).toBe(NOON + 90 * MINUTE);
  }
});

test('[AUTH-30] it is never before what the server has said: not for a clock that was set back, nor after a restart in another year', () => {
  expect(serverTimeAt({ driftMs: 0, heardMs: NOON }, NOON - 5 * MINUTE)).toBe(NOON);
  expect(serverTimeAt({ driftMs: null, heardMs: NOON }, Date.parse('2015-01-01T00:00:00Z'))).toBe(NOON);
  expect(serverTimeAt({ driftMs: null, heardMs: NOON }, NOON + MINUTE)).toBe(NOON + MINUTE);
});

test('[AUTH-30] whoever has never heard the server goes by its own clock', () => {
  expect(serverTimeAt(null, NOON)).toBe(NOON);
});

test('[AUTH-30] as the own clock goes on, the server’s time never goes back', () => {
  const time = fc.integer({ min: 0, max: 4e12 });
  const drift = fc.option(fc.integer({ min: -1e12, max: 1e12 }));
  fc.assert(
    fc.property(drift, time, time, fc.nat(1e10), (driftMs, heardMs, own, passed) => {
      const known = { driftMs, heardMs };
      return serverTimeAt(known, own + passed) >= serverTimeAt(known, own);
    }),
  );
});
