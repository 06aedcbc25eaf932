import { expect, it } from 'vitest';
import { wanView } from './wan-view.ts';

const NOW = '2026-11-22T09:42:00.000Z';
const queue = (waiting: number) => ({ waiting, oldest_at: null, forwarded_today: 0 });
const up = { reachable: true, last_contact_at: NOW, since: null, trouble: null };

it('says that all is at HQ only when nothing waits', () => {
  expect(wanView({ now: NOW, wan: up, queue: queue(0) })).toEqual({ kind: 'allAtHq' });
  expect(wanView({ now: NOW, wan: up, queue: queue(3) })).toEqual({ kind: 'leaving', waiting: 3 });
});

it('counts a cut from when it began, else from the last word of HQ', () => {
  const cut = {
    reachable: false,
    last_contact_at: '2026-11-22T09:00:00.000Z',
    since: '2026-11-22T09:04:00.000Z',
    trouble: null,
  };
  expect(wanView({ now: NOW, wan: cut, queue: queue(214) })).toEqual({ kind: 'cut', waiting: 214, forMs: 38 * 60_000 });
  expect(wanView({ now: NOW, wan: { ...cut, since: null }, queue: queue(0) })).toMatchObject({ forMs: 42 * 60_000 });
  const never = { ...cut, last_contact_at: null, since: null };
  expect(wanView({ now: NOW, wan: never, queue: queue(0) })).toMatchObject({ forMs: null });
});

it('[TLS-19] says what a person can do, where the line is not what is wrong, and nothing of it once HQ answers', () => {
  const cut = { reachable: false, last_contact_at: NOW, since: NOW };
  for (const trouble of ['CLOCK', 'STRANGER'] as const) {
    expect(wanView({ now: NOW, wan: { ...cut, trouble }, queue: queue(3) })).toEqual({ kind: 'trouble', trouble });
    expect(wanView({ now: NOW, wan: { ...up, trouble }, queue: queue(0) })).toEqual({ kind: 'allAtHq' });
  }
});
