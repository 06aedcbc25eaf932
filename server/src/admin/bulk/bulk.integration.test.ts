import { afterAll, expect, test } from 'vitest';
import type { BulkResult } from '#shared/contract/hq/bulk.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const database = await createTestDatabase();
const hq = await openTestHq(database.url, turnedClock('2026-12-01T08:00:00.000Z'));
const { server, get, post, admin, alger, oran, newProduct, newDelivery, newLot } = hq;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const bulk = (kind: string, rows: object[], token = admin) =>
  server.call('PUT', `/api/admin/${kind}/bulk`, { token, body: { rows } });
const resultsOf = async (kind: string, rows: object[], token = admin): Promise<BulkResult[]> => {
  const { status, body } = await bulk(kind, rows, token);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results;
};
const outcomes = (results: BulkResult[]) => results.map(({ outcome }) => outcome);
const actCount = async () => (await get('acts')).body.total;

test('[ERP-8] an ERP’s own name stands wherever an id does: address, parameters and body, at any depth', async () => {
  const named = async (list: string, body: object) => (await post(list, body)).body;
  const long = `مخزن ${'é'.repeat(190)}`;
  await named('users', {
    ...{ username: 'ext.driver', name: 'E', role: 'driver', depot_id: alger, password: PASSWORD, external_id: 'D/7' },
  });
  const product = await named('products', { ...newProduct(), external_id: 'ART 1' });
  const client = await named('clients', { name: 'Nommé', depot_ids: [alger], external_id: long });
  const lines = [{ product_id: 'ext:ART 1', quantity: 2, unit_price_ht: 100, tva_rate: 19 }];
  const made = await post('deliveries', {
    ...newDelivery({ driver_user_id: 'ext:D/7', client_id: `ext:${long}`, external_id: 'BL 1' }),
    lines,
  });
  expect(made, JSON.stringify(made.body)).toMatchObject({
    status: 201,
    body: { client_id: client.id, lines: [{ product_id: product.id }] },
  });
  expect((await get(`clients/${encodeURIComponent(`ext:${long}`)}`)).body.id).toBe(client.id);
  const found = await get(`deliveries?client_id=${encodeURIComponent(`ext:${long}`)}`);
  expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
  expect((await post('deliveries/ext:BL%201/cancel')).body.status).toBe('CANCELLED');
  const missing = await post('deliveries', newDelivery({ client_id: 'ext:nobody' }));
  expect(missing).toMatchObject({ status: 404, body: { detail: 'There is no client ext:nobody.' } });
  expect((await get('clients/ext:ART%201')).status).toBe(404);
});

test('[ERP-9] a bulk call makes, changes and leaves rows by their names; again it changes nothing', async () => {
  const row = (external_id: string, more: object = {}) => ({ ...newProduct(), external_id, ...more });
  const rows = [row('A'), row('B'), row('C')];
  const first = await resultsOf('products', rows);
  expect(outcomes(first)).toEqual(['CREATED', 'CREATED', 'CREATED']);
  const acts = await actCount();
  expect(outcomes(await resultsOf('products', rows))).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED']);
  expect(await actCount()).toBe(acts);
  const dearer = rows.map((each, at) => (at === 1 ? { ...each, price_ht: 1_000 } : each));
  const said = await hq.said(() => bulk('products', [...dearer, row('D')]));
  expect(said.map(({ action }) => action)).toEqual(['PRODUCT_UPSERTED', 'PRODUCT_UPSERTED']);
  expect((await get('products/ext:B')).body).toMatchObject({ id: first[1]?.id, price_ht: 1_000 });
  expect(await actCount()).toBe(acts + 2);
});

test('[ERP-9] a row that cannot be taken is refused by itself, and the others go in', async () => {
  const { body: known } = await post('products', newProduct());
  const results = await resultsOf('products', [
    { ...newProduct(), external_id: 'ok-1' },
    { ...newProduct(), code: known.code, external_id: 'taken' },
    { ...newProduct(), tva_rate: 1.00001, external_id: 'rate' },
    { ...newProduct(), external_id: 'ok-1' },
    { ...newProduct(), external_id: 'ok-2' },
  ]);
  expect(outcomes(results)).toEqual(['CREATED', 'REFUSED', 'REFUSED', 'REFUSED', 'CREATED']);
  expect(results.map(({ error }) => error?.code ?? null)).toEqual([
    null,
    'CONFLICT',
    'INVALID_REQUEST',
    'CONFLICT',
    null,
  ]);
  expect((await get('products/ext:ok-2')).status).toBe(200);
  expect((await bulk('products', [{ ...newProduct(), external_id: 'x' }, { external_id: 'y' }])).status).toBe(400);
  expect((await get('products/ext:x')).status).toBe(404);
});

test('[ERP-9] every kind is brought so, 1,000 rows at once and not one more; two calls at once are as one', async () => {
  const clients = Array.from({ length: LIMITS.bulkRows }, (_, n) => ({ name: `Client ${n}`, external_id: `C${n}` }));
  const [one, other] = await Promise.all([bulk('clients', clients), bulk('clients', clients)]);
  expect([one?.status, other?.status]).toEqual([200, 200]);
  expect(new Set(outcomes(await resultsOf('clients', clients)))).toEqual(new Set(['UNCHANGED']));
  const created = [one, other].flatMap(({ body }) => body.results).filter(({ outcome }) => outcome === 'CREATED');
  expect((await get('clients/ext:C7')).body.id).toBe(created.find(({ external_id }) => external_id === 'C7')?.id);
  expect((await get('clients?q=client')).body.total).toBe(LIMITS.bulkRows);
  expect((await bulk('clients', [...clients, { name: 'x', external_id: 'x' }])).status).toBe(400);
  const person = { username: 'b.1', name: 'B', role: 'driver', depot_id: alger, external_id: 'u1' };
  expect(outcomes(await resultsOf('users', [person]))).toEqual(['REFUSED']);
  expect(outcomes(await resultsOf('users', [{ ...person, password: PASSWORD }]))).toEqual(['CREATED']);
  expect(outcomes(await resultsOf('users', [{ ...person, name: 'Brahim' }]))).toEqual(['CHANGED']);
  const many = Array.from({ length: LIMITS.bulkUsers + 1 }, (_, n) => ({ ...person, external_id: `u${n}` }));
  expect((await bulk('users', many)).status).toBe(400);
  const depot = { code: 'BLK', name: 'Blida', external_id: 'dep' };
  expect(outcomes(await resultsOf('depots', [depot]))).toEqual(['CREATED']);
  expect(outcomes(await resultsOf('depots', [{ ...depot, phone: '025' }]))).toEqual(['CHANGED']);
});

test('[ERP-10] a delivery is moved and nothing else of it; a lot, a code and a post stay as they were made', async () => {
  const delivery = { ...newDelivery(), external_id: 'bl' };
  expect(outcomes(await resultsOf('deliveries', [delivery]))).toEqual(['CREATED']);
  const later = { ...delivery, planned_for: '2027-01-05' };
  expect(outcomes(await resultsOf('deliveries', [delivery]))).toEqual(['UNCHANGED']);
  expect(outcomes(await resultsOf('deliveries', [later]))).toEqual(['CHANGED']);
  const more = { ...later, lines: [{ ...delivery.lines[0], quantity: 9 }] };
  expect(await resultsOf('deliveries', [more])).toMatchObject([
    { outcome: 'REFUSED', error: { code: 'CONFLICT', detail: expect.stringMatching(/lines.*cancel the delivery/) } },
  ]);
  await post('deliveries/ext:bl/cancel');
  expect(outcomes(await resultsOf('deliveries', [delivery]))).toEqual(['REFUSED']);
  const lot = { ...newLot(), external_id: 'lot' };
  expect(outcomes(await resultsOf('lots', [lot, { ...lot, external_id: 'same number' }]))).toEqual([
    'CREATED',
    'REFUSED',
  ]);
  expect(outcomes(await resultsOf('lots', [lot]))).toEqual(['UNCHANGED']);
  expect(outcomes(await resultsOf('lots', [{ ...lot, quantity: 7 }]))).toEqual(['REFUSED']);
});

test('[ERP-3] a key of one depot brings rows of that depot alone, and none of another’s by its name', async () => {
  const made = await post('service-accounts', { name: 'x', scopes: ['deliveries:write'], depot_id: alger });
  const { key } = made.body;
  const elsewhere = newDelivery({ depot_id: oran, driver_user_id: hq.oranDriver, external_id: 'orn' });
  expect((await bulk('deliveries', [elsewhere], key)).status).toBe(403);
  await resultsOf('deliveries', [elsewhere]);
  expect(outcomes(await resultsOf('deliveries', [newDelivery({ external_id: 'orn' })], key))).toEqual(['REFUSED']);
  expect(outcomes(await resultsOf('deliveries', [newDelivery({ external_id: 'alg' })], key))).toEqual(['CREATED']);
});
