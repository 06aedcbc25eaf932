import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { noteMade } from '../../store/sync/device-claims.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const clock = turnedClock('2026-12-01T16:42:00.000Z');
const TODAY = '2026-12-01';
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, alger, oran, driver, clerk } = hq;
const phone = new TestDevice(driver);
let token = '';
beforeAll(async () => {
  await post('lots', hq.newLot());
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const at = () => new Date(clock.now()).toISOString();
const planned = async (over: object = {}) =>
  (await post('deliveries', hq.newDelivery({ planned_for: TODAY, ...over }))).body;
const validation = (delivery: { id: string; qr_payload: string }, payload: object = {}) =>
  phone.say({
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: delivery.qr_payload, validated_at: at(), ...payload },
    occurred_at: at(),
  });
const push = (...events: object[]) =>
  server.call('POST', '/api/sync/push', { token, body: phone.pushBody(events, { sent_at: at() }) });
const pull = (made: number) => server.call('GET', `/api/sync/pull?device_id=${phone.id}&made=${made}`, { token });
const ofPhone = async (path = 'arrivals') =>
  (await get(path)).body.items.find((item: { device_id: string }) => item.device_id === phone.id);

describe('the arrival board', () => {
  test('[BOARD-1] everything through, as of what the phone said last; then exactly what is missing, and since when', async () => {
    const open = await planned();
    const events = [1, 2, 3].map((n) =>
      phone.say({ entity_type: 'AUDIT', entity_id: `a${n}`, action: 'SEEN', payload: {}, occurred_at: at() }),
    );
    await push(...events);
    await pull(3);
    expect(await ofPhone()).toMatchObject({
      ...{ depot_id: alger, user_name: 'Quelqu’un', complete_up_to: 3, last_said: 3, missing: [], missing_since: null },
      checksum: events[2]?.checksum,
      as_of: '2026-12-01T16:42:00.000Z',
      open_deliveries: 1,
    });
    clock.turn(60_000);
    await pull(5);
    expect(await ofPhone()).toMatchObject({
      ...{ complete_up_to: 3, last_said: 5, missing: [[4, 5]], missing_since: at(), as_of: at() },
    });
    const [fourth, fifth] = [
      validation(open),
      phone.say({ entity_type: 'AUDIT', entity_id: 'x', action: 'SEEN', payload: {}, occurred_at: at() }),
    ];
    await push(fifth);
    expect(await ofPhone()).toMatchObject({ complete_up_to: 3, last_said: 5, missing: [[4, 4]] });
    await push(fourth);
    expect(await ofPhone()).toMatchObject({ complete_up_to: 5, missing: [], missing_since: null, open_deliveries: 0 });
  });

  test('[BOARD-1] a hub hands on what phones said to it; a word from before changes nothing, none is of the future', async () => {
    const { rows } = await server.deps.database.query('SELECT made, said_at FROM device_claims WHERE device_id = $1', [
      phone.id,
    ]);
    expect(rows).toMatchObject([{ made: 5 }]);
    const said = (made: number, shift: number) =>
      noteMade(
        server.deps.database,
        [{ device_id: phone.id, made, at: new Date(clock.now() + shift).toISOString() }],
        clock.now(),
      );
    clock.turn(60_000);
    await said(4, -120_000);
    expect(await ofPhone()).toMatchObject({ last_said: 5 });
    await said(8, 3_600_000);
    expect(await ofPhone()).toMatchObject({ last_said: 8, missing: [[6, 8]], as_of: at() });
    await noteMade(server.deps.database, [{ device_id: crypto.randomUUID(), made: 1, at: at() }], clock.now());
    expect((await get('arrivals?day=2026-13-01')).status).toBe(400);
    expect((await get(`arrivals?depot_id=${oran}`)).body.items).toEqual([]);
    expect((await get(`arrivals?depot_id=${oran}`, clerk)).status).toBe(403);
  });
});

describe('the overview', () => {
  const ofDepot = async (path = 'overview') =>
    (await get(path)).body.depots.find((depot: { depot_id: number }) => depot.depot_id === alger);

  test('[BOARD-2] a day by depot: done, partial, refused, failed, cancelled, to come, late; and the days before', async () => {
    const [partial, refused, cancelled] = [await planned(), await planned(), await planned()];
    await planned();
    await planned({ planned_for: '2026-11-30' });
    await push(
      validation(partial, { lines: [{ product_id: partial.lines[0].product_id, delivered: 1 }] }),
      phone.say({
        ...{ entity_type: 'DELIVERY', entity_id: refused.id, action: 'DELIVERY_FAILED', occurred_at: at() },
        payload: { reason: 'REFUSED' },
      }),
    );
    await post(`deliveries/${cancelled.id}/cancel`);
    const tally = { done: 1, partial: 1, refused: 1, failed: 1, cancelled: 1, to_come: 1 };
    expect(await ofDepot()).toMatchObject({ ...tally, code: 'ALG', late: 1, backlog: null, hub_seen_at: null });
    const { day, as_of, series } = (await get('overview')).body;
    expect([day, as_of]).toEqual([TODAY, at()]);
    expect(series).toMatchObject([
      { day: '2026-11-30', depot_id: alger, to_come: 1, delivered_ttc: 0 },
      { day: TODAY, depot_id: alger, ...tally },
    ]);
    expect(series[1].delivered_ttc).toBeGreaterThan(0);
    expect((await get('overview', clerk)).body.depots.map(({ code }: { code: string }) => code)).toEqual(['ALG']);
    expect(await ofDepot('overview?day=2026-11-30')).toMatchObject({ to_come: 1, done: 0, late: 0 });
  });

  test('[BOARD-2] a hub that is behind, and what waits for a person, are counted by depot', async () => {
    await server.deps.database.query(
      `INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at, last_seen_at, backlog, health)
       VALUES (gen_random_uuid(), $1, 'H', '{}', now(), $2, 12, '{"oldest_at": "2026-12-01T15:00:00.000Z"}')`,
      [alger, at()],
    );
    const before = await ofDepot();
    const again = await planned();
    await push(validation(again), validation(again));
    await server.deps.database.query(
      `INSERT INTO alerts (id, kind, depot_id, created_at) VALUES (gen_random_uuid(), 'STOCK_SHORTFALL', $1, now())`,
      [alger],
    );
    expect(await ofDepot()).toMatchObject({
      ...{ backlog: 12, backlog_since: '2026-12-01T15:00:00.000Z', hub_seen_at: at() },
      ...{ conflicts: before.conflicts + 1, quarantine: 0, waiting: 0, alerts: before.alerts + 1 },
    });
  });
});
