import { afterAll, expect, test } from 'vitest';
import type { FeedChange, FeedPage } from '#shared/contract/hq/feed.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { tidy } from '../../store/housekeeping.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const DAY = 86_400_000;
const clock = turnedClock('2026-12-01T08:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, post, admin, clerk, alger, oran, driverToken, newProduct, newDelivery } = hq;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const ask = (query: string, token = admin) => server.call('GET', `/api/changes${query}`, { token });
const after = (since: string, more = '', token = admin) => ask(`?since=${encodeURIComponent(since)}${more}`, token);
const startOf = async (token = admin): Promise<string> => (await ask('', token)).body.next_since;
const keyFor = async (scopes: string[], depot_id: number | null = null): Promise<string> =>
  (await post('service-accounts', { name: 'Sage', scopes, depot_id })).body.key;
const kinds = ({ changes }: FeedPage) => changes.map(({ kind, action }: FeedChange) => `${kind} ${action}`);

test('[ERP-11] tells what changed since the cursor, in commit order, without a note’s code', async () => {
  const since = await startOf();
  const { body: product } = await post('products', { ...newProduct(), external_id: 'ART' });
  const { body: delivery } = await post('deliveries', newDelivery());
  await post(`deliveries/${delivery.id}/cancel`);
  const { body } = await after(since);
  expect(kinds(body)).toEqual([
    ...['products PRODUCT_UPSERTED', 'clients CLIENT_UPSERTED', 'deliveries DELIVERY_ASSIGNED', 'tours TOUR_UPDATED'],
    ...['deliveries DELIVERY_CANCELLED', 'tours TOUR_UPDATED'],
  ]);
  expect(body.changes[0]).toMatchObject({ entity_id: String(product.id), payload: { external_id: 'ART' } });
  expect(body.has_more).toBe(false);
  expect(JSON.stringify(body)).not.toMatch(/MCG1|qr_payload|audience|hub_depots/);
  expect((await after(body.next_since)).body).toEqual({ ...body, changes: [] });
  expect(kinds((await after(since, '&kinds=products,lots')).body)).toEqual(['products PRODUCT_UPSERTED']);
});

test('[ERP-11] a program hears what its scopes and its depot allow; people beside admins hear nothing', async () => {
  const key = await keyFor(['clients:read', 'deliveries:write']);
  const own = await keyFor(['deliveries:read'], oran);
  const since = await startOf(key);
  await post('products', newProduct());
  await post('clients', { name: 'Nouveau', depot_ids: [alger] });
  await post('deliveries', newDelivery());
  await post('deliveries', newDelivery({ depot_id: oran, driver_user_id: hq.oranDriver }));
  expect(kinds((await after(since, '', key)).body)).toEqual([
    ...['clients CLIENT_UPSERTED', 'deliveries DELIVERY_ASSIGNED', 'deliveries DELIVERY_ASSIGNED'],
  ]);
  const { changes } = (await after(since, '', own)).body as FeedPage;
  expect(changes.map(({ payload }) => payload.depot_id)).toEqual([oran]);
  expect((await after(since, '&kinds=products', key)).status).toBe(403);
  expect((await after(since, '&kinds=wishes', key)).status).toBe(400);
  expect((await after('yesterday', '', key)).status).toBe(400);
  for (const token of [clerk, driverToken]) expect((await ask('', token)).status).toBe(403);
  expect((await server.call('GET', '/api/changes')).status).toBe(401);
});

test('[ERP-11] a page has an end, and the next goes on there: nothing is left out or told twice', async () => {
  const since = await startOf();
  const rows = Array.from({ length: LIMITS.pullMax + 20 }, (_, n) => ({ name: `C${n}`, external_id: `n${n}` }));
  await server.call('PUT', '/api/admin/clients/bulk', { token: admin, body: { rows } });
  const first = (await after(since)).body;
  expect([first.changes.length, first.has_more]).toEqual([LIMITS.pullMax, true]);
  const second = (await after(first.next_since)).body;
  expect([second.changes.length, second.has_more]).toEqual([20, false]);
  const told = [...first.changes, ...second.changes].map(({ payload }) => payload.external_id).sort();
  expect(told).toEqual(rows.map(({ external_id }) => external_id).sort());
});

test('[ERP-11] a cursor from before what is still in the log, or of another epoch, is 410', async () => {
  const since = await startOf();
  await post('products', newProduct());
  clock.turn((LIMITS.changeDays + 1) * DAY);
  await tidy({ database: server.deps.database, clock });
  const token = (await server.signIn('admin', PASSWORD)).body.access_token;
  expect(await after(since, '', token)).toMatchObject({ status: 410, body: { code: 'CURSOR_EXPIRED' } });
  const now = await startOf(token);
  expect((await after(now, '', token)).status).toBe(200);
  await server.owner.query(`UPDATE meta SET value = 'another000' WHERE key = 'epoch'`);
  expect((await after(now, '', token)).status).toBe(410);
});
