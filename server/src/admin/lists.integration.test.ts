import { afterAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { ABSENT, openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../testing/open-test-server.ts';

const clock = turnedClock('2026-12-31T23:30:00.000Z');
const database = await createTestDatabase();
const {
  server,
  get,
  post,
  alger,
  oran,
  clerk,
  driver,
  oranDriver,
  driverDevice,
  driverToken,
  newProduct,
  newDelivery,
  newLot,
} = await openTestHq(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
});

describe('who may', () => {
  test('[HQ-1] an admin may everything, a clerk reads its own depot, nobody else anything', async () => {
    expect((await get('depots')).body.items.map(({ code }: { code: string }) => code)).toEqual(['ALG', 'ORN']);
    expect((await get('depots', clerk)).body.items.map(({ code }: { code: string }) => code)).toEqual(['ALG']);
    expect((await get('users', clerk)).body.items.every((user: { depot_id: number }) => user.depot_id === alger)).toBe(
      true,
    );
    expect(await get(`stock?depot_id=${oran}`, clerk)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await get(`users/${oranDriver}`, clerk)).status).toBe(404);
    expect(await post('products', newProduct(), clerk)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await get('depots', driverToken)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await server.call('GET', '/api/admin/depots')).toMatchObject({
      status: 401,
      body: { code: 'TOKEN_INVALID' },
    });
  });

  test('[HQ-2] no list and no answer shows a secret', async () => {
    for (const list of ['users', 'devices', 'hubs']) {
      expect(JSON.stringify((await get(list)).body)).not.toMatch(/argon2|public_key|password|code_hash/);
    }
  });
});

describe('lists', () => {
  test('[HQ-3] a list is read page by page, each item once, whatever is added meanwhile', async () => {
    const wanted = new Set<number>();
    for (let n = 0; n < 5; n += 1) wanted.add((await post('products', newProduct())).body.id);
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = (await get(`products?limit=2&cursor=${cursor}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }: { id: number }) => id));
      cursor = page.next_cursor ?? '';
      if (seen.length === 2) await post('products', newProduct());
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of wanted) expect(seen).toContain(id);
  });

  test('[HQ-4] a search is taken literally, and filters narrow', async () => {
    await post('products', { ...newProduct(), name: 'Crème 35 % _entière_' });
    expect((await get(`products?q=${encodeURIComponent('35 %')}`)).body.items).toHaveLength(1);
    expect((await get(`products?q=${encodeURIComponent('%5')}`)).body.items).toHaveLength(0);
    const made = (await post('deliveries', newDelivery({ planned_for: '2027-03-03' }))).body;
    const found = await get(
      `deliveries?planned_for=2027-03-03&status=PENDING&driver_user_id=${driver}&depot_id=${alger}`,
    );
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    expect((await get('deliveries?planned_for=2027-03-03&status=FAILED')).body.items).toEqual([]);
  });

  test('[HQ-5] a cursor, a limit or a filter that means nothing is refused, an unknown id is not found', async () => {
    const nonsense = Buffer.from('["x","y"]').toString('base64url');
    for (const query of [
      'cursor=x',
      `cursor=${nonsense}`,
      'limit=0',
      'limit=-1',
      'planned_for=2027-02-30',
      'status=X',
    ]) {
      expect(await get(`deliveries?${query}`), query).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    }
    for (const path of [`deliveries/${ABSENT}`, 'deliveries/1', 'products/999999999', 'stock/1:99', 'nothing']) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  test('[HQ-6] every list answers items and a cursor, and one of them by its id', async () => {
    await post('lots', newLot());
    const lists = [
      'depots',
      'users',
      'hubs',
      'devices',
      'products',
      'clients',
      'deliveries',
      'invoices',
      'stock',
      'lots',
    ];
    for (const list of [...lists, 'events', 'conflicts', 'alerts', 'quarantine', 'refused']) {
      const { status, body } = await get(list);
      expect([list, status, Array.isArray(body.items), 'next_cursor' in body]).toEqual([list, 200, true, true]);
      const first = body.items[0];
      if (!first) continue;
      const id = list === 'stock' ? `${first.depot_id}:${first.product_id}` : first.id;
      expect((await get(`${list}/${id}`)).body).toEqual(first);
    }
  });
});

describe('lists in their order', () => {
  /** Every item of a list, two at a time. */
  async function walk(path: string): Promise<Record<string, string>[]> {
    const items: Record<string, string>[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: Answer = await get(`${path}limit=2&cursor=${cursor}`);
      items.push(...body.items);
      cursor = body.next_cursor;
    }
    return items;
  }

  test('[HQ-22] lots come as they are taken from: by day, by number; devices the newest first', async () => {
    const { id } = (await post('products', newProduct())).body;
    const wanted = [
      ['2026-11-30', 'Z9'],
      ['2026-12-01', 'A1'],
      ['2026-12-01', 'B1'],
      ['2026-12-01', 'B2'],
      ['2026-12-02', 'A0'],
    ];
    for (const n of [3, 1, 4, 0, 2]) {
      const [produced_at, lot_number] = wanted[n] ?? [];
      await post('lots', newLot({ product_id: id, produced_at, lot_number }));
    }
    const lots = await walk(`lots?product_id=${id}&`);
    expect(lots.map(({ produced_at, lot_number }) => [produced_at, lot_number])).toEqual(wanted);

    await server.addUsers({ username: 'many', name: 'M', role: 'driver', depot_id: alger, password: PASSWORD });
    const made: string[] = [];
    for (const ms of [0, 1_000, 0]) {
      clock.turn(ms);
      made.push((await server.signIn('many', PASSWORD)).body.device.id);
    }
    const [first = '', ...later] = made;
    const { user_id } = (await get(`devices/${first}`)).body;
    const devices = await walk(`devices?user_id=${user_id}&`);
    expect(devices.map((device) => device.id)).toEqual([...later.sort(), first]);
  });

  test('[HQ-23] copies that were refused are listed, without their words, for an admin alone', async () => {
    const pushed = await server.call('POST', '/api/sync/push', {
      token: driverToken,
      body: {
        device_id: driverDevice.id,
        batch_id: crypto.randomUUID(),
        sent_at: new Date(clock.now()).toISOString(),
        events: [{ id: ABSENT, no: 'event' }],
      },
    });
    expect(pushed.status).toBe(200);
    const { items } = (await get('refused')).body;
    expect(items).toEqual([
      {
        id: expect.any(Number),
        refused_at: expect.any(String),
        brought_by: driverDevice.id,
        event_id: ABSENT,
        error_code: 'INVALID_EVENT',
      },
    ]);
    expect((await get(`refused/${items[0].id}`)).body).toEqual(items[0]);
    expect((await get(`refused?depot_id=${alger}`)).body.items).toEqual(items);
    expect((await get(`refused?depot_id=${oran}`)).body.items).toEqual([]);
    for (const path of ['refused', `refused/${items[0].id}`]) {
      expect(await get(path, clerk), path).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    }
  });
});
