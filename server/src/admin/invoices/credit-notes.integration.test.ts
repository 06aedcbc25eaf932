import { afterAll, expect, test } from 'vitest';
import type { Payment } from '#shared/contract/events.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { ABSENT, openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const clock = turnedClock(NOW);
const database = await createTestDatabase();
const { server, get, post, said, alger, oran, driver, clerk, newProduct, newLot } = await openTestHq(
  database.url,
  clock,
);
const device = new TestDevice(driver);
const token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
const client = (await post('clients', { name: 'Épicerie Amel', depot_ids: [alger] })).body.id;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const lineOf = (product_id: number, quantity: number) => ({
  ...{ product_id, quantity, unit_price_ht: 28_500, tva_rate: 19 },
});
const push = async (event: object) => {
  const answer = await server.call('POST', '/api/sync/push', {
    token,
    body: device.pushBody([event], { sent_at: NOW }),
  });
  expect(answer.body.failed_events).toEqual([]);
};

async function invoiced(
  product_id: number,
  quantity: number,
  more: { payment?: Payment; [name: string]: unknown } = {},
) {
  const lines = [lineOf(product_id, quantity)];
  const { payment = 'CREDIT' } = more;
  const payload = { client_id: client, lines, ...totalsOf(lines, payment), payment, ...more };
  const entity_id = crypto.randomUUID();
  await push(device.say({ entity_type: 'INVOICE', entity_id, action: 'INVOICE_CREATED', occurred_at: NOW, payload }));
  return (await get(`invoices/${entity_id}`)).body;
}
async function delivered(product_id: number, quantity: number) {
  const lines = [lineOf(product_id, quantity)];
  const plan = { depot_id: alger, driver_user_id: driver, client_id: client, planned_for: '2026-11-22', lines };
  const { body: delivery } = await post('deliveries', plan);
  const payload = { qr_scanned: delivery.qr_payload, validated_at: NOW };
  const subject = { entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_VALIDATED', occurred_at: NOW };
  await push(device.say({ ...subject, payload }));
  return delivery;
}
const goods = async (): Promise<number> => (await post('products', newProduct())).body.id;
const receive = (product_id: number, quantity: number, lot_number: string, produced_at = '2026-11-01') =>
  post('lots', newLot({ product_id, quantity, lot_number, produced_at }));
const lotsOf = async (product: number): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await get(`lots?depot_id=${alger}&product_id=${product}`)).body.items.map(
      (lot: { lot_number: string; remaining_quantity: number }) => [lot.lot_number, lot.remaining_quantity],
    ),
  );
const levelOf = async (product: number) => (await get(`stock/${alger}:${product}`)).body.quantity;
const balance = async (): Promise<number> => (await get(`clients/${client}`)).body.balance;
const credit = (invoice: { id: string }, product_id: number, quantity: number, goods_back = false) =>
  post(`invoices/${invoice.id}/credit-notes`, { reason: 'abîmé', goods_back, lines: [{ product_id, quantity }] });

test('[CREDIT-1] [CREDIT-2] [CREDIT-3] goods are credited at the invoice’s prices, in a series of their own, never more than is left', async () => {
  const product = await goods();
  const invoice = await invoiced(product, 5);
  const { body: note, status } = await credit(invoice, product, 2);
  expect(status).toBe(201);
  expect(note).toMatchObject({
    ...{ invoice_id: invoice.id, invoice_reference: invoice.reference, reason: 'abîmé', goods_back: false },
    ...{ lines: [lineOf(product, 2)], total_ht: 57_000, total_tva: 10_830, total_ttc: 67_830 },
  });
  const more = await credit(invoice, product, 4);
  expect(more).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect(more.body.detail).toMatch(/only 3 are left on FAC-ALG-2026/);
  const { body: rest } = await credit(invoice, product, 3);
  const numbers = [note, rest].map(({ reference }) => reference);
  expect(numbers).toEqual(['AV-ALG-2026-000001', 'AV-ALG-2026-000002']);
  expect((await credit(invoice, product, 1)).status).toBe(409);
  expect((await get(`credit-notes?invoice_id=${invoice.id}`)).body.items).toEqual([rest, note].toSorted(newestFirst));
  expect((await get(`credit-notes/${note.id}`)).body).toEqual(note);
  expect((await get(`invoices/${invoice.id}`)).body).toMatchObject({ credited_ttc: invoice.total_ttc });
});
const newestFirst = (a: { id: string }, b: { id: string }) => (a.id < b.id ? 1 : -1);

test('[CREDIT-5] the client owes less, and its depots, the invoice’s author and the hub hear of it', async () => {
  const product = await goods();
  const invoice = await invoiced(product, 2);
  const before = await balance();
  const changes = await said(() => credit(invoice, product, 1));
  expect(await balance()).toBe(before - 33_915);
  expect(changes).toMatchObject([
    {
      action: 'INVOICE_REF_ASSIGNED',
      payload: { id: invoice.id, credited_ttc: 33_915 },
      keys: [`h:${alger}`, `u:${driver}`],
    },
    { action: 'CLIENT_UPSERTED', payload: { balance: before - 33_915 }, keys: [`d:${alger}`] },
  ]);
});

test('[CREDIT-2] stamp duty is not given back: it was due on the cash', async () => {
  const product = await goods();
  const invoice = await invoiced(product, 2, { payment: 'CASH' });
  expect(invoice.stamp_duty).toBeGreaterThan(0);
  const { body: note } = await credit(invoice, product, 2);
  expect(note.total_ttc).toBe(invoice.total_ttc - invoice.stamp_duty);
});

test('[CREDIT-4] goods of a van sale and of a delivery go back into the lots that they left', async () => {
  const product = await goods();
  await receive(product, 3, 'OLD');
  await receive(product, 9, 'NEW', '2026-11-02');
  const sale = await invoiced(product, 5, { handed_over: true });
  expect(await lotsOf(product)).toEqual({ OLD: 0, NEW: 7 });
  const changes = await said(() => credit(sale, product, 3, true));
  expect(await lotsOf(product)).toEqual({ OLD: 1, NEW: 9 });
  expect(changes.find(({ action }) => action === 'STOCK_LEVEL_CHANGED')).toMatchObject({ payload: { quantity: 10 } });
  expect((await credit(sale, product, 2, true)).status).toBe(201);

  const delivery = await delivered(product, 4);
  const invoice = await invoiced(product, 4, { delivery_id: delivery.id });
  expect(await levelOf(product)).toBe(8);
  expect((await credit(invoice, product, 4, true)).status).toBe(201);
  expect(await lotsOf(product)).toEqual({ OLD: 3, NEW: 9 });
  // Invoiced anew, its goods are back already.
  const anew = await invoiced(product, 4, { delivery_id: delivery.id });
  expect((await credit(anew, product, 1, true)).body.detail).toMatch(/only 0 left the stock/);
});

test('[CREDIT-4] goods that were booked as missing close that, or join what settled it', async () => {
  const product = await goods();
  const sale = await invoiced(product, 6, { handed_over: true });
  expect(await lotsOf(product)).toEqual({ MANQUANT: -6 });
  await receive(product, 4, 'LATE');
  expect((await credit(sale, product, 3, true)).status).toBe(201);
  expect(await lotsOf(product)).toEqual({ MANQUANT: 0, LATE: 1 });
  expect(await levelOf(product)).toBe(1);
});

test('[CREDIT-4] what never left the stock does not come back', async () => {
  const product = await goods();
  const invoice = await invoiced(product, 2);
  const refused = await credit(invoice, product, 1, true);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toMatch(/enter a receipt/);
  expect((await get(`credit-notes?invoice_id=${invoice.id}`)).body.items).toEqual([]);
});

test('[CREDIT-6] a delivery whose invoice is credited whole, or cancelled, is invoiced anew', async () => {
  const product = await goods();
  const delivery = await delivered(product, 2);
  const first = await invoiced(product, 2, { delivery_id: delivery.id });
  expect((await credit(first, product, 2)).status).toBe(201);
  const second = await invoiced(product, 2, { delivery_id: delivery.id });
  expect((await post(`invoices/${second.id}/cancel`, { reason: 'erreur' })).status).toBe(200);
  const third = await invoiced(product, 2, { delivery_id: delivery.id });
  expect(third.reference).toMatch(/^FAC-ALG-2026-/);
});

test('[CREDIT-7] a cancelled invoice keeps its number, is owed no more, and is cancelled once', async () => {
  const product = await goods();
  const before = await balance();
  for (const payment of ['CREDIT', 'CASH'] as const) {
    const invoice = await invoiced(product, 2, { payment });
    const changes = await said(async () => {
      const { body } = await post(`invoices/${invoice.id}/cancel`, { reason: 'mauvais client' });
      expect(body).toMatchObject({ reference: invoice.reference, cancelled_at: NOW });
      expect((await post(`invoices/${invoice.id}/cancel`, { reason: 'encore' })).body).toEqual(body);
    });
    expect(changes.filter(({ action }) => action === 'INVOICE_REF_ASSIGNED')).toMatchObject([
      { payload: { id: invoice.id, cancelled_at: NOW } },
    ]);
    expect((await credit(invoice, product, 1)).body.detail).toMatch(/is cancelled/);
  }
  expect(await balance()).toBe(before);
});

test('[CREDIT-7] what has credit notes, or took goods itself, is credited instead', async () => {
  const product = await goods();
  const credited = await invoiced(product, 2);
  await credit(credited, product, 1);
  await receive(product, 3, 'A');
  const sale = await invoiced(product, 2, { handed_over: true });
  for (const [invoice, why] of [
    [credited, /has credit notes/],
    [sale, /make a credit note/],
  ] as const) {
    const refused = await post(`invoices/${invoice.id}/cancel`, { reason: 'x' });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatch(why);
  }
});

test('[CREDIT-1] an unknown invoice is 404, an empty note 400, and a clerk reads its own depot’s notes and makes none', async () => {
  const lines = [{ product_id: 1, quantity: 1 }];
  const note = { reason: 'x', goods_back: false, lines };
  expect((await post(`invoices/${ABSENT}/credit-notes`, note)).status).toBe(404);
  expect((await post(`invoices/${ABSENT}/cancel`, { reason: 'x' })).status).toBe(404);
  expect((await post(`invoices/${ABSENT}/credit-notes`, { ...note, lines: [] })).status).toBe(400);
  expect((await post(`invoices/${ABSENT}/credit-notes`, note, clerk)).status).toBe(403);
  expect((await get('credit-notes', clerk)).status).toBe(200);
  expect((await get(`credit-notes?depot_id=${oran}`, clerk)).status).toBe(403);
});
