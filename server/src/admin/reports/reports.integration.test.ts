import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const clock = turnedClock('2026-11-30T22:59:50.000Z');
const database = await createTestDatabase();
const { server, get, post, alger, oran, driver, clerk, newProduct } = await openTestHq(database.url, clock);
const phone = new TestDevice(driver);
let token = '';
let client = '';
let product = 0;
let oranClerk = '';
beforeAll(async () => {
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  await post('users', { username: 'clerk.oran', name: 'O', role: 'clerk', depot_id: oran, password: PASSWORD });
  oranClerk = (await server.signIn('clerk.oran', PASSWORD)).body.access_token;
  client = (await post('clients', { name: 'Café Nour', depot_ids: [alger] })).body.id;
  product = (await post('products', newProduct())).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const at = () => new Date(clock.now()).toISOString();

/** An invoice of so many pieces at 100 DA, on credit. */
async function invoice(quantity: number): Promise<string> {
  const lines = [{ product_id: product, quantity, unit_price_ht: 100_00, tva_rate: 19 }];
  const payload = { client_id: client, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT' };
  const subject = { entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED' };
  const event = phone.say({ ...subject, payload, occurred_at: at() });
  const body = phone.pushBody([event], { sent_at: at() });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  clock.turn(1_000);
  return event.entity_id;
}

const papers: string[] = [];

test('[RPT-2] a client’s statement begins with what it owed, tells each change with its paper, and ends with what it owes', async () => {
  papers.push(await invoice(1));
  // Midnight in Algiers.
  clock.turn(20_000);
  papers.push(await invoice(2), await invoice(3));
  await post('payments', { client_id: client, amount: 200_00, method: 'TRANSFER' });
  clock.turn(1_000);
  await post(`invoices/${papers[2]}/cancel`, { reason: 'double' });
  const december = (await get(`clients/${client}/statement?from=2026-12-01&to=2026-12-31`)).body;
  expect(december).toMatchObject({ client_name: 'Café Nour', opening: 119_00, closing: 157_00 });
  expect(december.items.map(({ kind, amount, balance }: Record<string, unknown>) => [kind, amount, balance])).toEqual([
    ['INVOICE', 238_00, 357_00],
    ['INVOICE', 357_00, 714_00],
    ['PAYMENT', -200_00, 514_00],
    ['INVOICE_CANCELLED', -357_00, 157_00],
  ]);
  expect(december.items[0].reference).toMatch(/^FAC-ALG-2026-\d{6}$/);
  const november = (await get(`clients/${client}/statement?from=2026-11-01&to=2026-11-30`)).body;
  expect(november).toMatchObject({ opening: 0, closing: 119_00, items: [{ balance: 119_00 }] });
});

test('[RPT-2] a clerk reads the statements of the own depot’s clients; days that cannot be are refused', async () => {
  const path = `clients/${client}/statement`;
  expect((await get(path, clerk)).status).toBe(200);
  expect((await get(path, oranClerk)).status).toBe(404);
  expect((await get(`${path}?from=2026-02-30`)).status).toBe(400);
  expect((await get(`${path}?from=2026-12-02&to=2026-12-01`)).status).toBe(400);
});

test('[RPT-2] a statement holds as many lines as a page can', async () => {
  const { body } = await post('clients', { name: 'Grand compte', depot_ids: [alger] });
  const book = (count: number) =>
    server.deps.database.query(
      `INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
       SELECT 'PAYMENT', gen_random_uuid(), $1, 0, '2026-12-05T10:00:00Z' FROM generate_series(1, $2)`,
      [body.id, count],
    );
  const path = `clients/${body.id}/statement?from=2026-12-05&to=2026-12-05`;
  await book(LIMITS.statementRows);
  expect((await get(path)).body.items).toHaveLength(LIMITS.statementRows);
  await book(1);
  expect((await get(path)).status).toBe(400);
});

test('[RPT-3] the numbers of a month are told by depot and day, cancelled ones among them, and a gap is named', async () => {
  await post(`invoices/${papers[1]}/credit-notes`, {
    ...{ reason: 'rendu', goods_back: false, lines: [{ product_id: product, quantity: 1 }] },
  });
  const month = async () => (await get(`reports/numbers?month=2026-12&depot_id=${alger}`)).body;
  expect(await month()).toMatchObject({
    series: [
      { series: 'FAC', depot_id: alger, year: 2026, last: 3, papers: 3, cancelled: 1, missing: [] },
      { series: 'AV', last: 1, papers: 1, cancelled: 0, missing: [] },
    ],
    days: [
      {
        ...{ series: 'FAC', day: '2026-12-01', first: 'FAC-ALG-2026-000002', last: 'FAC-ALG-2026-000003' },
        ...{ papers: 2, cancelled: 1, total_ttc: 238_00 },
      },
      { series: 'AV', day: '2026-12-01', papers: 1, total_ttc: 119_00 },
    ],
  });
  // Somebody has torn a paper out of the book.
  await server.deps.database.query(`UPDATE document_counters SET last = 6 WHERE series = 'FAC' AND depot_id = $1`, [
    alger,
  ]);
  expect((await month()).series[0].missing).toEqual([{ from: 4, to: 6 }]);
  expect((await get('reports/numbers?month=2026-13')).status).toBe(400);
  expect((await get(`reports/numbers?depot_id=${oran}`, clerk)).status).toBe(403);
});

test('[HQ-74] a list of papers says what they come to, without those that were cancelled', async () => {
  expect((await get(`invoices?client_id=${client}`)).body.sums).toEqual({
    ...{ total_ht: 300_00, total_tva: 57_00, stamp_duty: 0, total_ttc: 357_00 },
  });
  expect((await get(`payments?client_id=${client}`)).body.sums).toEqual({ amount: 200_00 });
  expect((await get(`credit-notes?client_id=${client}`)).body.sums).toMatchObject({ total_ttc: 119_00 });
  expect((await get('products')).body.sums).toBeUndefined();
  const owing = (await get('clients?owing=true')).body;
  expect(owing.items.map(({ name }: { name: string }) => name)).toEqual(['Café Nour']);
  expect(owing.sums).toEqual({ balance: 38_00 });
});

test('[RPT-4] a month’s sales stand by rate, without cancelled invoices, with what was credited and the stamp duty', async () => {
  expect((await get(`reports/tva?month=2026-12&depot_id=${alger}`)).body).toEqual({
    month: '2026-12',
    rates: [{ tva_rate: 19, base_ht: 200_00, tva: 38_00, credited_ht: 100_00, credited_tva: 19_00 }],
    ...{ stamp_duty: 0, total_ttc: 238_00, credited_ttc: 119_00 },
  });
  expect((await get('reports/tva?month=2026-11')).body.rates).toMatchObject([{ base_ht: 100_00, credited_ht: 0 }]);
  expect((await get(`reports/tva?depot_id=${oran}`, clerk)).status).toBe(403);
});

test('[RPT-6] the cheques of some days, from deliveries and apart from them, are told for the bank', async () => {
  const cheque = { bank: 'BNA', number: '0012' };
  const { body: kept } = await post('payments', { client_id: client, amount: 90_00, method: 'CHEQUE', cheque });
  const { body: bounced } = await post('payments', { client_id: client, amount: 10_00, method: 'CHEQUE', cheque });
  await post(`payments/${bounced.id}/cancel`, { reason: 'sans provision' });
  const delivery = (
    await post('deliveries', {
      ...{ depot_id: alger, driver_user_id: driver, client_id: client, planned_for: '2026-12-01' },
      lines: [{ product_id: product, quantity: 1, unit_price_ht: 100_00, tva_rate: 19 }],
    })
  ).body;
  const event = phone.say({
    ...{ entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_VALIDATED', occurred_at: at() },
    payload: {
      ...{ qr_scanned: delivery.qr_payload, validated_at: at() },
      cheque: { bank: 'CPA', number: '77', amount: 119_00 },
    },
  });
  const body = phone.pushBody([event], { sent_at: at() });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  const report = (await get('reports/cheques?from=2026-12-01&to=2026-12-01')).body;
  expect(report).toMatchObject({ total: 209_00 });
  expect(report.items).toContainEqual(
    expect.objectContaining({ id: kept.id, client_name: 'Café Nour', bank: 'BNA', number: '0012', reference: null }),
  );
  expect(report.items).toContainEqual(
    expect.objectContaining({ id: delivery.id, bank: 'CPA', amount: 119_00, reference: delivery.reference }),
  );
  expect((await get('reports/cheques?from=2026-11-01&to=2026-11-30')).body.items).toEqual([]);
});

const days = 'from=2026-12-01&to=2026-12-01';
const chequesIn = async (state: string): Promise<Record<string, unknown>[]> =>
  (await get(`reports/cheques?${days}&state=${state}`)).body.items;
const balanceOf = async (): Promise<number> => (await get(`clients/${client}`)).body.balance;
const idOf = async (reference: string | null): Promise<string> =>
  String((await chequesIn('TO_DEPOSIT')).find((cheque) => (cheque.reference === null) === (reference === null))?.id);

test('[RPT-11] cheques go to the bank in one act, once, and not those that are none or count no more', async () => {
  const [paid, delivered] = [await idOf(null), await idOf('BL')];
  const before = await balanceOf();
  expect((await post('cheques/deposit', { cheque_ids: [paid, crypto.randomUUID()] })).status).toBe(404);
  expect((await chequesIn('DEPOSITED')).length).toBe(0);
  const first = await post('cheques/deposit', { cheque_ids: [paid, delivered] });
  expect(first).toMatchObject({ status: 200, body: { total: 209_00, items: [{ deposited_at: at() }, {}] } });
  clock.turn(1_000);
  expect((await post('cheques/deposit', { cheque_ids: [paid, delivered] })).body).toEqual(first.body);
  expect((await chequesIn('DEPOSITED')).map(({ id }) => id)).toEqual(
    first.body.items.map(({ id }: { id: string }) => id),
  );
  expect([await chequesIn('TO_DEPOSIT'), await chequesIn('BOUNCED')]).toEqual([[], []]);
  expect(await balanceOf()).toBe(before);
  const { rows } = await server.deps.database.query(
    "SELECT entity_type FROM acts WHERE what = 'CHEQUE_DEPOSITED' ORDER BY 1",
  );
  expect(rows).toEqual([{ entity_type: 'DELIVERY' }, { entity_type: 'PAYMENT' }]);
  const tooMany = Array.from({ length: LIMITS.chequesDeposited + 1 }, () => crypto.randomUUID());
  expect((await post('cheques/deposit', { cheque_ids: tooMany })).status).toBe(400);
  expect((await post('cheques/deposit', { cheque_ids: tooMany.slice(1) })).status).toBe(404);
});

test('[PAY-5] a cheque that bounces is owed again, once, whether it came with a delivery or apart from one, and HQ is alerted', async () => {
  const deposited = await chequesIn('DEPOSITED');
  const balance = await balanceOf();
  let owed = balance;
  for (const { id, amount, bank, number, reference } of deposited) {
    const bounce = () => post(`cheques/${id}/bounce`, { reason: ' sans provision ' });
    const [first, again] = [await bounce(), await bounce()];
    expect(first.body).toMatchObject({ id, amount, bounced_at: at(), bounce_reason: 'sans provision' });
    expect(again.body).toEqual(first.body);
    owed += Number(amount);
    expect(await balanceOf()).toBe(owed);
    const alert = (await get('alerts?kind=CHEQUE_BOUNCED')).body.items.find(
      ({ details }: { details: Record<string, unknown> }) => details.number === number,
    );
    expect(alert).toMatchObject({
      ...{ kind: 'CHEQUE_BOUNCED', depot_id: alger },
      details: { client_id: client, bank, number, amount, owed, reason: 'sans provision' },
    });
    const [line] = (await get(`clients/${client}/statement?${days}`)).body.items.slice(-1);
    const kind = reference === null ? 'PAYMENT_CANCELLED' : 'CHEQUE_BOUNCED';
    expect(line).toMatchObject({ kind, source_id: id, reference, amount, balance: owed });
    clock.turn(1_000);
  }
  expect(owed).toBe(balance + 209_00);
  expect((await chequesIn('BOUNCED')).length).toBe(2);
  expect((await get(`reports/cheques?${days}`)).body).toMatchObject({ items: [], total: 0 });
  expect((await post('cheques/deposit', { cheque_ids: [deposited[0]?.id] })).status).toBe(409);
  expect((await post(`cheques/${crypto.randomUUID()}/bounce`, { reason: 'x' })).status).toBe(404);
  expect((await post(`cheques/${deposited[0]?.id}/bounce`, { reason: ' ' })).status).toBe(400);
  const cancelled = (
    await post('payments', { client_id: client, amount: 1_00, method: 'CHEQUE', cheque: { bank: 'B', number: '9' } })
  ).body;
  await post(`payments/${cancelled.id}/cancel`, { reason: 'erreur' });
  expect((await post(`cheques/${cancelled.id}/bounce`, { reason: 'x' })).status).toBe(409);
  const cash = (await post('payments', { client_id: client, amount: 1_00, method: 'CASH' })).body;
  expect((await post(`cheques/${cash.id}/bounce`, { reason: 'x' })).status).toBe(404);
});
