import { expect, it } from 'vitest';
import type { Page } from '#shared/contract/hq/lists.ts';
import { pageRequest, wholeList } from './page.ts';

it('leaves empty filters out of the address', () => {
  expect(pageRequest('deliveries', { status: 'PENDING', q: '', depot_id: '1' }, 50, null).address).toBe(
    '/api/admin/deliveries?limit=50&status=PENDING&depot_id=1',
  );
  expect(pageRequest('lots', {}, 50, 'a b').address).toBe('/api/admin/lots?limit=50&cursor=a+b');
});

it('follows a list to its end', async () => {
  const pages: Record<string, Page<number>> = {
    first: { items: [1, 2], next_cursor: 'second' },
    second: { items: [3], next_cursor: null },
  };
  const read = async (cursor: string | null) => ({ ok: true as const, value: pages[cursor ?? 'first']! });
  expect(await wholeList(read)).toEqual({ ok: true, value: [1, 2, 3] });
});

it('gives no half list when a page fails', async () => {
  const failure = { ok: false as const, error: { code: 'OFFLINE' } };
  const read = async (cursor: string | null) =>
    cursor ? failure : { ok: true as const, value: { items: [1], next_cursor: 'next' } };
  expect(await wholeList<number>(read)).toBe(failure);
});
