import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { SHIPPED_STAMP_DUTY } from '#shared/domain/stamp-duty.ts';
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
let client = '';
let product = 0;
let admin: string;
beforeAll(async () => {
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  client = (await post('clients', { name: 'Café Nour', depot_ids: [alger] })).body.id;
  product = (await post('products', { ...newProduct(), tva_rate: 0 })).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const MARGINAL: StampRule = { ...SHIPPED_STAMP_DUTY, since: '2027-01-01', reading: 'marginal' };
const add = (rule: object, who = admin) => post('stamp-rules', { rule, reason: 'loi de finances 2027' }, who);

/** What HQ makes of a cash invoice of 50 000 DA with TVA that a phone recorded then, with the stamp that it had computed. */
async function stampOf(occurred_at: string, claimed: StampRule) {
  const lines = [{ product_id: product, quantity: 1, unit_price_ht: 50_000_00, tva_rate: 0 }];
  const payload = { client_id: client, lines, ...totalsOf(lines, 'CASH', claimed), payment: 'CASH' };
  const entity_id = crypto.randomUUID();
  const event = phone.say({ entity_type: 'INVOICE', entity_id, action: 'INVOICE_CREATED', payload, occurred_at });
  const body = phone.pushBody([event], { sent_at: new Date(clock.now()).toISOString() });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  const alerts = (await get('alerts', admin)).body.items.filter(
    ({ kind, event_id }: Record<string, unknown>) => kind === 'TOTALS_DIFFER' && event_id === event.id,
  );
  return { stamp: (await get(`invoices/${entity_id}`, admin)).body.stamp_duty / 100, differs: alerts.length > 0 };
}

test('[STAMP-2] a rule begins on a day that has not begun, by whoever keeps the books, with its author and reason', async () => {
  expect((await add(MARGINAL)).status).toBe(409);
  const headers = { 'if-match': String((await get('company')).headers.etag) };
  const written = await server.call('PUT', '/api/admin/company', {
    token: admin,
    body: { name: 'Manchengo' },
    headers,
  });
  expect(written.status).toBe(200);
  // Still the 30th in Algiers at 23:00; the 31st is the first day that has not begun.
  expect((await add({ ...MARGINAL, since: '2026-12-30' })).status).toBe(409);
  expect((await add({ ...MARGINAL, since: '2027-02-30' })).status).toBe(400);
  expect((await add({ ...MARGINAL, bands: [{ up_to: 100, per_slice: 1 }] })).status).toBe(400);
  expect((await add(MARGINAL, clerk)).status).toBe(403);
  const told = await said(() => add(MARGINAL));
  expect(told).toMatchObject([{ action: 'COMPANY_UPSERTED', payload: { name: 'Manchengo', stamp_rules: [MARGINAL] } }]);
  expect((await get('stamp-rules')).body).toMatchObject({
    shipped: SHIPPED_STAMP_DUTY,
    items: [{ rule: MARGINAL, reason: 'loi de finances 2027', user_name: 'Admin', is_replaced: false }],
  });
  const snapshot = await server.call('GET', '/api/sync/bootstrap', { token });
  expect(snapshot.body.company).toMatchObject({ name: 'Manchengo', stamp_rules: [MARGINAL] });
});

test('[STAMP-1] [STAMP-3] the rule of the day on which an invoice was recorded applies, whenever it arrives', async () => {
  expect(await stampOf('2026-12-30T22:00:00.000Z', SHIPPED_STAMP_DUTY)).toEqual({ stamp: 750, differs: false });
  clock.turn(26 * HOUR);
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  // Recorded at 23:30 in Algiers on the last day of the former rule, handed in under the new one.
  expect(await stampOf('2026-12-31T22:30:00.000Z', SHIPPED_STAMP_DUTY)).toEqual({ stamp: 750, differs: false });
  expect(await stampOf('2026-12-31T23:30:00.000Z', MARGINAL)).toEqual({ stamp: 600, differs: false });
  // A phone that nobody told: the server's stands, and HQ hears of it.
  expect(await stampOf('2026-12-31T23:31:00.000Z', SHIPPED_STAMP_DUTY)).toEqual({ stamp: 600, differs: true });
});

test('[STAMP-2] a later rule for the same day replaces one that has not begun; the past is never changed', async () => {
  const flat: StampRule = { ...MARGINAL, since: '2027-03-01', reading: 'flat', minimum: 50_00 };
  expect((await add(flat)).status).toBe(201);
  expect((await add({ ...flat, minimum: 60_00 })).status).toBe(201);
  const { items } = (await get('stamp-rules', admin)).body;
  expect(items.map(({ is_replaced }: { is_replaced: boolean }) => is_replaced)).toEqual([false, true, false]);
  await expect(server.owner.query('UPDATE stamp_rules SET since = since')).rejects.toThrow(/append-only/);
  expect((await add(MARGINAL)).status).toBe(409);
});
