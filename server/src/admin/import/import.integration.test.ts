import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Answer, openTestServer, type TestServer, turnedClock } from '../../testing/open-test-server.ts';

const PASSWORD = 'manchengo-test';
let database: TestDatabase;
let server: TestServer;
let admin: string;
let [alger, oran, driver] = [0, 0, 0];
let client: string;
let products: { id: number }[];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, turnedClock('2026-11-22T10:00:00.000Z'));
  await server.addUsers({ username: 'admin', name: 'Admin', role: 'admin', password: PASSWORD });
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  alger = (await post('depots', { code: 'ALG', name: 'Alger' })).body.id;
  oran = (await post('depots', { code: 'ORN', name: 'Oran' })).body.id;
  const person = { username: 'driver', name: 'Karim', role: 'driver', depot_id: alger, password: PASSWORD };
  driver = (await post('users', person)).body.id;
  client = (await post('clients', { name: 'Épicerie Nour', depot_ids: [alger] })).body.id;
  const product = { name: 'Camembert', unit: 'pièce', price_ht: 100, tva_rate: 19 };
  products = [
    (await post('products', { ...product, code: 'P1' })).body,
    (await post('products', { ...product, code: 'P2' })).body,
  ];
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const get = (path: string): Promise<Answer> => server.call('GET', `/api/admin/${path}`, { token: admin });
const post = (path: string, body?: unknown): Promise<Answer> =>
  server.call('POST', `/api/admin/${path}`, { token: admin, body });
async function upload(kind: string, csv: string | Buffer, type = 'text/csv'): Promise<Answer> {
  const response = await server.app.inject({
    method: 'POST',
    url: `/api/admin/import/${kind}`,
    headers: { authorization: `Bearer ${admin}`, 'content-type': type },
    payload: csv,
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}
const PRODUCTS = 'code,name,unit,price_ht,tva_rate\n';
const DELIVERIES = 'depot_id,driver_user_id,client_id,planned_for,product_id,quantity,unit_price_ht,tva_rate';
const row = (product: number, planned = '2026-11-23') => `${alger},${driver},${client},${planned},${product},2,1000,19`;

test('[HQ-19] a CSV is imported whole', async () => {
  const csv = 'code;name;unit;price_ht;tva_rate\r\nI1;"Fromage ""doux""";pièce;12500;19\r\nI2;Lben;sachet;7000;9\r\n';
  expect(await upload('products', csv)).toMatchObject({ status: 201, body: { created: 2 } });
  expect((await get('products?q=I1')).body.items).toMatchObject([{ name: 'Fromage "doux"', price_ht: 12_500 }]);
  const clients = `name,phone,lat,lng,depot_ids\nSupérette Amel,0551,36.7,3.05,${alger} ${oran}\nSans lieu,,,,\n`;
  expect((await upload('clients', clients)).body).toEqual({ created: 2 });
  expect((await get('clients?q=Amel')).body.items).toMatchObject([
    { location: { lat: 36.7, lng: 3.05 }, depot_ids: [alger, oran] },
  ]);
  const lots = `depot_id,product_id,lot_number,produced_at,expires_at,quantity\n${alger},${products[0]?.id},CSV1,2026-11-01,2027-01-01,10\n`;
  expect((await upload('lots', lots)).body).toEqual({ created: 1 });
});

test('[HQ-20] one bad row and nothing is imported; every fault of every row is named by its line and column', async () => {
  const answer = await upload('products', `${PRODUCTS}I3,Bon,pièce,100,19\n\nI4,,pièce,100,19\nI5,Cher,,cent,mille\n`);
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(answer.body.errors).toEqual([
    { line: 4, column: 'name', fault: 'EMPTY', reason: 'name is empty' },
    { line: 5, column: 'unit', fault: 'EMPTY', reason: 'unit is empty' },
    {
      ...{ line: 5, column: 'price_ht', fault: 'UNREADABLE', cell: 'cent' },
      reason: expect.stringMatching(/^price_ht is "cent"/),
    },
    {
      ...{ line: 5, column: 'tva_rate', fault: 'UNREADABLE', cell: 'mille' },
      reason: expect.stringMatching(/^tva_rate is "mille"/),
    },
  ]);
  const taken = await upload('products', `${PRODUCTS}I6,Bon,pièce,100,19\nP1,Pris,pièce,100,19\n`);
  expect(taken.body.errors).toEqual([{ line: 3, fault: 'CONFLICT', reason: expect.stringContaining('P1') }]);
  expect((await get('products?q=I3')).body.items).toEqual([]);
  expect((await get('products?q=I6')).body.items).toEqual([]);
  expect((await upload('products', 'code,nom\n1,2')).body.errors).toMatchObject([
    { line: 1, reason: 'nom is no column here' },
    { line: 1, reason: 'name is missing' },
    { line: 1, reason: 'unit is missing' },
    { line: 1, reason: 'price_ht is missing' },
    { line: 1, reason: 'tva_rate is missing' },
  ]);
  expect((await upload('products', `${PRODUCTS}a,b,c,1,2,3\n`)).body.errors).toMatchObject([{ line: 2 }]);
  const long = await upload('products', `${PRODUCTS}I7,${'x'.repeat(201)},pièce,100,119\n`);
  expect(long.body.errors.map(({ reason }: { reason: string }) => reason)).toEqual([
    'name is longer than 200 characters',
    'tva_rate is more than 100',
  ]);
  expect((await upload('secrets', PRODUCTS)).status).toBe(404);
});

test('[FRAUD-10] a cell that a spreadsheet would reckon is text, and no number', async () => {
  const formulas = ['=HYPERLINK("http://evil.example";"x")', '+213550000000', '-1+1', '@SUM(A1)'];
  const quoted = formulas.map((text) => `"${text.replaceAll('"', '""')}"`);
  const clients = quoted.map((cell, n) => `"Formule ${n}",${cell},${cell}`).join('\n');
  expect((await upload('clients', `name,phone,address\n${clients}\n`)).status).toBe(201);
  const stored = (await get('clients?q=Formule')).body.items;
  expect(stored.map(({ address }: { address: string }) => address)).toEqual(formulas);
  for (const cell of ['=1+1', '+100', '@100', "'100"]) {
    const answer = await upload('products', `${PRODUCTS}F1,Formule,pièce,${cell},19\n`);
    const fault = { line: 2, column: 'price_ht', fault: 'UNREADABLE', cell };
    expect(answer.body.errors).toEqual([{ ...fault, reason: expect.stringMatching(/^price_ht /) }]);
  }
});

test('[CSV-1] [CSV-2] [CSV-3] what a French Excel writes is read as it is meant', async () => {
  const csv = 'sep=;\r\ncode;name;unit;price_ht_da;tva_rate;\r\nE1;Crème fraîche;pièce;1 250,50;19 %;\r\n';
  const bytes = Uint8Array.from(csv, (letter) => letter.charCodeAt(0));
  expect((await upload('products', Buffer.from(bytes))).body).toEqual({ created: 1 });
  expect((await get('products?q=E1')).body.items).toMatchObject([{ name: 'Crème fraîche', price_ht: 125_050 }]);
  const declared = await upload(
    'products',
    Buffer.from(Uint8Array.from('code;name;unit;price_ht;tva_rate\nE2;Crème;pièce;1 200;19\n', (c) => c.charCodeAt(0))),
    'text/csv; charset=windows-1252',
  );
  expect(declared.body).toEqual({ created: 1 });
  expect((await get('products?q=E2')).body.items).toMatchObject([{ name: 'Crème', price_ht: 1_200 }]);
  for (const price of ['12,00', '125,50']) {
    const answer = await upload('products', `code;name;unit;price_ht;tva_rate\nE3;Lben;sachet;${price};19\n`);
    expect(answer.body.errors).toMatchObject([{ line: 2, reason: expect.stringContaining('price_ht_da') }]);
  }
  const lots = `depot_id;product_id;lot_number;produced_at;expires_at;quantity\n${alger};${products[0]?.id};E1;01/11/2026;1/1/2027;10\n`;
  expect((await upload('lots', lots)).body).toEqual({ created: 1 });
});

test('[CSV-3] a year of long ago or far ahead is a slip of the finger, in a file as in the API', async () => {
  for (const day of ['1026-11-23', '2062-11-23', '23/11/1026']) {
    const answer = await upload('deliveries', [DELIVERIES, row(products[0]?.id as number, day)].join('\n'));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ line: 2, reason: expect.stringMatching(/too far|calendar/) }]);
  }
  const lot = { depot_id: alger, product_id: products[0]?.id, lot_number: 'Y', produced_at: '2026-11-01', quantity: 1 };
  expect((await post('lots', { ...lot, expires_at: '2062-01-01' })).status).toBe(400);
});

test('[CSV-4] rows of one delivery are one note, wherever they stand, and the same file twice plans nothing twice', async () => {
  const [first, second] = products.map(({ id }) => id) as [number, number];
  const file = [DELIVERIES, row(first), row(first, '2026-11-24'), row(second)].join('\n');
  expect((await upload('deliveries', file)).body).toEqual({ created: 2 });
  const { items } = (await get('deliveries?planned_for=2026-11-23')).body;
  expect(items).toHaveLength(1);
  expect(items[0].lines).toHaveLength(2);
  const again = await upload('deliveries', file);
  expect(again.status).toBe(400);
  expect(again.body.errors).toEqual([
    { line: 2, fault: 'CONFLICT', reason: expect.stringContaining(items[0].reference) },
    { line: 3, fault: 'CONFLICT', reason: expect.stringMatching(/BL-ALG-2026-/) },
  ]);
  await post(`deliveries/${items[0].id}/cancel`);
  expect((await upload('deliveries', [DELIVERIES, row(first), row(second)].join('\n'))).body).toEqual({ created: 1 });
});

test('[CSV-4] nor does it make a client twice', async () => {
  const file = 'name,phone\nSupérette du Lac,0770 11 22 33\n';
  expect((await upload('clients', file)).body).toEqual({ created: 1 });
  expect((await upload('clients', file)).body.errors).toMatchObject([{ line: 2 }]);
});

test('[CSV-5] a dry run says what would be made, or the same faults, and keeps nothing', async () => {
  const file = `${PRODUCTS}D1,Ricotta,pot,9000,19\n`;
  const dry = await upload('products?dry_run=1', file);
  expect(dry).toMatchObject({ status: 200, body: { would_create: 1, items: [{ code: 'D1', name: 'Ricotta' }] } });
  expect((await get('products?q=D1')).body.items).toEqual([]);
  expect((await upload('products?dry_run=1', `${PRODUCTS}D1,,pot,9000,19\n`)).body.errors).toHaveLength(1);
  expect((await upload('products?dry=1', file)).status).toBe(400);
  expect((await upload('products', file)).body).toEqual({ created: 1 });
});

test('[IN-6] a file beyond the limit is refused and read no further; one at its edge is imported while others have their turns', async () => {
  const file = (rows: number) => `name\n${Array.from({ length: rows }, (_, n) => `Client de masse ${n}\n`).join('')}`;
  for (const tooLong of [
    file(LIMITS.importRows + 1),
    `name\n${'\n'.repeat(1_000_000)}`,
    `name\n${'a\n'.repeat(700_000)}`,
  ]) {
    const refused = await upload('clients', tooLong);
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(refused.body.detail).toContain(String(LIMITS.importRows));
  }
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const large = file(LIMITS.importRows);
  const both = await Promise.all([upload('clients', large), upload('clients', large)]);
  isOver = true;
  const [taken, sentAway] = both.toSorted((a, b) => a.status - b.status);
  expect(taken).toMatchObject({ status: 201, body: { created: LIMITS.importRows } });
  expect(sentAway).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' }, headers: { 'retry-after': '5' } });
  // Once in every 250 rows at the least.
  expect(turns).toBeGreaterThan(LIMITS.importRows / 250);
  expect((await upload('clients', 'name\nAutre client\n')).status).toBe(201);
});

test('[IN-6] deliveries are signed a hundred at a time', async () => {
  const { rows } = await server.owner.query<{ id: string }>(
    "SELECT id FROM clients WHERE name LIKE 'Client de masse %' LIMIT 1000",
  );
  const lines = rows.map(({ id }) => `${alger},${driver},${id},2027-05-05,${products[0]?.id},1,1000,19`);
  const answer = await upload('deliveries', [DELIVERIES, ...lines].join('\n'));
  expect(answer).toMatchObject({ status: 201, body: { created: 1_000 } });
});
