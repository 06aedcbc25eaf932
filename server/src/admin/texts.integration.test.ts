import { afterAll, beforeAll, expect, test } from 'vitest';
import { folded, SAME_LETTERS } from '#shared/domain/search.ts';
import { normaliseCode } from '#shared/domain/text.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Answer, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';

const PASSWORD = 'manchengo-test';
let database: TestDatabase;
let server: TestServer;
let admin: string;
let depot: number;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, turnedClock('2026-11-22T10:00:00.000Z'));
  await server.addUsers({ username: 'admin', name: 'Admin', role: 'admin', password: PASSWORD });
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  depot = (await post('depots', { code: 'ALG', name: 'Alger' })).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const get = (path: string): Promise<Answer> => server.call('GET', `/api/admin/${path}`, { token: admin });
const post = (path: string, body?: unknown): Promise<Answer> =>
  server.call('POST', `/api/admin/${path}`, { token: admin, body });
const product = (code: string, name = 'Camembert') =>
  post('products', { code, name, unit: 'pièce', price_ht: 100, tva_rate: 19 });

test('[TEXT-3] HQ’s database folds text as phones and depots do, letter for letter', async () => {
  const ranges: [number, number][] = [
    [0x20, 0x7e],
    [0xa0, 0x24f],
    [0x2b0, 0x36f],
    [0x600, 0x6ff],
    [0x2000, 0x206f],
    [0xfb50, 0xfdff],
    [0xfe70, 0xfefc],
  ];
  const letters = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
  const texts = [...letters.map((code) => String.fromCodePoint(code)), SAME_LETTERS.from, 'Épicerie ـ Œuf مُخبزة'];
  const { rows } = await server.owner.query<{ text: string; folded: string; key: string }>(
    'SELECT text, folded(text) AS folded, code_key(text) AS key FROM unnest($1::text[]) AS t (text)',
    [texts],
  );
  const other = rows.filter((row) => row.folded !== folded(row.text));
  // Letters of neither alphabet, whose case the database does not know: they are folded as they stand.
  expect(other.filter(({ text }) => !/^[\p{Lu}\p{Lt}]$/u.test(text))).toEqual([]);
  expect(normaliseCode(' l-4 a')).toBe((await keyOf('l-4 a')) as string);
});

const keyOf = async (code: string) =>
  (await server.owner.query<{ key: string }>('SELECT code_key($1) AS key', [code])).rows[0]?.key;

test('[TEXT-2] codes that look alike are one product, and one lot', async () => {
  const first = await product('CAM-250');
  expect(first.status).toBe(201);
  for (const code of [' cam-250', 'CAM-250\u00A0', 'CAM\u200B-250', 'Cam - 250']) {
    const again = await product(code);
    expect({ code, status: again.status }).toEqual({ code, status: 409 });
  }
  const lot = { depot_id: depot, product_id: first.body.id, produced_at: '2026-11-01', expires_at: '2027-01-01' };
  expect((await post('lots', { ...lot, lot_number: 'L 41', quantity: 1 })).status).toBe(201);
  expect((await post('lots', { ...lot, lot_number: ' l41 ', quantity: 1 })).status).toBe(409);
});

test('[TEXT-1] names are kept composed, without what nobody sees; one that shows nothing is none', async () => {
  const made = await post('clients', { name: ' E\u0301picerie\u00A0\u200BNour ', depot_ids: [depot] });
  expect(made.body.name).toBe('\u00C9picerie Nour');
  expect((await post('clients', { name: '\u200B' })).status).toBe(400);
  expect((await post('clients', { name: '\u00A0' })).status).toBe(400);
});

test('[TEXT-3] [TEXT-4] HQ searches as phones do, and lists clients by their letters', async () => {
  const names = ['zéro', 'Épicerie El Djazaïr', 'مُخبزة الأمل', 'eau vive'];
  for (const name of names) await post('clients', { name, phone: '0551 23 45-67', depot_ids: [depot] });
  const search = async (q: string) =>
    (await get(`clients?q=${encodeURIComponent(q)}`)).body.items.map(({ name }: { name: string }) => name);
  expect(await search('djazair EPICERIE')).toEqual(['Épicerie El Djazaïr']);
  expect(await search('مخبزه الامل')).toEqual(['مُخبزة الأمل']);
  expect(await search('0551234567')).toHaveLength(4);
  const listed = await search('');
  expect(listed.filter((name: string) => names.includes(name))).toEqual([
    'eau vive',
    'Épicerie El Djazaïr',
    'zéro',
    'مُخبزة الأمل',
  ]);
});

test('[HQ-30] a product is changed by who has it in view; phones that were offline are measured by its former terms', async () => {
  const { body: made } = await product('P-TERMS');
  const change = (body: object, tag: string) =>
    server.call('PATCH', `/api/admin/products/${made.id}`, { token: admin, body, headers: { 'if-match': tag } });
  const { headers } = await get(`products/${made.id}`);
  expect(await change({ price_ht: 200, tva_rate: 9 }, String(headers.etag))).toMatchObject({
    status: 200,
    body: { price_ht: 200, tva_rate: 9, name: 'Camembert' },
  });
  expect((await change({ price_ht: 300 }, String(headers.etag))).status).toBe(412);
  expect((await change({ tva_rate: 9.00001 }, '*')).status).toBe(400);
  const { rows } = await server.owner.query('SELECT price_ht, tva_rate FROM product_terms WHERE product_id = $1', [
    made.id,
  ]);
  expect(rows).toEqual([{ price_ht: 100, tva_rate: 19 }]);
});
