import { expect, test } from 'vitest';
import { said } from '#shared/testing/decision-facts.ts';
import { metresBetween } from '../metres-between.ts';
import { farFromClient, tooFast } from './places.ts';
import { goodPlace, type Stop, stopOf } from './stop.ts';
import { SIGNAL_THRESHOLDS as AT } from './thresholds.ts';

const SHOP = { lat: 36.7538, lng: 3.0588, accuracy_m: 10 };
/** A place so many metres north of the shop, on the sphere by which distances are measured. */
const north = (metres: number, accuracy_m = 10) => ({
  lat: SHOP.lat + (metres / 6_371_000) * (180 / Math.PI),
  lng: SHOP.lng,
  accuracy_m,
});
const client = (location: unknown) => ({ id: 'c1', location });

test('a degree of longitude at Algiers, and two ends of the country', () => {
  expect(metresBetween({ lat: 36.75, lng: 3 }, { lat: 36.75, lng: 4 })).toBeCloseTo(89_096, -2);
  const tamanrasset = { lat: 22.785, lng: 5.5228 };
  expect(Math.round(metresBetween(SHOP, tamanrasset) / 1_000)).toBe(1_571);
  expect(metresBetween({ lat: 90, lng: 0 }, { lat: -90, lng: 180 })).toBeCloseTo(20_015_087, 0);
});

test.each([
  ['at the door', north(0), SHOP, false],
  ['as far as streets and both fixes explain', north(AT.farFromClientM + 20 - 0.5), SHOP, false],
  ['a metre further', north(AT.farFromClientM + 20 + 0.5), SHOP, true],
  ['the same, with a phone that knows its place less well', north(AT.farFromClientM + 20 + 0.5, 12), SHOP, false],
  ['the same, with a client whose place is not well known', north(521), { ...SHOP, accuracy_m: 30 }, false],
  ['30 km away', north(30_000), SHOP, true],
  ['30 km away by a fix at its last use', north(30_000, AT.poorFixM), SHOP, true],
  ['30 km away by a fix of a radio mast', north(30_000, AT.poorFixM + 1), SHOP, false],
  ['a client of whom nobody knows where', north(30_000), null, false],
  ['a client whose place is no place', north(30_000), { lat: 91, lng: 0 }, false],
])('[FRAUD-2] a scan far from the client: %s', (_what, place, clientPlace, odd) => {
  const found = farFromClient({ place: goodPlace(place) }, client(clientPlace));
  expect(found !== null).toBe(odd);
});

test('[FRAUD-2] the evidence is in metres, with both places and the limit', () => {
  expect(farFromClient({ place: north(2_000) }, client(SHOP))).toEqual({
    client_id: 'c1',
    distance_m: 2_000,
    accuracy_m: 20,
    limit_m: 500,
    place: north(2_000),
    client_place: SHOP,
  });
});

const AT_TEN = Date.parse('2026-11-22T10:00:00.000Z');
const stop = (metres: number, minutes: number, more: Partial<Stop> = {}): Stop => ({
  event_id: `e${minutes}`,
  delivery_id: null,
  device_id: 'd1',
  user_id: 1,
  seq: minutes + 1,
  at: new Date(AT_TEN + minutes * 60_000).toISOString(),
  place: north(metres),
  ...more,
});
const START = stop(0, 0);

test.each([
  ['25 km in 10 minutes is 150 km/h', stop(25_000 + 20 - 5, 10), false],
  ['a little more than that', stop(25_000 + 20 + 5, 10), true],
  ['what both fixes may be off is taken off', stop(25_000 + 20 + 5, 10, { place: north(25_025, 20) }), false],
  ['less than 5 km in no time is a leap of the fix', stop(5_000 + 20 - 1, 0, { seq: 2 }), false],
  ['5 km in no time', stop(5_000 + 20 + 1, 0, { seq: 2 }), true],
  ['at the edge of the window', stop(1_900_000, 12 * 60), true],
  ['beyond the window', stop(1_900_000, 12 * 60 + 1), false],
  ['another phone of the same user', stop(30_000, 1, { device_id: 'd2', seq: 1 }), true],
  ['numbers that contradict the times: the clock was set', stop(30_000, 1, { seq: 0 }), false],
  ['no place', stop(0, 1, { place: null }), false],
])('[FRAUD-3] two scans too far apart for the time between: %s', (_what, to, odd) => {
  expect(tooFast(START, to) !== null).toBe(odd);
});

test('[FRAUD-3] the evidence names both events, the way, the time and the speed', () => {
  expect(tooFast(START, stop(40_020, 12, { device_id: 'd2' }))).toEqual({
    from_event_id: 'e0',
    to_event_id: 'e12',
    from_at: '2026-11-22T10:00:00.000Z',
    to_at: '2026-11-22T10:12:00.000Z',
    distance_m: 40_000,
    minutes: 12,
    speed_kmh: 200,
    limit_kmh: 150,
    same_device: false,
  });
});

const scan = (location: unknown, times: { occurred_at?: string; drift_ms?: number } = {}) => ({
  ...said(
    1,
    'DELIVERY_VALIDATED',
    crypto.randomUUID(),
    { location },
    times.occurred_at ? { occurred_at: times.occurred_at } : {},
  ),
  drift_ms: times.drift_ms ?? 0,
});

test('[FRAUD-9] a scan without a place, with one that is none, or a poor one, is a stop of which nothing follows', () => {
  for (const location of [undefined, null, 'here', { lat: 'x', lng: 1 }, { lat: 1 }, { ...SHOP, accuracy_m: 1_001 }]) {
    expect(stopOf(scan(location))).toMatchObject({ place: null });
  }
  expect(stopOf(scan({ lat: 1, lng: 2 }))?.place).toEqual({ lat: 1, lng: 2, accuracy_m: AT.unsaidAccuracyM });
  expect(stopOf(said(1, 'CLIENT_CREATED', crypto.randomUUID(), { location: SHOP }))).toBeNull();
  expect(stopOf(said(1, 'DELIVERY_FAILED', 'no uuid', { location: SHOP }))).toMatchObject({
    delivery_id: null,
    place: SHOP,
  });
});

test('[FRAUD-9] a time that cannot be is no measure of speed: only the drift that was measured puts it right', () => {
  const at = (occurred_at: string, drift_ms = 0) => stopOf(scan(SHOP, { occurred_at, drift_ms }));
  expect(at('2026-11-22T10:01:00.000Z')).toMatchObject({ at: '2026-11-22T10:00:00.000Z', place: SHOP });
  expect(at('2026-11-22T10:01:00.001Z')).toMatchObject({ at: '2026-11-22T10:00:00.000Z', place: null });
  expect(at('2027-11-22T09:00:00.000Z', 365 * 86_400_000)).toMatchObject({
    at: '2026-11-22T09:00:00.000Z',
    place: SHOP,
  });
  expect(at('0001-01-01T00:00:00.000Z')).toMatchObject({ at: '1970-01-01T00:00:00.000Z', place: null });
});
