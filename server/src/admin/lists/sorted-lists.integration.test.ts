import { afterAll, expect, test } from 'vitest';
import { HQ_LIST_QUERIES, LIST_FILTERS, sortsOf } from '#shared/contract/hq/list-queries.ts';
import { HQ_LIST_NAMES } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../../testing/open-test-server.ts';
import { LISTINGS } from './listings.ts';

const database = await createTestDatabase();
const { server, get, post, alger, oran, driver, newProduct, newDelivery } = await openTestHq(
  database.url,
  turnedClock('2026-12-01T10:00:00.000Z'),
);
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** All of a list, page by page. */
async function walk(path: string): Promise<Record<string, never>[]> {
  const items: Record<string, never>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body }: Answer = await get(`${path}&limit=2&cursor=${cursor}`);
    expect(status, path).toBe(200);
    items.push(...body.items);
    cursor = body.next_cursor;
  }
  return items;
}

test('[HQ-76] each list takes the sorts that the contract names, up and down, page by page, and no other', async () => {
  for (const price_ht of [300, 100, 300, 200]) await post('products', { ...newProduct(), price_ht });
  for (const planned_for of ['2027-05-02', '2027-05-01', '2027-05-02']) {
    await post('deliveries', newDelivery({ planned_for }));
  }
  for (const list of HQ_LIST_NAMES) {
    expect(Object.keys(LISTINGS[list].sorts).sort(), list).toEqual(sortsOf(list).sort());
    expect(LISTINGS[list].filters, list).toEqual(LIST_FILTERS[list]);
    const all = (await walk(`${list}?`)).length;
    for (const sort of sortsOf(list)) {
      const rows = await walk(`${list}?sort=${sort}`);
      const keys = rows.map((row) => row[sort.replace('-', '')] ?? '');
      const inOrder = keys.every((key, n) => {
        const next = keys[n + 1];
        return next === undefined || (sort.startsWith('-') ? !(key < next) : !(key > next));
      });
      expect([list, sort, inOrder, rows.length, new Set(rows.map((row) => JSON.stringify(row))).size]).toEqual([
        ...[list, sort, true, all, all],
      ]);
    }
    expect((await get(`${list}?sort=nonsense`)).status, list).toBe(400);
  }
});

test('[HQ-76] a cursor of one order is none of another with more columns', async () => {
  const { next_cursor } = (await get('products?limit=1&sort=code')).body;
  expect((await get(`lots?cursor=${next_cursor}`)).status).toBe(400);
});

test('[HQ-70] every list’s query is closed', () => {
  for (const list of HQ_LIST_NAMES) expect(HQ_LIST_QUERIES[list], list).toMatchObject({ additionalProperties: false });
});

test('[HQ-77] a search looks at so many rows, says that there may be more, and goes on behind them', async () => {
  const old = await post('clients', { name: 'Supérette Essalam', depot_ids: [alger] });
  const made = (await post('deliveries', newDelivery({ client_id: old.body.id, planned_for: '2026-12-02' }))).body;
  const fill = (many: number) =>
    server.owner.query(
      `INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht, total_tva,
         total_ttc, qr_payload)
       SELECT gen_random_uuid(), 'X' || $1 || '-' || n, $2, $3, $4, '2027-12-01', 'VALIDATED', '[]', 0, 0, 0, ''
       FROM generate_series(1, $1) AS n`,
      [many, oran, driver, newDelivery().client_id],
    );
  const before = (await get('deliveries?limit=1')).body.total;
  const found = (path: string) => get(path).then(({ body }) => body);
  await fill(LIMITS.adminSearch - before);
  // As many rows as one request looks at: whether more lie behind them is not known yet.
  const full = await found('deliveries?q=essalam');
  expect([full.items.length, full.total, full.total_is_exact]).toEqual([1, 1, false]);
  expect(await found(`deliveries?q=essalam&cursor=${full.next_cursor}`)).toMatchObject({
    items: [],
    next_cursor: null,
  });

  await fill(before + 1);
  const first = await found('deliveries?q=essalam');
  expect([first.items, first.total, first.total_is_exact]).toEqual([[], 0, false]);
  const second = await found(`deliveries?q=essalam&cursor=${first.next_cursor}`);
  expect([second.items.map(({ id }: { id: string }) => id), second.next_cursor]).toEqual([[made.id], null]);

  // One row fewer than it looks at, by a filter that an index finds: then it is known to be all.
  const days = await found('deliveries?q=essalam&to=2026-12-31');
  expect([days.items.length, days.total, days.total_is_exact]).toEqual([1, 1, true]);
  for (const q of [made.reference, ` ${made.reference.toLowerCase()} `]) {
    const named = await found(`deliveries?q=${encodeURIComponent(q)}`);
    expect(named.items.map(({ id }: { id: string }) => id)).toEqual([made.id]);
  }
});
