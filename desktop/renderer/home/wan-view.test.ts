import { expect, it } from 'vitest';
import type { Line } from '#shared/contract/desktop.ts';
import { wanView } from './wan-view.ts';

const NOW = '2026-11-22T09:42:00.000Z';
const queue = (waiting: number) => ({ waiting, oldest_at: null, forwarded_today: 0, history: [] });
const line = (told: Partial<Line>) => ({
  reachable: told.state === 'ANSWERS',
  state: 'ANSWERS' as const,
  last_contact_at: NOW,
  since: NOW,
  trouble: null,
  drain: null,
  intake: null,
  ...told,
});

it('says that all is at HQ only when nothing waits', () => {
  const wan = line({ state: 'ANSWERS' });
  expect(wanView({ now: NOW, wan, queue: queue(0) })).toEqual({ kind: 'allAtHq' });
  expect(wanView({ now: NOW, wan, queue: queue(3) })).toEqual({ kind: 'leaving', waiting: 3 });
});

it('[HUB-30] says that the Internet is cut only where nobody answers, and since when', () => {
  const wan = line({ state: 'CUT', since: '2026-11-22T09:04:00.000Z' });
  expect(wanView({ now: NOW, wan, queue: queue(214) })).toEqual({ kind: 'cut', waiting: 214, forMs: 38 * 60_000 });
  expect(wanView({ now: NOW, wan: line({ state: 'TRYING', since: null }), queue: queue(214) })).toEqual({
    kind: 'trying',
  });
});

it('[HUB-31] shows a long queue that goes up as what it is, a short one without figures', () => {
  const drain = { sent: 22_000, total: 60_000, per_second: 1_500, seconds_left: 26 };
  const wan = { ...line({ state: 'ANSWERS' }), drain };
  expect(wanView({ now: NOW, wan, queue: queue(38_000) })).toEqual({ kind: 'draining', drain });
  expect(wanView({ now: NOW, wan: { ...wan, drain: { ...drain, total: 20 } }, queue: queue(10) }).kind).toBe('leaving');
  expect(wanView({ now: NOW, wan, queue: queue(0) }).kind).toBe('allAtHq');
});

it('[TLS-19] says what a person can do, where the line is not what is wrong', () => {
  for (const trouble of [
    'CLOCK',
    'STRANGER',
    'PORTAL',
    'UNKNOWN_HUB',
    'REVOKED',
    'VERSION',
    'BUSY',
    'OTHER',
  ] as const) {
    const wan = line({ state: 'REFUSED', trouble });
    expect(wanView({ now: NOW, wan, queue: queue(3) })).toEqual({ kind: 'trouble', trouble });
  }
});

it('[HUB-37] says that the depot’s data are coming, or cannot be kept, before anything about what leaves', () => {
  for (const intake of [
    { state: 'LOADING', done: 500, total: 20_000 },
    { state: 'NO_ROOM', done: 0, total: null },
    { state: 'NOT_KEPT', done: 0, total: null },
  ] as const) {
    const wan = { ...line({ state: 'ANSWERS' }), intake };
    for (const waiting of [0, 3]) {
      expect(wanView({ now: NOW, wan, queue: queue(waiting) })).toEqual({ kind: 'intake', intake });
    }
  }
});
