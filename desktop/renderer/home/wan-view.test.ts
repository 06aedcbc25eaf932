import { expect, it } from 'vitest';
import { wanView } from './wan-view.ts';

const NOW = '2026-11-22T09:42:00.000Z';
const queue = (waiting: number) => ({ waiting, oldest_at: null, forwarded_today: 0 });
const up = { reachable: true, last_contact_at: NOW, since: null };

it('says that all is at HQ only when nothing waits', () => {
  expect(wanView({ now: NOW, wan: up, queue: queue(0) })).toEqual({ kind: 'allAtHq' });
  expect(wanView({ now: NOW, wan: up, queue: queue(3) })).toEqual({ kind: 'leaving', waiting: 3 });
});

it('counts a cut from when it began, else from the last word of HQ', () => {
  const cut = { reachable: false, last_contact_at: '2026-11-22T09:00:00.000Z', since: '2026-11-22T09:04:00.000Z' };
  expect(wanView({ now: NOW, wan: cut, queue: queue(214) })).toEqual({ kind: 'cut', waiting: 214, forMs: 38 * 60_000 });
  expect(wanView({ now: NOW, wan: { ...cut, since: null }, queue: queue(0) })).toMatchObject({ forMs: 42 * 60_000 });
  const never = { reachable: false, last_contact_at: null, since: null };
  expect(wanView({ now: NOW, wan: never, queue: queue(0) })).toMatchObject({ forMs: null });
});
