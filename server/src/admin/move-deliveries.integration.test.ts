import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { ABSENT, openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const clock = turnedClock('2026-12-01T08:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, said, alger, clerkId, driver, oranDriver } = hq;
let other = 0;
beforeAll(async () => {
  const person = { username: 'other', name: 'Nadir', role: 'driver', depot_id: alger, password: PASSWORD };
  other = (await post('users', person)).body.id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const planned = async (over: object = {}) => (await post('deliveries', hq.newDelivery(over))).body;
const move = (id: string, body: object) => post(`deliveries/${id}/move`, body);

describe('moving', () => {
  test('[PLAN-1] a delivery goes to another driver and another day in one act; both drivers and the hub are told', async () => {
    const { id } = await planned();
    const changes = await said(() => move(id, { driver_user_id: other, planned_for: '2027-01-04', reason: 'panne' }));
    expect(changes).toMatchObject([
      {
        action: 'DELIVERY_UPDATED',
        payload: { id, driver_user_id: other, planned_for: '2027-01-04' },
        keys: [`h:${alger}`, `u:${driver}`, `u:${other}`, `u:${clerkId}`].sort(),
      },
      { action: 'TOUR_UPDATED', entity_id: `${driver}.2027-01-02` },
      { action: 'TOUR_UPDATED', entity_id: `${other}.2027-01-04`, payload: { planned: [{ quantity: 3 }] } },
    ]);
    expect((await get(`acts?entity_id=${id}&what=DELIVERY_MOVED`)).body.items).toMatchObject([
      {
        before: { driver_user_id: driver, planned_for: '2027-01-02' },
        after: { driver_user_id: other, planned_for: '2027-01-04' },
        reason: 'panne',
      },
    ]);
    expect(await said(() => move(id, { planned_for: '2027-01-04' }))).toEqual([]);
  });

  test.each<[string, object, number]>([
    ['another depot’s driver', { driver_user_id: 0 }, 409],
    ['nobody', { driver_user_id: 999 }, 409],
    ['a day that no month has', { planned_for: '2027-02-30' }, 400],
    ['a day in another year of grace', { planned_for: '2036-02-10' }, 400],
    ['nowhere', { reason: 'x' }, 400],
    ['a member that nobody knows', { planned_for: '2027-01-04', to: 1 }, 400],
  ])('[PLAN-1] %s is refused, and nothing is moved', async (_name, wish, status) => {
    const { id } = await planned();
    const body = 'driver_user_id' in wish && wish.driver_user_id === 0 ? { driver_user_id: oranDriver } : wish;
    const changes = await said(async () => expect((await move(id, body)).status).toBe(status));
    expect(changes).toEqual([]);
    expect((await move(ABSENT, { planned_for: '2027-01-04' })).status).toBe(404);
  });

  test('[PLAN-2] all that is open of a tour is moved in one act, what is done or cancelled stays', async () => {
    const day = '2027-01-10';
    const open = [await planned({ planned_for: day }), await planned({ planned_for: day })];
    const cancelled = await planned({ planned_for: day });
    await post(`deliveries/${cancelled.id}/cancel`, { reason: 'commande annulée' });
    const failed = await planned({ planned_for: day });
    await server.deps.database.query(`UPDATE deliveries SET status = 'FAILED' WHERE id = $1`, [failed.id]);
    const wish = { from: { driver_user_id: driver, day }, to: { driver_user_id: other, day: '2027-01-11' } };
    const changes = await said(async () => expect((await post('tours/move', wish)).body).toEqual({ moved: 3 }));
    const tours = [`${driver}.${day}`, `${other}.2027-01-11`];
    const told = [...open.map(({ id }) => id), failed.id, ...tours].sort();
    expect(changes.map(({ entity_id }) => entity_id).sort()).toEqual(told);
    const there = (await get(`deliveries?driver_user_id=${other}&planned_for=2027-01-11`)).body;
    expect([there.items.length, there.total]).toEqual([3, 3]);
    expect((await get(`deliveries?driver_user_id=${driver}&planned_for=${day}`)).body.items).toMatchObject([
      { id: cancelled.id },
    ]);
    expect((await post('tours/move', wish)).body).toEqual({ moved: 0 });
    const away = { from: { driver_user_id: other, day: '2027-01-11' }, to: { driver_user_id: oranDriver } };
    expect((await post('tours/move', away)).status).toBe(409);
  });

  test('[PLAN-3] a delivery is cancelled with a reason, which the audit keeps', async () => {
    const { id } = await planned();
    await post(`deliveries/${id}/cancel`, { reason: 'client fermé' });
    expect((await get(`acts?entity_id=${id}&limit=1`)).body.items).toMatchObject([
      {
        what: 'DELIVERY_CANCELLED',
        before: { status: 'PENDING' },
        after: { status: 'CANCELLED' },
        reason: 'client fermé',
      },
    ]);
  });
});
