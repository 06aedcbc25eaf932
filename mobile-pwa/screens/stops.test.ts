import { expect, test } from 'vitest';
import type { Stop } from '../store/views.ts';
import { handedOver, isDone, isLate, isOpen, shownStatus, splitTour } from './stops.ts';

const TODAY = '2026-11-22';

const stop = (id: string, change: Partial<Stop> = {}): Stop => ({
  id,
  reference: id,
  client_id: id,
  client_name: id,
  total_ttc: 0,
  planned_for: '2026-11-22',
  status: 'PENDING',
  lines: [],
  phone: null,
  address: null,
  lat: null,
  lng: null,
  validated_at: null,
  validated_by_name: null,
  own: null,
  is_begun: false,
  skipped: null,
  ...change,
});
const own = (state: 'device' | 'person', action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED' = 'DELIVERY_VALIDATED') => ({
  own: {
    action,
    event_id: 'e',
    at: '2026-11-22T10:00:00.000Z',
    is_partial: false,
    state,
    error_code: null,
    record: null,
  },
});

test('what was confirmed here counts as done at once, and no longer once it is refused', () => {
  expect(isDone(stop('a', own('device')))).toBe(true);
  expect(isDone(stop('a', own('person')))).toBe(false);
  expect(isDone(stop('a', { status: 'VALIDATED' }))).toBe(true);
});

test('the server’s statement about the end goes before the phone’s', () => {
  expect(shownStatus(stop('a', own('device', 'DELIVERY_FAILED')))).toBe('FAILED');
  expect(shownStatus(stop('a', { ...own('device'), status: 'PARTIAL' }))).toBe('PARTIAL');
  expect(shownStatus(stop('a', own('person')))).toBe('PENDING');
});

test('[DLV-3] a failed stop is open until goods are handed over there, and comes after those not yet tried', () => {
  const failed = stop('a', own('device', 'DELIVERY_FAILED'));
  expect([isDone(failed), isOpen(failed)]).toEqual([false, true]);
  expect(isOpen(stop('a', { status: 'FAILED' }))).toBe(true);
  const retried = stop('a', { ...own('device'), status: 'FAILED' });
  expect([shownStatus(retried), isDone(retried), isOpen(retried)]).toEqual(['VALIDATED', true, false]);
  const { next, upcoming } = splitTour([failed, stop('b'), stop('c')], TODAY);
  expect([next?.id, ...upcoming.map(({ id }) => id)]).toEqual(['b', 'c', 'a']);
  expect(splitTour([failed], TODAY).next?.id).toBe('a');
});

test('[DLV-3] what HQ cancelled is neither to do nor done, whatever was recorded here', () => {
  const stops = [stop('a', { status: 'CANCELLED' }), stop('b', { ...own('device'), status: 'CANCELLED' })];
  expect(stops.map((each) => [isDone(each), isOpen(each)])).toEqual([
    [false, false],
    [false, false],
  ]);
  const { next, finished, cancelled } = splitTour(stops, TODAY);
  expect([next, finished, cancelled.map(({ id }) => id)]).toEqual([null, [], ['a', 'b']]);
});

test('a tour is the next stop, those after it, and those behind', () => {
  const stops = [stop('a', { status: 'VALIDATED' }), stop('b'), stop('c', own('device')), stop('d')];
  const { next, upcoming, finished } = splitTour(stops, TODAY);
  expect(next?.id).toBe('b');
  expect(upcoming.map(({ id }) => id)).toEqual(['d']);
  expect(finished.map(({ id }) => id)).toEqual(['a', 'c']);
});

test('[TODAY-5] what was passed by today comes after the others and before what failed; on another day it has its place again', () => {
  const skipped = (at: string) => ({ skipped: { at, reason: 'ROAD' as const, note: null, ask_day: null } });
  const failed = stop('a', own('device', 'DELIVERY_FAILED'));
  const today = [failed, stop('b', skipped('2026-11-22T08:00:00.000Z')), stop('c'), stop('d')];
  const order = (stops: Stop[]) => {
    const { next, upcoming } = splitTour(stops, TODAY);
    return [next?.id, ...upcoming.map(({ id }) => id)].join('');
  };
  expect(order(today)).toBe('cdba');
  expect(order([failed, stop('b', skipped('2026-11-21T08:00:00.000Z')), stop('c'), stop('d')])).toBe('bcda');
  // What was done after all is done.
  const done = stop('b', { ...skipped('2026-11-22T08:00:00.000Z'), ...own('device') });
  expect(splitTour([done], TODAY).finished).toEqual([done]);
});

test('[FORM-6] a stop of an earlier day is late until it is done or cancelled, tried in vain or not', () => {
  const yesterday = { planned_for: '2026-11-21' };
  const late = (change: Partial<Stop>) => isLate(stop('a', change), '2026-11-22');
  expect([late({}), late(yesterday), late({ ...yesterday, status: 'FAILED' })]).toEqual([false, true, true]);
  expect([late({ ...yesterday, ...own('device') }), late({ ...yesterday, status: 'CANCELLED' })]).toEqual([
    false,
    false,
  ]);
});

test('[FORM-10] what was handed over is this phone’s record until the server’s lines say it, and nothing where nothing was', () => {
  const line = { product_id: 1, quantity: 10, unit_price_ht: 1_000, tva_rate: 19 };
  const ordered = { total_ttc: 11_900, lines: [line] };
  const record = {
    reference: null,
    client_name: null,
    total_ttc: 4_760,
    ordered_ttc: 11_900,
    cash: null,
    lines: null,
    said: null,
  };
  const part = { own: { ...own('device').own, is_partial: true, record } };
  expect(handedOver(stop('a', ordered))).toBeNull();
  expect(handedOver(stop('a', { ...ordered, ...part }))).toBe(4_760);
  expect(handedOver(stop('a', { ...ordered, own: { ...part.own, state: 'person' } }))).toBeNull();
  const told = { status: 'PARTIAL' as const, lines: [{ ...line, delivered: 3 }] };
  expect(handedOver(stop('a', { ...ordered, ...told, ...part }))).toBe(3_570);
  expect(handedOver(stop('a', { ...ordered, status: 'FAILED' }))).toBeNull();
  // A colleague's, of whose note this phone knew no lines.
  const unknown = { own: { ...part.own, record: { ...record, total_ttc: null } } };
  expect(handedOver(stop('a', { ...ordered, ...unknown }))).toBeNull();
});
