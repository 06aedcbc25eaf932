import { afterAll, afterEach, expect, test } from 'vitest';
import type { StockMoveRecord } from '#shared/contract/hq/stock.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { ABSENT, openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../../testing/open-test-server.ts';

const NOW = '2026-12-10T10:00:00.000Z';
const clock = turnedClock(NOW);
const database = await createTestDatabase();
const { server, get, post, said, alger, oran, driver, clerk, newProduct, newLot } = await openTestHq(
  database.url,
  clock,
);
const device = new TestDevice(driver);
const token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
await server.addUsers({ username: 'clerk.oran', name: 'Nadia', role: 'clerk', depot_id: oran, password: PASSWORD });
const oranClerk = (await server.signIn('clerk.oran', PASSWORD)).body.access_token;
const client = (await post('clients', { name: 'Épicerie Amel', depot_ids: [alger] })).body.id;
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** Whatever was entered: levels are sums of lots, and lots are what was received and moved. */
afterEach(async () => {
  const { rows } = await server.owner.query(
    `SELECT s.depot_id, s.product_id FROM stock_levels s WHERE s.quantity <>
       (SELECT coalesce(sum(l.remaining_quantity), 0) FROM lots l WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)
     UNION ALL SELECT l.depot_id, l.product_id FROM lots l WHERE l.remaining_quantity <> l.received_quantity +
       (SELECT coalesce(sum(m.quantity), 0) FROM stock_moves m WHERE m.lot_id = l.id)`,
  );
  expect(rows).toEqual([]);
});

const goods = async (): Promise<number> => (await post('products', newProduct())).body.id;
const DATES = { produced_at: '2026-12-01', expires_at: '2027-02-01' };
const enter = (paper: string, product_id: number, lot_number: string, quantity: number, more: object = {}) =>
  post(`stock/${paper}`, { depot_id: alger, product_id, lot_number, quantity, reason: 'inventaire', ...more });
const lotsOf = async (product: number, depot = alger): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await get(`lots?depot_id=${depot}&product_id=${product}`)).body.items.map(
      (lot: { lot_number: string; remaining_quantity: number }) => [lot.lot_number, lot.remaining_quantity],
    ),
  );
const levelOf = async (product: number, depot = alger) => (await get(`stock/${depot}:${product}`)).body.quantity;
async function sell(product_id: number, quantity: number): Promise<void> {
  const lines = [{ product_id, quantity, unit_price_ht: 28_500, tva_rate: 19 }];
  const payload = { client_id: client, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT', handed_over: true };
  const occurred_at = new Date(clock.now()).toISOString();
  const subject = { entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED', occurred_at };
  const body = device.pushBody([device.say({ ...subject, payload })], { sent_at: occurred_at });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
}

test('[STOCKCMD-1] a receipt makes a lot, or adds to one that is there, and closes what was missing', async () => {
  const product = await goods();
  await sell(product, 3);
  const { body: paper, status } = await enter('receipts', product, 'A', 10, DATES);
  expect(status).toBe(201);
  expect(paper).toMatchObject({ kind: 'RECEIPT', lot_number: 'A', quantity: 10, difference: 10, reason: 'inventaire' });
  expect(await lotsOf(product)).toEqual({ MANQUANT: 0, A: 7 });
  await sell(product, 9);
  const changes = await said(() => enter('receipts', product, ' a', 5));
  expect(await lotsOf(product)).toEqual({ MANQUANT: 0, A: 3 });
  expect(changes).toMatchObject([
    { action: 'STOCK_LEVEL_CHANGED', payload: { quantity: 3 }, keys: [`d:${alger}`] },
    { action: 'LOT_UPSERTED', payload: { lot_number: 'A', remaining_quantity: 3 } },
  ]);
});

test('[STOCKCMD-2] a count sets what was found, and its difference is a movement', async () => {
  const product = await goods();
  await post('lots', newLot({ product_id: product, lot_number: 'A', quantity: 10 }));
  expect((await enter('counts', product, 'A', 8)).body).toMatchObject({ quantity: 8, difference: -2 });
  expect((await enter('counts', product, 'A', 8)).body).toMatchObject({ difference: 0 });
  // One that nobody knew of.
  expect((await enter('counts', product, 'B', 4)).body.detail).toMatch(/produced_at/);
  expect((await enter('counts', product, 'B', 4, DATES)).body).toMatchObject({ difference: 4 });
  expect(await lotsOf(product)).toEqual({ A: 8, B: 4 });
  expect(await levelOf(product)).toBe(12);
});

test('[STOCKCMD-2] what is missing for good is closed by a count of 0, and never found under that name', async () => {
  const product = await goods();
  await sell(product, 2);
  expect((await enter('counts', product, 'manquant', 1)).status).toBe(400);
  expect((await enter('counts', product, 'MANQUANT', 0)).body).toMatchObject({ difference: 2 });
  expect(await levelOf(product)).toBe(0);
  expect((await enter('receipts', product, 'MANQUANT', 1, DATES)).status).toBe(400);
});

test('[STOCKCMD-3] what is thrown away leaves its lot, never more than it has', async () => {
  const product = await goods();
  await post('lots', newLot({ product_id: product, lot_number: 'A', quantity: 10 }));
  expect((await enter('waste', product, 'A', 3)).body).toMatchObject({ kind: 'WASTE', difference: -3 });
  const refused = await enter('waste', product, 'A', 8);
  expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
  expect((await enter('waste', product, 'X', 1)).status).toBe(404);
  expect(await levelOf(product)).toBe(7);
});

test('[STOCKCMD-4] a transfer leaves at once, is on its way, and arrives with a difference that is explained', async () => {
  const product = await goods();
  await post('lots', newLot({ product_id: product, lot_number: 'A', quantity: 10 }));
  let sent: Answer | undefined;
  const leaving = await said(async () => {
    sent = await enter('transfers', product, 'A', 6, { to_depot_id: oran });
  });
  const id = sent?.body.id;
  expect(sent?.body).toMatchObject({ state: 'IN_TRANSIT', quantity: 6, received_quantity: null, sent_by: 1 });
  expect(leaving).toMatchObject([
    { action: 'STOCK_LEVEL_CHANGED', payload: { depot_id: alger, quantity: 4 } },
    { action: 'LOT_UPSERTED', payload: { depot_id: alger, remaining_quantity: 4 } },
  ]);
  expect(await lotsOf(product, oran)).toEqual({});
  expect((await get('stock/transfers?state=IN_TRANSIT', oranClerk)).body.items).toEqual([sent?.body]);

  const receive = (body: object, by = oranClerk) => post(`stock/transfers/${id}/receive`, body, by);
  expect((await receive({ quantity: 5 })).body.detail).toMatch(/say why/);
  expect((await receive({ quantity: 5, reason: 'x' }, clerk)).status).toBe(404);
  const arriving = await said(() => receive({ quantity: 5, reason: 'une cassée' }));
  expect(arriving).toMatchObject([
    { action: 'STOCK_LEVEL_CHANGED', payload: { depot_id: oran, quantity: 5 } },
    { action: 'LOT_UPSERTED', payload: { depot_id: oran, remaining_quantity: 5 } },
  ]);
  expect(await lotsOf(product, oran)).toEqual({ A: 5 });
  const lot = (await get(`lots?depot_id=${oran}&product_id=${product}`)).body.items[0];
  expect(lot).toMatchObject({ produced_at: '2026-12-01', expires_at: '2027-02-01' });
  expect((await get(`stock/transfers/${id}`)).body).toMatchObject({
    ...{ state: 'RECEIVED', received_quantity: 5, received_reason: 'une cassée' },
  });
  // The same again is once; another number is not.
  expect((await receive({ quantity: 5, reason: 'x' })).status).toBe(200);
  expect((await receive({ quantity: 6 })).status).toBe(409);
  expect(await levelOf(product, oran)).toBe(5);
});

test.each<[string, () => Promise<Answer>, number]>([
  ['to itself', async () => enter('transfers', await goods(), 'A', 1, { to_depot_id: alger }), 400],
  ['to no depot', async () => enter('transfers', await goods(), 'A', 1, { to_depot_id: 99 }), 404],
  ['of no lot', async () => enter('transfers', await goods(), 'A', 1, { to_depot_id: oran }), 404],
  ['of no product', () => enter('transfers', 9_999, 'A', 1, { to_depot_id: oran }), 404],
  ['that nobody sent', () => post(`stock/transfers/${ABSENT}/receive`, { quantity: 1 }), 404],
])('[STOCKCMD-4] a transfer %s is refused', async (_name, wish, status) => {
  expect((await wish()).status).toBe(status);
});

test('[STOCKCMD-5] a clerk counts, throws away and receives in the own depot, and nothing else', async () => {
  const product = await goods();
  await post('lots', newLot({ product_id: product, lot_number: 'A', quantity: 10 }));
  const body = { depot_id: alger, product_id: product, lot_number: 'A', quantity: 1, reason: 'x', to_depot_id: oran };
  const statuses = async (who: string) =>
    Promise.all(
      ['counts', 'waste', 'receipts', 'transfers'].map(
        async (paper) => (await post(`stock/${paper}`, body, who)).status,
      ),
    );
  expect(await statuses(oranClerk)).toEqual([403, 403, 403, 403]);
  expect((await post('stock/counts', { ...body, quantity: 5 }, clerk)).status).toBe(201);
  expect((await post('stock/waste', body, clerk)).status).toBe(201);
  expect((await post('stock/receipts', body, clerk)).status).toBe(403);
  expect((await post('stock/transfers', body, clerk)).status).toBe(403);
  expect((await get('acts?what=LOT_WASTED')).body.items[0]).toMatchObject({
    ...{ entity_name: 'A', reason: 'x', before: { remaining_quantity: 5 }, after: { remaining_quantity: 4 } },
  });
});

test('[STOCKCMD-6] the ledger of a product or a lot says what moved it, by whom, and how much there was behind it', async () => {
  const product = await goods();
  const turn = async (work: Promise<unknown>) => {
    await work;
    clock.turn(1_000);
  };
  await turn(post('lots', newLot({ product_id: product, lot_number: 'A', quantity: 10 })));
  await turn(sell(product, 4));
  await turn(enter('receipts', product, 'B', 7, DATES));
  await turn(enter('waste', product, 'A', 1));
  await turn(enter('counts', product, 'B', 5));
  await turn(enter('transfers', product, 'B', 2, { to_depot_id: oran }));
  const path = `stock/moves?depot_id=${alger}&product_id=${product}`;
  const { items }: { items: StockMoveRecord[] } = (await get(path)).body;
  expect(items.map(({ cause, lot_number, quantity, balance }) => [cause, lot_number, quantity, balance])).toEqual([
    ['TRANSFER_SENT', 'B', -2, 8],
    ['COUNT', 'B', -2, 10],
    ['WASTE', 'A', -1, 12],
    ['RECEIPT', 'B', 7, 13],
    ['INVOICE_CREATED', 'A', -4, 6],
    ['RECEIPT', 'A', 10, 10],
  ]);
  expect(items[4]).toMatchObject({ reference: expect.stringMatching(/^FAC-ALG-/), user_id: driver });
  expect(items[1]).toMatchObject({ reason: 'inventaire', user_name: 'Admin' });
  const inPages: StockMoveRecord[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: Answer = await get(`${path}&limit=1${cursor && `&cursor=${cursor}`}`);
    inPages.push(...body.items);
    cursor = body.next_cursor;
  }
  expect(inPages).toEqual(items);
  const lot = (await get(`lots?depot_id=${alger}&product_id=${product}`)).body.items[0];
  const ofLot = (await get(`stock/moves?lot_id=${lot.id}`)).body.items as StockMoveRecord[];
  expect(ofLot.map(({ balance }) => balance)).toEqual([5, 6, 10]);
  expect((await get('stock/moves')).status).toBe(400);
  expect((await get(`stock/moves?lot_id=${lot.id}&cursor=x`)).status).toBe(400);
  expect((await get(`stock/moves?lot_id=${lot.id}`, oranClerk)).body.items).toEqual([]);
  expect((await get(path, oranClerk)).status).toBe(403);
});
