import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const database = await createTestDatabase();
const { server, get, post, said, alger, oran, admin, driverToken, newProduct, newDelivery, newLot } = await openTestHq(
  database.url,
  turnedClock('2026-12-01T10:00:00.000Z'),
);
afterAll(async () => {
  await server.close();
  await database.drop();
});

const change = async (method: 'PATCH' | 'PUT', path: string, body: object, ifMatch?: string) => {
  const etag = ifMatch ?? String((await get(path)).headers.etag);
  return server.call(method, `/api/admin/${path}`, { token: admin, body, headers: { 'if-match': etag } });
};
const snapshot = async () => (await server.call('GET', '/api/sync/bootstrap', { token: driverToken })).body;

const IDENTITIES = {
  kind: 'SHOP',
  rc: '16/00-1234567B12',
  nif: '001216001234567',
  nis: '001216010001234',
  ai: '16012345678',
  note: 'Par la cour',
  opening_hours: '8 h – 12 h',
  proof: { signature: true },
  credit_limit: 5_000_000,
};
const TERMS = {
  name_ar: 'كامومبير',
  unit_ar: 'قطعة',
  barcode: '6130000000017',
  category: 'Pâtes molles',
  lot_tracked: true,
  price_lists: [{ client_kind: 'SHOP', price_ht: 27_000, since: '2026-12-01' }],
};

test('[MASTER-1] HQ writes who a client is by law and what a product is called, and every device that sees them is told', async () => {
  const { body: cheese } = await post('products', { ...newProduct(), ...TERMS });
  expect(cheese).toMatchObject({ ...TERMS, is_active: true });
  const { body: shop } = await post('clients', { name: 'Nour', depot_ids: [alger], ...IDENTITIES });
  expect(shop).toMatchObject(IDENTITIES);
  const news = await said(async () => {
    expect(await change('PATCH', `clients/${shop.id}`, { note: null, nif: '1' })).toMatchObject({ status: 200 });
    expect(await change('PATCH', `products/${cheese.id}`, { category: null })).toMatchObject({ status: 200 });
  });
  const told = { ...IDENTITIES, note: null, nif: '1' };
  expect(news).toMatchObject([
    { action: 'CLIENT_UPSERTED', payload: told, keys: [`d:${alger}`] },
    { action: 'PRODUCT_UPSERTED', payload: { ...TERMS, category: null }, keys: ['*'] },
  ]);
  const { entities } = await snapshot();
  expect(entities.clients.find(({ id }: { id: string }) => id === shop.id)).toMatchObject(told);
  expect(entities.products.find(({ id }: { id: number }) => id === cheese.id)).toMatchObject(TERMS_WITHOUT_CATEGORY);
  expect((await change('PATCH', `clients/${shop.id}`, { note: 'x' }, '"old"')).status).toBe(412);
  for (const bad of [{ kind: 'FRIEND' }, { credit_limit: -1 }, { balance: 0 }, {}])
    expect((await change('PATCH', `clients/${shop.id}`, bad)).status, JSON.stringify(bad)).toBe(400);
});
const TERMS_WITHOUT_CATEGORY = { ...TERMS, category: null };

test('[MASTER-1] a depot gets an address and a telephone; its code stands in every reference and stays', async () => {
  const contact = { address: '12, zone industrielle', phone: '021 00 00 00' };
  expect(await change('PATCH', `depots/${oran}`, contact)).toMatchObject({
    status: 200,
    body: { code: 'ORN', ...contact },
  });
  expect((await change('PATCH', `depots/${oran}`, { code: 'XXX' })).status).toBe(400);
});

test('[MASTER-2] no two of a kind have the same name in the ERP; of two kinds they may', async () => {
  const external_id = 'ERP-1';
  const depot = await post('depots', { code: 'BLD', name: 'Blida', external_id });
  const makers: [string, () => object][] = [
    ['depots', () => ({ code: 'CST', name: 'Constantine' })],
    ['users', () => ({ username: 'nadia', name: 'Nadia', role: 'accountant', password: 'un mot de passe' })],
    ['products', () => newProduct()],
    ['clients', () => ({ name: 'Café' })],
    ['lots', () => newLot({ expires_at: '2027-01-01', produced_at: '2026-11-01' })],
    ['deliveries', () => newDelivery()],
  ];
  for (const [kind, make] of makers) {
    if (kind !== 'depots')
      expect(await post(kind, { ...make(), external_id }), kind).toMatchObject({ status: 201, body: { external_id } });
    const second = await post(kind, { ...make(), ...(kind === 'users' ? { username: 'other' } : {}), external_id });
    expect(second, kind).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  }
  expect((await change('PATCH', `depots/${alger}`, { external_id })).status).toBe(409);
  expect(depot.status).toBe(201);
});

test('[MASTER-3] dispatchers and accountants work for the whole company and belong to no depot; they do not deliver', async () => {
  const dispatcher = { username: 'lamia', name: 'Lamia', role: 'dispatcher', password: 'un mot de passe' };
  const made = await post('users', dispatcher);
  expect(made).toMatchObject({ status: 201, body: { role: 'dispatcher', depot_id: null } });
  expect((await post('deliveries', newDelivery({ driver_user_id: made.body.id }))).status).toBe(409);
});

test('[MASTER-4] the company’s identities are written whole, and come with every first load and to everybody who is there', async () => {
  expect(await snapshot()).toMatchObject({ company: null });
  const company = {
    name: 'Manchengo',
    legal_form: 'SARL',
    capital: 100_000_000,
    rc: '16/00-1B12',
    nif: '0',
    nis: '1',
    ai: '2',
  };
  const unasked = await server.call('PUT', '/api/admin/company', { token: admin, body: company });
  expect(unasked.status).toBe(428);
  const news = await said(() => change('PUT', 'company', company));
  expect(news).toMatchObject([{ action: 'COMPANY_UPSERTED', payload: { ...company, address: null }, keys: ['*'] }]);
  expect(await snapshot()).toMatchObject({ company: { ...company, phone: null } });
  expect(await change('PUT', 'company', { ...company, capital: null })).toMatchObject({
    status: 200,
    body: { capital: null },
  });
  expect((await change('PUT', 'company', company, '"old"')).status).toBe(412);
});

test('[MASTER-6] HQ changes which depots serve a client: old and new ones are told, and one with notes to deliver keeps it', async () => {
  const { body: shop } = await post('clients', { name: 'Rotonde', depot_ids: [alger] });
  const depotsOf = async (depot_ids: number[]) => change('PATCH', `clients/${shop.id}`, { depot_ids });
  const news = await said(async () => {
    expect(await depotsOf([oran])).toMatchObject({ status: 200, body: { depot_ids: [oran] } });
  });
  expect(news).toMatchObject([{ action: 'CLIENT_UPSERTED', payload: { depot_ids: [oran] } }]);
  expect(news[0]?.keys.toSorted()).toEqual([`d:${alger}`, `d:${oran}`].sort());
  expect((await snapshot()).entities.clients.map(({ id }: { id: string }) => id)).not.toContain(shop.id);
  const { body: acts } = await get(`acts?entity_id=${shop.id}`);
  expect(acts.items[0]).toMatchObject({ before: { depot_ids: [alger] }, after: { depot_ids: [oran] } });
  expect(await depotsOf([oran, 999])).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await depotsOf([alger, oran, alger])).toMatchObject({ status: 200, body: { depot_ids: [alger, oran] } });
  const { body: note } = await post('deliveries', newDelivery({ client_id: shop.id }));
  expect(await depotsOf([oran])).toMatchObject({ status: 409, body: { code: 'CONFLICT', fault: 'NOTES_OPEN' } });
  expect((await get(`clients/${shop.id}`)).body.depot_ids).toEqual([alger, oran]);
  await post(`deliveries/${note.id}/cancel`);
  expect(await depotsOf([])).toMatchObject({ status: 200, body: { depot_ids: [] } });
});
