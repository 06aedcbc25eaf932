import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHIPPED_ACCOUNTS } from '#shared/domain/sales-journal.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';
import { holdClosedThrough } from './closed-months.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A minute before December begins in Algiers. */
const clock = turnedClock('2026-11-30T22:59:00.000Z');
const database = await createTestDatabase();
const { server, get: ask, post: send, alger, oran, driver, newProduct } = await openTestHq(database.url, clock);
const phone = new TestDevice(driver);
/** Of the admin: a session ends while the clock is turned. */
let session: string;
const get = (path: string) => ask(path, session);
const post = (path: string, body: unknown, caller = session) => send(path, body, caller);
const signIn = async (name: string): Promise<string> => (await server.signIn(name, PASSWORD)).body.access_token;
async function turn(ms: number): Promise<void> {
  clock.turn(ms);
  session = await signIn('admin');
}
let token = '';
let client = '';
let product = 0;
beforeAll(async () => {
  await turn(0);
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  client = (await post('clients', { name: 'Café Nour', depot_ids: [alger] })).body.id;
  product = (await post('products', newProduct())).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function invoice(): Promise<string> {
  const at = new Date(clock.now()).toISOString();
  const lines = [{ product_id: product, quantity: 2, unit_price_ht: 100_00, tva_rate: 19 }];
  const payload = { client_id: client, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT' };
  const subject = { entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED' };
  const event = phone.say({ ...subject, payload, occurred_at: at });
  const body = phone.pushBody([event], { sent_at: at });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  return event.entity_id;
}
const close = (month: string) => post('reports/closings', { month });
const closing = async (month: string) => (await get(`reports/closing?month=${month}`)).body;
const HASH = 'ab'.repeat(32);
const taken = { month: '2026-11', depot_id: null, sha256: HASH };
let ofNovember = '';
let payment = '';

test('[RPT-7] a month is closed from a day behind its end, with all before it, once, and the audit says by whom', async () => {
  ofNovember = await invoice();
  payment = (await post('payments', { client_id: client, amount: 200_00, method: 'TRANSFER' })).body.id;
  await turn(MINUTE + DAY - 1);
  expect((await close('2026-11')).status).toBe(409);
  expect(await closing('2026-11')).toEqual({ month: '2026-11', closed: null, may_close: false, exports: [] });
  expect((await post('reports/exports', taken)).status).toBe(409);
  await turn(1);
  expect(await closing('2026-11')).toMatchObject({ closed: null, may_close: true });
  expect((await close('2026-11')).status).toBe(201);
  expect((await close('2026-11')).status).toBe(201);
  for (const month of ['2026-10', '2026-11']) {
    expect(await closing(month)).toMatchObject({ closed: { user_name: 'Admin' }, may_close: false });
  }
  expect(await closing('2026-12')).toMatchObject({ closed: null, may_close: false });
  const { items } = (await get('acts?what=MONTH_CLOSED')).body;
  expect(items).toMatchObject([{ entity_id: '2026-11', user_name: 'Admin', after: { closed_through: '2026-11' } }]);
  expect((await close('2026-13')).status).toBe(400);
});

test('[RPT-7] nothing of a closed month changes: corrections are of the day on which they are made', async () => {
  const november = async () => [
    (await get('reports/tva?month=2026-11')).body,
    (await get('reports/numbers?month=2026-11')).body.days,
    (await get(`clients/${client}/statement?from=2026-11-01&to=2026-11-30`)).body,
  ];
  const before = await november();
  const refused = await post(`invoices/${ofNovember}/cancel`, { reason: 'erreur' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect(refused.body.detail).toMatch(/closed month: make a credit note/);
  const credit = { reason: 'rendu', goods_back: false, lines: [{ product_id: product, quantity: 1 }] };
  expect((await post(`invoices/${ofNovember}/credit-notes`, credit)).status).toBe(201);
  expect((await post(`payments/${payment}/cancel`, { reason: 'sans provision' })).status).toBe(200);
  expect(await november()).toEqual(before);
  expect((await get('reports/tva?month=2026-12')).body).toMatchObject({ credited_ttc: 119_00 });
  const ofDecember = await invoice();
  expect((await post(`invoices/${ofDecember}/cancel`, { reason: 'erreur' })).status).toBe(200);
});

test('[RPT-7] a clock that goes back dates no credit note in a closed month', async () => {
  await turn(-2 * DAY);
  const credit = { reason: 'rendu', goods_back: false, lines: [{ product_id: product, quantity: 1 }] };
  expect((await post(`invoices/${ofNovember}/credit-notes`, credit)).status).toBe(409);
  await turn(2 * DAY);
});

test('[RPT-7] who closes a month waits for what is changing a paper of it', async () => {
  await turn(31 * DAY);
  const other = await server.owner.connect();
  const waiting = async () => {
    const { rows } = await other.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]?.n;
  };
  await other.query('BEGIN');
  expect(await holdClosedThrough(other)).toBe('2026-11');
  const closed = close('2026-12');
  await expect.poll(waiting).toBe(1);
  expect(await closing('2026-12')).toMatchObject({ closed: null });
  await other.query('COMMIT');
  other.release();
  expect(await closed).toMatchObject({ status: 201 });
  expect(await closing('2026-12')).toMatchObject({ closed: { user_name: 'Admin' } });
});

test('[RPT-8] a journal of a closed month is kept with its hash, its author and its depot; a clerk’s is of the own depot', async () => {
  const clerk = await signIn('clerk');
  expect((await post('reports/exports', taken)).status).toBe(201);
  await turn(1);
  expect((await post('reports/exports', { ...taken, depot_id: oran }, clerk)).status).toBe(403);
  expect((await post('reports/exports', taken, clerk)).status).toBe(201);
  expect((await closing('2026-11')).exports).toMatchObject([
    { depot_id: alger, sha256: HASH },
    { user_name: 'Admin', depot_id: null, sha256: HASH },
  ]);
  expect((await post('reports/exports', { ...taken, sha256: 'x' })).status).toBe(400);
});

test('[RPT-9] the TVA of a closed month is kept as its journal is, and each says which file it is', async () => {
  expect((await post('reports/exports', { ...taken, kind: 'TVA' })).status).toBe(201);
  const { exports } = await closing('2026-11');
  expect(exports.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['JOURNAL', 'JOURNAL', 'TVA']);
  expect((await post('reports/exports', { ...taken, kind: 'x' })).status).toBe(400);
});

test('[RPT-10] other accounts begin with a month that is open, and stay with their author and reason', async () => {
  const accounts = { ...SHIPPED_ACCOUNTS, clients: '41101' };
  const set = (body: object) => post('journal-accounts', { since: '2027-02', accounts, reason: 'plan', ...body });
  expect((await set({ since: '2026-11' })).status).toBe(400);
  expect((await set({ accounts: { ...accounts, tva: '=1' } })).status).toBe(400);
  expect((await set({})).status).toBe(201);
  expect((await get('journal-accounts')).body).toMatchObject({
    shipped: SHIPPED_ACCOUNTS,
    closed_through: '2026-12',
    items: [{ since: '2027-02', accounts, reason: 'plan', user_name: 'Admin' }],
  });
  const [act] = (await get('acts')).body.items;
  expect(act).toMatchObject({ what: 'JOURNAL_ACCOUNTS_SET', before: SHIPPED_ACCOUNTS, after: accounts });
  await expect(server.owner.query('DELETE FROM journal_accounts')).rejects.toThrow(/append-only/);
});
