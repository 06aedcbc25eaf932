import { afterAll, expect, test } from 'vitest';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const NOW = '2026-11-30T10:00:00.000Z';
const clock = turnedClock(NOW);
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, said, alger, oran, driver, oranDriver, clerk, newProduct, newLot } = hq;
const device = new TestDevice(driver);
const token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const lineOf = (product_id: number, quantity: number, more: object = {}) => ({
  ...{ product_id, quantity, unit_price_ht: 10_005, tva_rate: 19, ...more },
});
const push = async (event: Parameters<typeof device.say>[0]): Promise<string[]> => {
  const body = device.pushBody([device.say(event)], { sent_at: NOW });
  const answer = await server.call('POST', '/api/sync/push', { token, body });
  return answer.body.failed_events.map(({ error_code }: { error_code: string }) => error_code);
};
const newClient = async (name = 'Supérette Nour'): Promise<string> =>
  (await post('clients', { name, depot_ids: [alger, oran] })).body.id;
const goods = async (): Promise<number> => (await post('products', newProduct())).body.id;
const levelOf = async (product: number) => (await get(`stock/${alger}:${product}`)).body.quantity;
const owed = async (client: string): Promise<number> => (await get(`clients/${client}`)).body.balance;

interface Note {
  id: string;
  reference: string;
}

async function planned(client_id: string, lines: object[], over: object = {}) {
  const plan = { depot_id: alger, driver_user_id: driver, client_id, planned_for: '2026-11-30', lines, ...over };
  return (await post('deliveries', plan)).body;
}

/** A delivery that was made, of all that it says or of less. */
async function delivered(client: string, lines: { product_id: number; quantity: number }[], less: object[] = []) {
  const delivery = await planned(client, lines);
  const payload = { qr_scanned: delivery.qr_payload, validated_at: NOW, ...(less.length > 0 && { lines: less }) };
  const subject = { entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_VALIDATED', occurred_at: NOW };
  expect(await push({ ...subject, payload })).toEqual([]);
  return delivery as Note;
}

/** A phone's own invoice of a delivery. */
const invoiceOf = (client_id: string, delivery_id: string, lines: ReturnType<typeof lineOf>[]) =>
  push({
    ...{ entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED', occurred_at: NOW },
    payload: { client_id, delivery_id, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT' },
  });
const summary = (client_id: string, more: object) => post('invoices', { client_id, depot_id: alger, ...more });
const waiting = async (client: string, month = '2026-11') =>
  (await get(`clients/${client}/uninvoiced?month=${month}`)).body;

test('[SUMMARY-1] [SUMMARY-2] [SUMMARY-5] a month’s notes become one invoice, at their prices, in the series, and nothing moves', async () => {
  const client = await newClient();
  const product = await goods();
  const other = await goods();
  await post('lots', newLot({ product_id: product, quantity: 20 }));
  const first = await delivered(
    client,
    [lineOf(product, 4), lineOf(other, 2, { tva_rate: 9 })],
    [{ product_id: product, delivered: 3 }],
  );
  const second = await delivered(client, [lineOf(product, 2), lineOf(other, 1, { unit_price_ht: 9_000 })]);
  const level = await levelOf(product);
  expect(await waiting(client)).toMatchObject({
    client_name: 'Supérette Nour',
    items: [
      { id: first.id, reference: first.reference, day: '2026-11-30', lines: [lineOf(product, 3)] },
      { id: second.id, lines: [lineOf(product, 2), lineOf(other, 1, { unit_price_ht: 9_000 })] },
    ],
    months: [{ month: '2026-11', notes: 2 }],
  });
  const rows = (await get(`reports/uninvoiced?month=2026-11&depot_id=${alger}`)).body.items;
  expect(rows).toContainEqual({
    ...{ client_id: client, client_name: 'Supérette Nour', depot_id: alger, notes: 2, total_ht: 5 * 10_005 + 9_000 },
  });
  const before = await owed(client);

  const { body: invoice, status } = await summary(client, { month: '2026-11' });
  expect(status).toBe(201);
  const lines = [lineOf(product, 5), lineOf(other, 1, { unit_price_ht: 9_000 })];
  expect(invoice).toMatchObject({
    ...{
      client_id: client,
      depot_id: alger,
      delivery_id: null,
      payment: 'CREDIT',
      lines,
      ...totalsOf(lines, 'CREDIT'),
    },
    ...{ stamp_duty: 0, delivery_ids: [first.id, second.id].toSorted() },
  });
  expect(invoice.reference).toBe('FAC-ALG-2026-000001');
  expect((await get(`invoices/${invoice.id}`)).body).toEqual(invoice);
  expect((await get(`invoices/${invoice.id}/notes`)).body.items).toMatchObject([
    { reference: first.reference, day: '2026-11-30', total_ht: 3 * 10_005 },
    { reference: second.reference, total_ht: 2 * 10_005 + 9_000 },
  ]);
  expect((await get(`invoices?delivery_id=${first.id}`)).body.items).toEqual([invoice]);
  expect((await get(`deliveries/${second.id}/proof`)).body.invoice).toMatchObject({ reference: invoice.reference });
  expect(await owed(client)).toBe(before + invoice.total_ttc);
  expect(await levelOf(product)).toBe(level);
  expect(await waiting(client)).toMatchObject({ items: [], months: [] });
});

test('[SUMMARY-3] a note stands on one live invoice, whichever comes first; a cancelled one frees its notes', async () => {
  const client = await newClient();
  const product = await goods();
  const lines = [lineOf(product, 2)];
  const [one, two] = [await delivered(client, lines), await delivered(client, lines)];
  const { body: invoice } = await summary(client, { delivery_ids: [one.id, two.id] });
  expect(await invoiceOf(client, one.id, lines)).toEqual(['ALREADY_INVOICED']);
  const again = await summary(client, { delivery_ids: [two.id] });
  expect(again).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect(again.body.detail).toContain(`invoiced under ${invoice.reference}`);
  expect((await summary(client, { month: '2026-11' })).status).toBe(409);

  const told = await said(() => post(`invoices/${invoice.id}/cancel`, { reason: 'erreur' }));
  expect(told.find(({ entity_type }) => entity_type === 'INVOICE')?.payload).toMatchObject({
    delivery_ids: [one.id, two.id].toSorted(),
  });
  expect(await owed(client)).toBe(0);
  expect((await waiting(client)).items).toHaveLength(2);
  expect(await invoiceOf(client, one.id, lines)).toEqual([]);
  expect((await summary(client, { delivery_ids: [one.id, two.id] })).status).toBe(409);
  expect((await summary(client, { month: '2026-11' })).body.delivery_ids).toEqual([two.id]);
});

test('[SUMMARY-4] [CREDIT-6] goods that are credited go back into the lots of the notes; one credited whole frees its notes', async () => {
  const client = await newClient();
  const product = await goods();
  await post('lots', newLot({ product_id: product, lot_number: 'L-A', quantity: 3, produced_at: '2026-11-01' }));
  await post('lots', newLot({ product_id: product, lot_number: 'L-B', quantity: 9, produced_at: '2026-11-02' }));
  const notes = [await delivered(client, [lineOf(product, 2)]), await delivered(client, [lineOf(product, 2)])];
  const { body: invoice } = await summary(client, { delivery_ids: notes.map(({ id }) => id) });
  const credit = (quantity: number) =>
    post(`invoices/${invoice.id}/credit-notes`, {
      ...{ reason: 'rendu', goods_back: true, lines: [{ product_id: product, quantity }] },
    });
  expect((await credit(3)).status).toBe(201);
  expect(await levelOf(product)).toBe(11);
  expect((await summary(client, { month: '2026-11' })).status).toBe(409);
  expect((await post(`invoices/${invoice.id}/cancel`, { reason: 'x' })).status).toBe(409);
  expect((await credit(1)).status).toBe(201);
  expect(await levelOf(product)).toBe(12);
  expect(await owed(client)).toBe(0);
  const lots = (await get(`lots?depot_id=${alger}&product_id=${product}`)).body.items;
  expect(
    Object.fromEntries(lots.map((lot: Record<string, unknown>) => [lot.lot_number, lot.remaining_quantity])),
  ).toEqual({
    ...{ 'L-A': 3, 'L-B': 9 },
  });
  // Its goods have come back already: a new invoice of the same notes has none to give back.
  const { body: anew } = await summary(client, { delivery_ids: notes.map(({ id }) => id) });
  const back = { reason: 'x', goods_back: true, lines: [{ product_id: product, quantity: 1 }] };
  expect((await post(`invoices/${anew.id}/credit-notes`, back)).status).toBe(409);
});

test('[SUMMARY-1] what cannot be summed up is refused, and spends no number', async () => {
  const [client, stranger] = [await newClient(), await newClient('Autre client')];
  const product = await goods();
  const note = await delivered(client, [lineOf(product, 2)]);
  const open = await planned(client, [lineOf(product, 2)]);
  const elsewhere = await planned(client, [lineOf(product, 2)], { depot_id: oran, driver_user_id: oranDriver });
  const before = (await get('reports/numbers?month=2026-11')).body.series[0].last;
  const refused = async (input: object, who = client) => (await summary(who, input)).status;
  expect(await refused({})).toBe(400);
  expect(await refused({ month: '2026-11', delivery_ids: [note.id] })).toBe(400);
  expect(await refused({ month: '2026-10' })).toBe(409);
  expect(await refused({ delivery_ids: [crypto.randomUUID()] })).toBe(404);
  expect(await refused({ delivery_ids: [open.id] })).toBe(409);
  expect(await refused({ delivery_ids: [elsewhere.id] })).toBe(409);
  expect(await refused({ delivery_ids: [note.id] }, stranger)).toBe(409);
  expect((await post('invoices', { client_id: client, depot_id: alger, month: '2026-11' }, clerk)).status).toBe(403);
  expect((await get('reports/numbers?month=2026-11')).body.series[0].last).toBe(before);
  expect((await get(`clients/${client}/uninvoiced?month=2026-11`, clerk)).body.items).toHaveLength(1);
  expect((await get(`reports/uninvoiced?month=2026-11&depot_id=${oran}`, clerk)).status).toBe(403);
});

test('[SUMMARY-3] [RACE-1] of several that invoice one note at once, one does, and no number is lost', async () => {
  const client = await newClient();
  const product = await goods();
  const notes = [await delivered(client, [lineOf(product, 1)]), await delivered(client, [lineOf(product, 1)])];
  const ids = notes.map(({ id }) => id);
  const ends = await Promise.all([
    ...[1, 2, 3].map(() => summary(client, { delivery_ids: ids })),
    summary(client, { month: '2026-11' }),
  ]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  expect((await get('reports/numbers?month=2026-11')).body.series[0].missing).toEqual([]);
});

test('[SUMMARY-1] a note counts for the month of Algiers in which it was delivered', async () => {
  const client = await newClient();
  const product = await goods();
  const note = await delivered(client, [lineOf(product, 1)]);
  await server.deps.database.query(`UPDATE deliveries SET validated_at = '2026-11-30T23:30:00Z' WHERE id = $1`, [
    note.id,
  ]);
  expect((await waiting(client)).items).toEqual([]);
  expect(await waiting(client, '2026-12')).toMatchObject({
    items: [{ day: '2026-12-01' }],
    months: [{ month: '2026-12' }],
  });
});
