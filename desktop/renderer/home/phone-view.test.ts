import { expect, it } from 'vitest';
import { phonesInOrder, phoneView } from './phone-view.ts';

const NOW = Date.parse('2026-11-22T09:42:00.000Z');
const seen = (agoMs: number) => new Date(NOW - agoMs).toISOString();

it('takes a phone that asked within two minutes as here', () => {
  expect(phoneView({ last_seen_at: seen(119_000), clock_drift_ms: 0 }, NOW).here).toBe(true);
  expect(phoneView({ last_seen_at: seen(120_000), clock_drift_ms: 0 }, NOW).here).toBe(false);
});

it('speaks of a clock only when it is far off, either way', () => {
  expect(phoneView({ last_seen_at: seen(0), clock_drift_ms: 299_999 }, NOW).clockOffMs).toBeNull();
  expect(phoneView({ last_seen_at: seen(0), clock_drift_ms: -3_600_000 }, NOW).clockOffMs).toBe(3_600_000);
});

it('puts first who still has something to hand in', () => {
  const phones = [
    { name: 'old', pending_events: 0, last_seen_at: seen(9_000) },
    { name: 'new', pending_events: 0, last_seen_at: seen(1_000) },
    { name: 'full', pending_events: 3, last_seen_at: seen(99_000) },
  ];
  expect(phonesInOrder(phones).map(({ name }) => name)).toEqual(['full', 'new', 'old']);
});
