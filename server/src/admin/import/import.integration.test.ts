import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Answer, openTestServer, type TestServer, turnedClock } from '../../testing/open-test-server.ts';
import { partsWithCell, zipOf } from '../../testing/zip-of.ts';

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
async function upload(kind: string, csv: string | Uint8Array, type = 'text/csv'): Promise<Answer> {
  const response = await server.app.inject({
    method: 'POST',
    url: `/api/admin/import/${kind}`,
    headers: { authorization: `Bearer ${admin}`, 'content-type': type },
    payload: typeof csv === 'string' ? csv : Buffer.from(csv),
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
  expect((await upload('clients', clients)).body).toMatchObject({ created: 2 });
  expect((await get('clients?q=Amel')).body.items).toMatchObject([
    { location: { lat: 36.7, lng: 3.05 }, depot_ids: [alger, oran] },
  ]);
  const lots = `depot_id,product_id,lot_number,produced_at,expires_at,quantity\n${alger},${products[0]?.id},CSV1,2026-11-01,2027-01-01,10\n`;
  expect((await upload('lots', lots)).body).toMatchObject({ created: 1 });
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
  expect((await upload('products', 'code,nomm\n1,2')).body.errors).toMatchObject([
    { line: 1, column: 'nomm', reason: 'nomm is no column here' },
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
  expect((await upload('products', Buffer.from(bytes))).body).toMatchObject({ created: 1 });
  expect((await get('products?q=E1')).body.items).toMatchObject([{ name: 'Crème fraîche', price_ht: 125_050 }]);
  const declared = await upload(
    'products',
    Buffer.from(Uint8Array.from('code;name;unit;price_ht;tva_rate\nE2;Crème;pièce;1 200;19\n', (c) => c.charCodeAt(0))),
    'text/csv; charset=windows-1252',
  );
  expect(declared.body).toMatchObject({ created: 1 });
  expect((await get('products?q=E2')).body.items).toMatchObject([{ name: 'Crème', price_ht: 1_200 }]);
  for (const price of ['12,00', '125,50']) {
    const answer = await upload('products', `code;name;unit;price_ht;tva_rate\nE3;Lben;sachet;${price};19\n`);
    expect(answer.body.errors).toMatchObject([{ line: 2, reason: expect.stringContaining('price_ht_da') }]);
  }
  const lots = `depot_id;product_id;lot_number;produced_at;expires_at;quantity\n${alger};${products[0]?.id};E1;01/11/2026;1/1/2027;10\n`;
  expect((await upload('lots', lots)).body).toMatchObject({ created: 1 });
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
  expect((await upload('deliveries', file)).body).toMatchObject({ created: 2 });
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
  expect((await upload('deliveries', [DELIVERIES, row(first), row(second)].join('\n'))).body).toMatchObject({
    created: 1,
  });
});

test('[CSV-4] nor does it make a client twice', async () => {
  const file = 'name,phone\nSupérette du Lac,0770 11 22 33\n';
  expect((await upload('clients', file)).body).toMatchObject({ created: 1 });
  expect((await upload('clients', file)).body.errors).toMatchObject([{ line: 2 }]);
});

test('[CSV-5] a dry run says what would be made, or the same faults, and keeps nothing', async () => {
  const file = `${PRODUCTS}D1,Ricotta,pot,9000,19\n`;
  const dry = await upload('products?dry_run=1', file);
  expect(dry).toMatchObject({
    status: 200,
    body: { would_create: 1, columns: expect.any(Array), items: [{ code: 'D1', name: 'Ricotta' }] },
  });
  expect((await get('products?q=D1')).body.items).toEqual([]);
  expect((await upload('products?dry_run=1', `${PRODUCTS}D1,,pot,9000,19\n`)).body.errors).toHaveLength(1);
  expect((await upload('products?dry=1', file)).status).toBe(400);
  expect((await upload('products', file)).body).toMatchObject({ created: 1 });
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

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbook = async (rows: SheetData): Promise<Buffer> => (await writeXlsxFile(rows).toBuffer()) as Buffer;

test('[XLSX-1] a workbook of Excel is read as its CSV would be: figures, days, leading zeros and texts that look like formulas', async () => {
  const rows: SheetData = [
    ['Code', 'Désignation', 'Unité', 'Prix HT (DA)', 'TVA %', 'Code-barres', 'Suivi par lot', 'Famille'],
    ['00X1', '=1+1', 'pièce', 1250.5, 19, '0061300', 'oui', '@maison'],
    ['00X2', '+Lben', 'sachet', '1 250,50', '19 %', null, 'non', '-5 °C'],
  ];
  expect(await upload('products', await workbook(rows), XLSX)).toMatchObject({ status: 201, body: { created: 2 } });
  expect((await get('products?q=00X')).body.items).toMatchObject([
    { code: '00X1', name: '=1+1', price_ht: 125_050, barcode: '0061300', lot_tracked: true, category: '@maison' },
    { code: '00X2', name: '+Lben', price_ht: 125_050, tva_rate: 19, lot_tracked: false, category: '-5 °C' },
  ]);
  const lots: SheetData = [
    ['Dépôt', 'Produit', 'N° de lot', 'Fabriqué le', 'Expire le', 'Quantité'],
    ['ALG', '00X1', 'X-1', { value: new Date('2026-11-01'), type: Date, format: 'dd/mm/yyyy' }, '31/12/2026', 12],
  ];
  expect((await upload('lots', await workbook(lots), XLSX)).body).toMatchObject({ created: 1 });
  expect((await get('lots?q=X-1')).body.items).toMatchObject([{ produced_at: '2026-11-01', expires_at: '2026-12-31' }]);
  const bad: SheetData = [
    ['Code', 'Nom', 'Unité', 'Prix HT', 'TVA'],
    ['X3', 'Bon', 'pièce', 'cher', 19],
    ['X4', null, 'pièce', 1, 19],
  ];
  expect((await upload('products', await workbook(bad), XLSX)).body.errors).toMatchObject([
    { line: 2, column: 'price_ht_da', fault: 'UNREADABLE', cell: 'cher' },
    { line: 3, column: 'name', fault: 'EMPTY' },
  ]);
});

test('[XLSX-2] what is no workbook, a bomb, and a sheet that claims a million rows are refused, and the server goes on', async () => {
  const detail = async (bytes: Uint8Array) => {
    const { status, body } = await upload('products', bytes, XLSX);
    return [status, body.detail];
  };
  expect(await detail(Buffer.from('code;name'))).toEqual([400, expect.stringContaining('no workbook')]);
  const zeros = Buffer.alloc(60_000_000);
  const two = zipOf([
    { name: 'xl/a.xml', content: zeros },
    { name: 'xl/b.xml', content: zeros },
  ]);
  expect(two.length).toBeLessThan(1_000_000);
  expect(await detail(two)).toEqual([400, expect.stringContaining('100 MB')]);
  const lying = zipOf([{ name: 'xl/a.xml', content: zeros, claims: 1_000 }]);
  expect(await detail(lying)).toEqual([400, expect.stringContaining('100 MB')]);
  const sheet = (ref: string) => zipOf(partsWithCell(ref));
  expect(await detail(sheet('XFD1048576'))).toEqual([400, expect.stringContaining('cannot be read')]);
  expect(await detail(sheet('A9000'))).toEqual([400, expect.stringContaining(String(LIMITS.importRows))]);
  expect((await upload('products', Buffer.alloc(LIMITS.workbookBytes + 1), XLSX)).status).toBe(413);
  expect((await upload('products', `${PRODUCTS}X9,Bon,pièce,100,19\n`)).status).toBe(201);
});

test('[IMP-1] headings are read in French, Arabic and English; what the company calls a column is remembered', async () => {
  const arabic = 'الرمز;الاسم;الوحدة;السعر;نسبة الضريبة\nAR1;لبن;كيس;70,00;9\n';
  expect((await upload('products', arabic)).body).toMatchObject({ created: 1 });
  expect((await get('products?q=AR1')).body.items).toMatchObject([{ name: 'لبن', price_ht: 7_000 }]);
  const english = 'Product code,Name,Unit,Price,VAT rate\nEN1,Brie,piece,"1 250,50",19\n';
  expect((await upload('products', english)).body).toMatchObject({ created: 1 });
  const own = 'Réf. Sage;Intitulé;Cond.;Tarif 1;TX;Poids\nOW1;Brie;pièce;10,00;19;250 g\n';
  const unknown = await upload('products?dry_run=1', own);
  expect(unknown.body.errors.map(({ column }: { column: string }) => column).slice(0, 6)).toEqual([
    ...['Réf. Sage', 'Intitulé', 'Cond.', 'Tarif 1', 'TX', 'Poids'],
  ]);
  const said = (pairs: Record<string, string | null>) => ({
    columns: Object.entries(pairs).map(([heading, column]) => ({ heading, column })),
  });
  const known = { 'réf sage': 'code', Intitulé: 'name', 'Cond.': 'unit', 'Tarif 1': 'price_ht_da', TX: 'tva_rate' };
  const all = said({ ...known, Poids: null });
  expect((await post('import/products/mapping', all)).body).toEqual(all);
  const tried = await upload('products?dry_run=1', own);
  expect(tried.body.would_create).toBe(1);
  expect(tried.body.columns[0]).toEqual({ heading: 'Réf. Sage', column: 'code' });
  expect(tried.body.columns[5]).toEqual({ heading: 'Poids', column: null });
  expect((await upload('products', own)).body).toMatchObject({ created: 1 });
  const again = await post('import/products/mapping', said({ poids: 'category' }));
  expect(again.body).toEqual(said({ ...known, poids: 'category' }));
  expect((await post('import/products/mapping', said({ x: 'password' }))).status).toBe(400);
  expect((await get('import/products/mapping')).body).toEqual(again.body);
});

test('[IMP-2] things are named by code, by name or by what the ERP calls them; who is meant is never guessed', async () => {
  await post('clients', { name: 'Supérette Amel', address: 'Hydra', depot_ids: [alger] });
  await post('clients', { name: 'Supérette Nour', kind: 'SHOP', external_id: 'C-7', depot_ids: [alger] });
  await post('clients', { name: 'Supérette Nour', external_id: 'C-8', depot_ids: [alger] });
  const since = '2026-01-01';
  await post('products', {
    code: '0042',
    name: 'Crème épaisse',
    unit: 'pot',
    price_ht: 5_000,
    tva_rate: 9,
    price_lists: [{ client_kind: 'SHOP', price_ht: 4_500, since }],
  });
  const head = 'Dépôt;Chauffeur;Client;Jour;Article;Qté\n';
  const good = await upload(
    'deliveries',
    `${head}alger;KARIM;C-7;24/11/2026;0042;3\nALG;driver;C-7;2026-11-25;creme epaisse;1\n`,
  );
  expect(good.body).toMatchObject({ created: 2 });
  const lines = async (at: number) => (await get(`deliveries/${good.body.made[at].id}`)).body.lines;
  expect(await lines(0)).toMatchObject([{ quantity: 3, unit_price_ht: 4_500, tva_rate: 9 }]);
  expect(await lines(1)).toMatchObject([{ quantity: 1, unit_price_ht: 4_500, tva_rate: 9 }]);
  const bad = await upload(
    'deliveries',
    `${head}ALG;driver;supérette nour;24/11/2026;0042;3\nORA;nobody;C-9;24/11/2026;43;3\n`,
  );
  expect(bad.body.errors).toMatchObject([
    { line: 2, column: 'client', fault: 'AMBIGUOUS', cell: 'supérette nour' },
    { line: 3, column: 'depot', fault: 'NOT_FOUND', cell: 'ORA' },
    { line: 3, column: 'driver', fault: 'NOT_FOUND' },
    { line: 3, column: 'client', fault: 'NOT_FOUND' },
    { line: 3, column: 'product', fault: 'NOT_FOUND' },
  ]);
});

test('[IMP-3] people are imported without passwords: each begins with a one-time code', async () => {
  const file =
    'Identifiant;Nom;Fonction;Dépôt\nyacine;Yacine B.;Chauffeur;ALG\nlila;Lila C.;comptable;\nnadia;Nadia D.;magasinier;\n';
  expect((await upload('users', file)).body.errors).toMatchObject([{ line: 4, fault: 'OUT_OF_RANGE' }]);
  expect((await upload('users', file.replace('magasinier;', 'أمين المخزن;Oran'))).body).toMatchObject({
    created: 3,
    made: [{ line: 2, name: 'Yacine B.' }, { line: 3 }, { line: 4 }],
  });
  expect((await get('users?q=nadia')).body.items).toMatchObject([{ role: 'warehouse', depot_id: oran }]);
  expect((await upload('users', 'Identifiant;Nom;Fonction;password\nx;X;admin;secret\n')).body.errors).toMatchObject([
    { line: 1, column: 'password', fault: 'COLUMN_UNKNOWN' },
  ]);
});

test('[IMP-4] clients come with their identities, kind, depots, proof rule and credit limit; products with prices for kinds', async () => {
  const clients =
    'Nom;Dépôts;Type;RC;NIF;Signature demandée;Plafond (DA);Code ERP\nCafé du Port;ALG | Oran;Restauration;16/00-1;000016;oui;50 000,00;K1\n';
  await post('import/clients/mapping', { columns: [{ heading: 'Plafond (DA)', column: 'credit_limit_da' }] });
  expect((await upload('clients', clients)).body).toMatchObject({ created: 1 });
  expect((await get('clients?q=Port')).body.items).toMatchObject([
    {
      ...{ kind: 'FAST_FOOD', rc: '16/00-1', nif: '000016', external_id: 'K1', credit_limit: 5_000_000 },
      ...{ depot_ids: [alger, oran], proof: { signature: true, photo: false } },
    },
  ]);
  const products = 'Code;Nom;Unité;Prix;TVA;Prix grossiste (DA);Nom arabe\nK9;Gouda;kg;100,00;19;90,00;جبن\n';
  expect((await upload('products', products)).body).toMatchObject({ created: 1 });
  expect((await get('products?q=K9')).body.items).toMatchObject([
    { name_ar: 'جبن', price_lists: [{ client_kind: 'WHOLESALER', price_ht: 9_000, since: '2026-11-22' }] },
  ]);
});

test('[IMP-5] the receipt names the file, its SHA-256 and what each line became, and stands in the audit', async () => {
  const file = `${PRODUCTS}R1,Brie,pièce,100,19\nR2,Gouda,pièce,100,19\n`;
  const { body } = await upload('products?file=articles.csv', file);
  const sha256 = createHash('sha256').update(file).digest('hex');
  expect(body.receipt).toMatchObject({ file: 'articles.csv', sha256 });
  expect(body.made).toMatchObject([
    { line: 2, name: 'Brie' },
    { line: 3, name: 'Gouda' },
  ]);
  expect((await get('acts?what=FILE_IMPORTED&q=articles.csv')).body.items).toMatchObject([
    { entity_id: body.receipt.id, after: { kind: 'products', created: 2, sha256 } },
  ]);
});
