import { afterAll, expect, test } from 'vitest';
import type { LotRecipient } from '#shared/contract/hq/stock.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { ABSENT, openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const NOW = '2026-12-10T10:00:00.000Z';
const clock = turnedClock(NOW);
const database = await createTestDatabase();
const { server, get, post, said, alger, oran, driver, clerk, clerkId, newProduct, newLot } = await openTestHq(
  database.url,
  clock,
);
const device = new TestDevice(driver);
const token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
const newClient = async (name: string, phone: string): Promise<string> =>
  (await post('clients', { name, phone, depot_ids: [alger] })).body.id;
const [amel, nour] = [await newClient('Épicerie Amel', '0550 11'), await newClient('Café Nour', '0550 22')];
afterAll(async () => {
  await server.close();
  await database.drop();
});

const goods = async (): Promise<number> => (await post('products', newProduct())).body.id;
const lineOf = (product_id: number, quantity: number) => ({
  product_id,
  quantity,
  unit_price_ht: 28_500,
  tva_rate: 19,
});
const push = async (subject: object, payload: object) => {
  const event = device.say({ ...(subject as { entity_id: string }), occurred_at: NOW, payload } as never);
  const body = device.pushBody([event], { sent_at: NOW });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  return event;
};
async function sell(product_id: number, quantity: number, client_id = amel) {
  const lines = [lineOf(product_id, quantity)];
  const payload = { client_id, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT', handed_over: true };
  return push({ entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED' }, payload);
}
async function deliver(product_id: number, quantity: number, client_id: string) {
  const plan = { depot_id: alger, driver_user_id: driver, client_id, planned_for: '2026-12-10' };
  const { body } = await post('deliveries', { ...plan, lines: [lineOf(product_id, quantity)] });
  const subject = { entity_type: 'DELIVERY', entity_id: body.id, action: 'DELIVERY_VALIDATED' };
  await push(subject, { qr_scanned: body.qr_payload, validated_at: NOW });
  return body;
}
const receive = async (product_id: number, lot_number: string, quantity: number, more: object = {}) =>
  (await post('lots', newLot({ product_id, lot_number, quantity, ...more }))).body;
const hold = (lot: { id: string }, state: string) => post(`lots/${lot.id}/state`, { state, reason: 'analyse' });
const lotsOf = async (product: number, depot = alger) =>
  (await get(`lots?depot_id=${depot}&product_id=${product}`)).body.items as {
    lot_number: string;
    remaining_quantity: number;
    state: string;
  }[];
const leftOf = async (product: number): Promise<Record<string, number>> =>
  Object.fromEntries((await lotsOf(product)).map((lot) => [lot.lot_number, lot.remaining_quantity]));

test('[LOT-1] [LOT-2] a lot that is held back is passed over, and HQ hears where goods were missing', async () => {
  const product = await goods();
  const held = await receive(product, 'A', 5);
  await receive(product, 'B', 3);
  const { body } = await hold(held, 'BLOCKED');
  expect(body).toMatchObject({ id: held.id, state: 'BLOCKED' });
  await sell(product, 2);
  expect(await leftOf(product)).toEqual({ A: 5, B: 1 });
  const event = await sell(product, 4);
  expect(await leftOf(product)).toEqual({ A: 5, B: 0, MANQUANT: -3 });
  const { items } = (await get('alerts?kind=HELD_LOT_PASSED_OVER')).body;
  expect(items).toMatchObject([{ event_id: event.id, details: { lot_number: 'A', shortfall: 3 } }]);
  expect((await hold(held, 'OK')).body.state).toBe('OK');
  await sell(product, 1);
  expect(await leftOf(product)).toEqual({ A: 4, B: 0, MANQUANT: -3 });
  expect((await get(`acts?entity_id=${held.id}&what=LOT_STATE_CHANGED`)).body.items[0]).toMatchObject({
    ...{ before: { state: 'BLOCKED' }, after: { state: 'OK' }, reason: 'analyse' },
  });
});

test('[LOT-2] what is missing has no state; an unknown lot or state is refused', async () => {
  const product = await goods();
  await sell(product, 1);
  const [missing] = await lotsOf(product);
  expect((await hold(missing as never, 'BLOCKED')).status).toBe(409);
  expect((await hold({ id: ABSENT }, 'BLOCKED')).status).toBe(404);
  expect((await hold({ id: ABSENT }, 'LOST')).status).toBe(400);
});

test('[HQ-72] lots are found by their state, and those that are used up are left out', async () => {
  const product = await goods();
  const held = await receive(product, 'A', 5);
  await receive(product, 'B', 1);
  await hold(held, 'BLOCKED');
  await sell(product, 1);
  const found = async (filter: string) =>
    (await get(`lots?product_id=${product}&${filter}`)).body.items.map(
      ({ lot_number }: { lot_number: string }) => lot_number,
    );
  expect(await found('state=BLOCKED')).toEqual(['A']);
  expect(await found('in_stock=true')).toEqual(['A']);
  expect(await found('in_stock=false')).toEqual(['B']);
});

test('[LOT-3] a lot that is held back arrives so', async () => {
  const product = await goods();
  await hold(await receive(product, 'A', 5), 'RECALLED');
  const named = { depot_id: alger, product_id: product, lot_number: 'A', quantity: 2, reason: 'retour usine' };
  const { body: transfer } = await post('stock/transfers', { ...named, to_depot_id: oran });
  await post(`stock/transfers/${transfer.id}/receive`, { quantity: 2 });
  expect(await lotsOf(product, oran)).toMatchObject([{ lot_number: 'A', remaining_quantity: 2, state: 'RECALLED' }]);
});

test('[LOT-4] a recall names who got goods of the lot, when, by whom, how much, and what came back', async () => {
  const product = await goods();
  const lot = await receive(product, 'A', 10);
  const delivery = await deliver(product, 3, nour);
  const sale = await sell(product, 2);
  await post(`invoices/${sale.entity_id}/credit-notes`, {
    ...{ reason: 'rendu', goods_back: true, lines: [{ product_id: product, quantity: 1 }] },
  });
  await post('stock/transfers', {
    ...{ depot_id: alger, to_depot_id: oran, product_id: product, lot_number: 'A', quantity: 4, reason: 'x' },
  });
  const { body } = await get(`lots/${lot.id}/recall`);
  expect(body).toMatchObject({
    ...{ product_id: product, lot_number: 'A', in_transit: 4 },
    in_stock: [{ lot_id: lot.id, depot_id: alger, state: 'OK', remaining_quantity: 2 }],
  });
  const byClient = (body.given as LotRecipient[]).toSorted((a, b) => b.quantity - a.quantity);
  expect(byClient).toMatchObject([
    {
      ...{ client_id: nour, client_name: 'Café Nour', phone: '0550 22', quantity: 3, returned: 0, source: 'computed' },
      ...{ reference: delivery.reference, delivery_id: delivery.id, invoice_id: null, user_id: driver, at: NOW },
    },
    { client_id: amel, quantity: 2, returned: 1, invoice_id: sale.entity_id, delivery_id: null },
  ]);
  expect((await get(`lots/${lot.id}/recall`, clerk)).status).toBe(200);
  expect((await get(`lots/${ABSENT}/recall`)).status).toBe(404);
});

test('[LOT-5] whoever got goods that the lot later made up for may have got it', async () => {
  const product = await goods();
  await sell(product, 2, nour);
  const lot = await receive(product, 'LATE', 5);
  const { body } = await get(`lots/${lot.id}/recall`);
  expect(body.given).toMatchObject([{ client_id: nour, quantity: 2, source: 'computed' }]);
});

test('[LOT-6] whatever changes a lot, its depot’s hub and crew are told, and no driver; what is missing is no lot', async () => {
  const product = await goods();
  const lotsTold = async (work: () => Promise<unknown>) =>
    (await said(work))
      .filter(({ action }) => action === 'LOT_UPSERTED')
      .map(({ payload, keys }) => [payload.lot_number, payload.remaining_quantity, payload.state, ...keys]);
  const [hub, crew] = [`h:${alger}`, `u:${clerkId}`];
  expect(await lotsTold(() => receive(product, 'A', 10))).toEqual([['A', 10, 'OK', hub, crew]]);
  expect(await lotsTold(() => sell(product, 4))).toEqual([['A', 6, 'OK', hub, crew]]);
  const [lot] = await lotsOf(product);
  expect(await lotsTold(() => hold(lot as never, 'BLOCKED'))).toEqual([['A', 6, 'BLOCKED', hub, crew]]);
  await hold(lot as never, 'OK');
  // More than there is: the lot is empty, and the shortfall's marker is told to nobody.
  expect(await lotsTold(() => sell(product, 8))).toEqual([['A', 0, 'OK', hub, crew]]);
  const [told] = (await said(() => receive(product, 'B', 9))).filter(({ action }) => action === 'LOT_UPSERTED');
  const received = (await lotsOf(product)).find(({ lot_number }) => lot_number === 'B');
  expect(told?.payload).toEqual({ ...received, remaining_quantity: 7 });
});
