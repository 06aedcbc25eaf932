import { expect, test } from 'vitest';
import type { Stop } from '../store/views.ts';
import { isDone, shownStatus, splitTour } from './stops.ts';

const stop = (id: string, change: Partial<Stop> = {}): Stop => ({
  id,
  reference: id,
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
  ...change,
});
const own = (state: 'device' | 'person', action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED' = 'DELIVERY_VALIDATED') => ({
  own: { action, event_id: 'e', at: '2026-11-22T10:00:00.000Z', is_partial: false, state, error_code: null },
});

test('what was confirmed here counts as done at once, and no longer once it is refused', () => {
  expect(isDone(stop('a', own('device')))).toBe(true);
  expect(isDone(stop('a', own('person')))).toBe(false);
  expect(isDone(stop('a', { status: 'VALIDATED' }))).toBe(true);
});

test('the server’s word about the end goes before the phone’s', () => {
  expect(shownStatus(stop('a', own('device', 'DELIVERY_FAILED')))).toBe('FAILED');
  expect(shownStatus(stop('a', { ...own('device'), status: 'PARTIAL' }))).toBe('PARTIAL');
  expect(shownStatus(stop('a', own('person')))).toBe('PENDING');
});

test('a tour is the next stop, those after it, and those behind', () => {
  const stops = [stop('a', { status: 'VALIDATED' }), stop('b'), stop('c', own('device')), stop('d')];
  const { next, upcoming, finished } = splitTour(stops);
  expect(next?.id).toBe('b');
  expect(upcoming.map(({ id }) => id)).toEqual(['d']);
  expect(finished.map(({ id }) => id)).toEqual(['a', 'c']);
});
