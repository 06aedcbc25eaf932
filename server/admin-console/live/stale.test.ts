import { expect, it } from 'vitest';
import { isStale } from './stale.ts';

it('[LIVE-2] what a changed list shows is read again, and the boards that sum it up', () => {
  const changed = new Set(['deliveries', 'clients']);
  const keys = [
    ['deliveries', { q: '' }],
    ['deliveries', 'one', 'x'],
    ['overview', ''],
    ['clients', 'one', 'x'],
  ];
  expect(keys.map((key) => isStale(key, changed))).toEqual([true, true, true, true]);
});

it('[LIVE-2] what nothing of it shows in is left alone: other lists, forms that are being filled in, all clients’ names', () => {
  const changed = new Set(['deliveries', 'clients']);
  const keys = [
    ['products', {}],
    ['edit', 'clients/x'],
    ['clients', 'whole', {}],
    ['alerts-by-user', ''],
  ];
  expect(keys.map((key) => isStale(key, changed))).toEqual([false, false, false, false]);
});
