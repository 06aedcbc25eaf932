import { afterAll, expect, test } from 'vitest';
import type { HqList } from '#shared/contract/hq/lists.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../../testing/open-test-server.ts';

const database = await createTestDatabase();
// Some lists go by the server's clock and some by the database's: the same, as on any machine that keeps time.
const clock = Object.assign(turnedClock('2026-12-01T10:00:00.000Z'), { now: systemClock.now });
const { server, get, post, admin, alger, oran, driver, newDelivery, newLot } = await openTestHq(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
});

const patch = async (path: string, body: object) => {
  const etag = String((await get(path)).headers.etag);
  return server.call('PATCH', `/api/admin/${path}`, { token: admin, body, headers: { 'if-match': etag } });
};

/** A moment after all that has happened: it has passed when it is answered. */
async function aMomentLater(): Promise<string> {
  const since = new Date(systemClock.now() + 2).toISOString();
  await expect.poll(async () => (await server.owner.query('SELECT now() > $1 AS is', [since])).rows[0].is).toBe(true);
  return since;
}

test('[HQ-78] a program that asks what has changed since a moment gets that and nothing else, whoever changed it', async () => {
  const { body: lot } = await post('lots', newLot());
  const { body: client } = await post('clients', { name: 'Changé', depot_ids: [alger] });
  const { body: note } = await post('deliveries', newDelivery({ client_id: client.id }));
  const { body: paid } = await post('payments', { client_id: client.id, amount: 100_00, method: 'TRANSFER' });
  const { depot_id, product_id, lot_number } = lot;
  const goods = { depot_id, product_id, lot_number, reason: 'inventaire' };
  const product = `products/${product_id}`;
  const changes: [list: HqList, id: string | number | null, change: () => Promise<Answer>][] = [
    ['depots', oran, () => patch(`depots/${oran}`, { phone: '021' })],
    ['users', driver, () => patch(`users/${driver}`, { name: 'Karim B.' })],
    ['products', product_id, () => patch(product, { category: 'frais' })],
    ['clients', client.id, () => patch(`clients/${client.id}`, { note: 'cour' })],
    ['deliveries', note.id, () => post(`deliveries/${note.id}/cancel`)],
    ['payments', paid.id, () => post(`payments/${paid.id}/cancel`, { reason: 'erreur' })],
    ['lots', lot.id, () => post('stock/counts', { ...goods, quantity: 40 })],
    ['lots', lot.id, () => post(`lots/${lot.id}/state`, { state: 'BLOCKED', reason: 'odeur' })],
    ['stock', null, () => post('stock/counts', { ...goods, quantity: 30 })],
    ['stock/transfers', null, () => post('stock/transfers', { ...goods, quantity: 3, to_depot_id: oran })],
  ];
  for (const [list, id, change] of changes) {
    const asked = `${list}?updated_since=${await aMomentLater()}`;
    expect((await get(asked)).body, list).toMatchObject({ items: [], total: 0 });
    expect((await change()).status, list).toBeLessThan(300);
    const { body } = await get(asked);
    expect(body, list).toMatchObject({ total: 1, total_is_exact: true, next_cursor: null });
    if (id !== null) expect(body.items[0].id, list).toBe(id);
  }
  for (const list of ['invoices', 'credit-notes'])
    expect((await get(`${list}?updated_since=2999-01-01`)).body.items, list).toEqual([]);
  expect((await get('deliveries?updated_since=yesterday')).status).toBe(400);
});
