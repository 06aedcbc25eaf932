import { afterAll, beforeAll, expect, test } from 'vitest';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const HOUR = 60 * 60_000;
const clock = turnedClock('2026-12-30T22:00:00.000Z');
const database = await createTestDatabase();
const { server, get, post, said, alger, driver, clerk, newProduct } = await openTestHq(database.url, clock);
const phone = new TestDevice(driver);
let token = '';
let admin = '';
let client = '';
let cheese = 0;
let milk = 0;
const signIn = async () => {
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
};
beforeAll(async () => {
  await signIn();
  client = (await post('clients', { name: 'Café Nour', depot_ids: [alger] })).body.id;
  cheese = (await post('products', newProduct())).body.id;
  milk = (await post('products', newProduct())).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const add = (rule: object, who = admin) => post('tva-rules', { reason: 'loi de finances 2027', ...rule }, who);
const NEW_YEAR = { since: '2027-01-01', tva_rate: 9 };

/** What HQ makes of an invoice of 100 DA that a phone recorded then, at the rate that it knew. */
async function booked(occurred_at: string, tva_rate: number, product_id = cheese) {
  const lines = [{ product_id, quantity: 1, unit_price_ht: 100_00, tva_rate }];
  const payload = { client_id: client, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT' };
  const entity_id = crypto.randomUUID();
  const event = phone.say({ entity_type: 'INVOICE', entity_id, action: 'INVOICE_CREATED', payload, occurred_at });
  const body = phone.pushBody([event], { sent_at: new Date(clock.now()).toISOString() });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  const alerts = (await get('alerts', admin)).body.items.filter(
    ({ kind, event_id }: Record<string, unknown>) => kind === 'TOTALS_DIFFER' && event_id === event.id,
  );
  const { lines: stood, total_tva } = (await get(`invoices/${entity_id}`, admin)).body;
  return { rate: stood[0].tva_rate, tva: total_tva / 100, differs: alerts.length > 0 };
}

test('[TVA-2] a rate begins on a day that has not begun, by whoever keeps the books, and is told with its products', async () => {
  for (const wrong of [
    { since: '2026-12-30' },
    { since: '2027-02-30' },
    { tva_rate: 9.123456 },
    { product_ids: [] },
    { product_ids: [cheese, 999_999] },
  ]) {
    expect((await add({ ...NEW_YEAR, product_ids: [cheese], ...wrong })).status, JSON.stringify(wrong)).toBe(400);
  }
  expect((await add({ ...NEW_YEAR, product_ids: [cheese] }, clerk)).status).toBe(403);
  const told = await said(() => add({ ...NEW_YEAR, product_ids: [cheese] }));
  expect(told).toMatchObject([
    { action: 'PRODUCT_UPSERTED', entity_id: String(cheese), payload: { tva_rate: 19, tva_rates: [NEW_YEAR] } },
  ]);
  expect((await get('tva-rules')).body.items).toMatchObject([
    { ...NEW_YEAR, product_ids: [cheese], reason: 'loi de finances 2027', user_name: 'Admin', is_replaced: false },
  ]);
  const [act] = (await get('acts', admin)).body.items;
  expect(act).toMatchObject({ what: 'TVA_RULE_ADDED', after: NEW_YEAR, reason: 'loi de finances 2027' });
  const snapshot = await server.call('GET', '/api/sync/bootstrap', { token });
  expect(
    snapshot.body.entities.products.map(({ tva_rates }: { tva_rates: unknown }) => tva_rates ?? null),
  ).toContainEqual([NEW_YEAR]);
});

test('[TVA-1] the rate of the day on which an invoice was recorded applies, whenever it arrives', async () => {
  expect(await booked('2026-12-30T22:00:00.000Z', 19)).toEqual({ rate: 19, tva: 19, differs: false });
  clock.turn(26 * HOUR);
  await signIn();
  // Recorded at 23:30 in Algiers on the last day of the former rate, handed in under the new one.
  expect(await booked('2026-12-31T22:30:00.000Z', 19)).toEqual({ rate: 19, tva: 19, differs: false });
  expect(await booked('2026-12-31T23:30:00.000Z', 9)).toEqual({ rate: 9, tva: 9, differs: false });
  // A phone that nobody told: the server's stands, and HQ hears of it.
  expect(await booked('2026-12-31T23:31:00.000Z', 19)).toEqual({ rate: 9, tva: 9, differs: true });
  expect(await booked('2026-12-31T23:32:00.000Z', 19, milk)).toEqual({ rate: 19, tva: 19, differs: false });
});

test('[TVA-3] a product that follows a dated rate takes no other by hand; the one that holds changes nothing', async () => {
  const change = async (body: object) => {
    const headers = { 'if-match': String((await get(`products/${cheese}`, admin)).headers.etag) };
    return server.call('PATCH', `/api/admin/products/${cheese}`, { token: admin, body, headers });
  };
  expect((await change({ tva_rate: 14 })).status).toBe(400);
  expect(await change({ tva_rate: 9, unit: 'boîte' })).toMatchObject({
    status: 200,
    body: { tva_rate: 19, unit: 'boîte', tva_rates: [NEW_YEAR] },
  });
});

test('[TVA-2] a later rate for the same day replaces one that has not begun; the past is never changed', async () => {
  expect((await add({ since: '2027-03-01', tva_rate: 14, product_ids: [cheese, milk] })).status).toBe(201);
  expect((await add({ since: '2027-03-01', tva_rate: 0, product_ids: [cheese] })).status).toBe(201);
  expect((await add({ since: '2027-03-01', tva_rate: 9, product_ids: [milk] })).status).toBe(201);
  const { items } = (await get('tva-rules', admin)).body;
  expect(items.map(({ is_replaced }: { is_replaced: boolean }) => is_replaced)).toEqual([false, true, false, false]);
  expect((await get(`products/${cheese}`, admin)).body.tva_rates).toEqual([
    NEW_YEAR,
    { since: '2027-03-01', tva_rate: 0 },
  ]);
  await expect(server.owner.query('UPDATE tva_rules SET since = since')).rejects.toThrow(/append-only/);
});
