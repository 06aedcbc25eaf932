import { afterAll, describe, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { ABSENT, openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../../testing/open-test-server.ts';

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

  test('[HQ-70] a parameter that a route does not know is 400 and named, on every route', async () => {
    for (const path of ['deliveries?planed_for=2027-03-03', 'alerts-by-user?depot=1', `deliveries/${ABSENT}?x=1`]) {
      expect(await get(path), path).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    }
    expect((await get('deliveries?planed_for=2027-03-03')).body.detail).toMatch(/planed_for/);
    expect((await post('products?dry_run=1', newProduct())).status).toBe(400);
    expect((await get('deliveries?limit=1&limit=2')).status).toBe(400);
  });

  test('[HQ-71] a list says how many rows all of its pages have, and counts no further than it may', async () => {
    for (let n = 0; n < 3; n += 1) await post('deliveries', newDelivery({ planned_for: '2027-03-09' }));
    const first = (await get('deliveries?planned_for=2027-03-09&limit=2')).body;
    expect(first).toMatchObject({ total: 3, total_is_exact: true });
    const second = (await get(`deliveries?planned_for=2027-03-09&limit=2&cursor=${first.next_cursor}`)).body;
    expect([second.items.length, second.total]).toEqual([1, 3]);
    const many = (extra: number) =>
      server.deps.database.query(
        `INSERT INTO products (code, name, unit, price_ht, tva_rate)
         SELECT 'Z' || n || '.' || $1, 'Compté', 'x', 1, 0 FROM generate_series(1, $1) AS n`,
        [extra],
      );
    await many(LIMITS.adminCount - 1);
    const counted = async () => (await get('products?q=compté&limit=1')).body;
    expect(await counted()).toMatchObject({ total: LIMITS.adminCount - 1, total_is_exact: true });
    await many(1);
    expect(await counted()).toMatchObject({ total: LIMITS.adminCount, total_is_exact: false });
    await many(2);
    expect(await counted()).toMatchObject({ total: LIMITS.adminCount, total_is_exact: false });
  });

  test('[HQ-72] lists are narrowed to days, both included: of a tour, or of Algiers', async () => {
    for (const day of ['2027-04-01', '2027-04-02', '2027-04-03'])
      await post('deliveries', newDelivery({ planned_for: day }));
    const days = async (query: string) =>
      (await get(`deliveries?${query}`)).body.items.map(({ planned_for }: { planned_for: string }) => planned_for);
    expect(await days('from=2027-04-02&to=2027-04-03')).toEqual(['2027-04-03', '2027-04-02']);
    // Half past eleven in the evening by UTC is the next day, and the next year, in Algiers.
    const { id } = (await post('clients', { name: 'Nouvel an' })).body;
    const act = async (query: string) => (await get(`acts?entity_id=${id}&${query}`)).body.items.length;
    expect([await act('from=2027-01-01&to=2027-01-01'), await act('to=2026-12-31')]).toEqual([1, 0]);
    expect(await act('from=2026-12-31T23:00:00.000Z&to=2026-12-31T23:00:00.001Z')).toBe(0);
    const changed = async (since: string) =>
      (await get(`clients?updated_since=${since}&q=nouvel`)).body.items.map((client: { id: string }) => client.id);
    expect([await changed('2027-01-01'), await changed('2027-01-02')]).toEqual([[id], []]);
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
