import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { checksumOf } from '#shared/domain/checksum.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import {
  type Answer,
  newDevice,
  openTestServer,
  type TestDevice,
  type TestServer,
  turnedClock,
} from '../testing/open-test-server.ts';

const PASSWORD = 'manchengo-test';
const ABSENT = '00000000-0000-7000-8000-000000000000';
const clock = turnedClock('2026-12-31T23:30:00.000Z');
let database: TestDatabase;
let server: TestServer;
let admin: string;
let clerk: string;
let [alger, oran, driver, oranDriver] = [0, 0, 0, 0];
let driverDevice: TestDevice;
let driverToken: string;
let product: { id: number };
let client: { id: string };
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  await server.addUsers({ username: 'admin', name: 'Admin', role: 'admin', password: PASSWORD });
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  alger = (await post('depots', { code: 'ALG', name: 'Alger' })).body.id;
  oran = (await post('depots', { code: 'ORN', name: 'Oran' })).body.id;
  const people = { name: 'Quelqu’un', password: PASSWORD };
  driver = (await post('users', { ...people, username: 'driver', role: 'driver', depot_id: alger })).body.id;
  oranDriver = (await post('users', { ...people, username: 'driver.oran', role: 'driver', depot_id: oran })).body.id;
  await post('users', { ...people, username: 'clerk', role: 'clerk', depot_id: alger });
  clerk = (await server.signIn('clerk', PASSWORD)).body.access_token;
  driverDevice = newDevice();
  driverToken = (await server.signIn('driver', PASSWORD, driverDevice)).body.access_token;
  product = (await post('products', newProduct())).body;
  client = (await post('clients', { name: 'Épicerie Nour', depot_ids: [oran] })).body;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const get = (path: string, token = admin): Promise<Answer> => server.call('GET', `/api/admin/${path}`, { token });
const post = (path: string, body?: unknown, token = admin): Promise<Answer> =>
  server.call('POST', `/api/admin/${path}`, { token, body });
const newProduct = () => {
  serial += 1;
  return { code: `P${serial}`, name: `Camembert ${serial}`, unit: 'pièce', price_ht: 28_500, tva_rate: 19 };
};
const newDelivery = (over: object = {}) => ({
  depot_id: alger,
  driver_user_id: driver,
  client_id: client.id,
  planned_for: '2027-01-02',
  lines: [{ product_id: product.id, quantity: 3, unit_price_ht: 28_500, tva_rate: 19 }],
  ...over,
});
const newLot = (over: object = {}) => {
  serial += 1;
  return {
    depot_id: alger,
    product_id: product.id,
    lot_number: `L${serial}`,
    produced_at: '2026-12-01',
    expires_at: '2027-02-01',
    quantity: 100,
    ...over,
  };
};

/** What was said since, as it stands in the log. */
async function said(work: () => Promise<unknown>): Promise<(ServerEvent & { keys: string[] })[]> {
  const { rows: before } = await server.deps.database.query('SELECT last FROM change_counter');
  await work();
  const { rows } = await server.deps.database.query(
    `SELECT body, (SELECT array_agg(key ORDER BY key) FROM change_audience a WHERE a.pos = c.pos) AS keys
     FROM changes c WHERE pos > $1 ORDER BY pos`,
    [before[0].last],
  );
  return rows.map(({ body, keys }) => ({ ...JSON.parse(body), keys: keys ?? [] }));
}

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

describe('creating', () => {
  test('[HQ-7] a delivery is numbered, summed and signed, and told to its driver and its hub alone', async () => {
    let made: Answer | undefined;
    const changes = await said(async () => {
      made = await post('deliveries', newDelivery());
    });
    expect(made?.status).toBe(201);
    expect(made?.body).toMatchObject({ status: 'PENDING', client_name: 'Épicerie Nour', planned_for: '2027-01-02' });
    expect(made?.body).toMatchObject({ total_ht: 85_500, total_tva: 16_245, total_ttc: 101_745 });
    // Half past midnight on New Year's Day in Algiers.
    expect(made?.body.reference).toMatch(/^BL-ALG-2027-\d{6}$/);
    expect(made?.body.qr_payload).toMatch(new RegExp(`^MCG1\\.${made?.body.id}\\.`));
    const assigned = changes.find(({ action }) => action === 'DELIVERY_ASSIGNED');
    expect(assigned).toMatchObject({ entity_id: made?.body.id, payload: made?.body });
    expect(assigned?.keys).toEqual([`h:${alger}`, `u:${driver}`]);
  });

  test('[HQ-8] delivery notes run without a gap in each depot and year, whoever plans at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('deliveries', newDelivery())));
    await post('deliveries', newDelivery({ lines: [] }));
    await post('deliveries', newDelivery({ client_id: ABSENT }));
    answers.push(await post('deliveries', newDelivery()));
    const numbers = answers.map(({ body }) => Number(body.reference.slice(-6))).sort((a, b) => a - b);
    const [first = 0] = numbers;
    expect(numbers).toEqual(Array.from({ length: 9 }, (_, n) => first + n));
  });

  test('[HQ-9] a client belongs to each depot that delivers to it, and these depots are told', async () => {
    const { body: fresh } = await post('clients', { name: 'Café du Port', phone: '0550', depot_ids: [oran] });
    const changes = await said(() => post('deliveries', newDelivery({ client_id: fresh.id })));
    expect(changes.find(({ action }) => action === 'CLIENT_UPSERTED')).toMatchObject({
      payload: { id: fresh.id, depot_ids: [alger, oran], phone: '0550' },
      keys: [`d:${alger}`, `d:${oran}`],
    });
    const again = await said(() => post('deliveries', newDelivery({ client_id: fresh.id })));
    expect(again.map(({ action }) => action)).toEqual(['DELIVERY_ASSIGNED']);
  });

  test('[HQ-10] a lot raises the stock of its depot, which is told the new level', async () => {
    const { body: cheese } = await post('products', newProduct());
    await post('lots', newLot({ product_id: cheese.id, quantity: 40 }));
    const changes = await said(() => post('lots', newLot({ product_id: cheese.id, quantity: 2 })));
    expect(changes).toMatchObject([
      {
        action: 'STOCK_LEVEL_CHANGED',
        entity_id: `${alger}:${cheese.id}`,
        payload: { product_id: cheese.id, depot_id: alger, quantity: 42 },
        keys: [`d:${alger}`],
      },
    ]);
    expect((await get(`stock?depot_id=${alger}&product_id=${cheese.id}`)).body.items).toMatchObject([{ quantity: 42 }]);
    const lots = (await get(`lots?depot_id=${alger}&product_id=${cheese.id}`)).body.items;
    expect(lots.map((lot: { remaining_quantity: number }) => lot.remaining_quantity).sort()).toEqual([2, 40]);
  });

  test('[HQ-11] a product is told to everybody, a user by name to its depot', async () => {
    const products = await said(() => post('products', newProduct()));
    expect(products).toMatchObject([{ action: 'PRODUCT_UPSERTED', keys: ['*'] }]);
    const person = { username: 'seller1', name: 'Samia', role: 'seller', depot_id: alger, password: PASSWORD };
    const users = await said(() => post('users', person));
    expect(users).toMatchObject([{ action: 'USER_UPSERTED', payload: { name: 'Samia' }, keys: [`d:${alger}`] }]);
    expect(Object.keys(users[0]?.payload ?? {}).sort()).toEqual(['id', 'name']);
  });

  test.each<[string, () => [string, object], number, string, RegExp]>([
    ['an unknown depot', () => ['deliveries', newDelivery({ depot_id: 99 })], 404, 'NOT_FOUND', /depot 99/],
    ['an unknown client', () => ['deliveries', newDelivery({ client_id: ABSENT })], 404, 'NOT_FOUND', /client/],
    [
      "another depot's driver",
      () => ['deliveries', newDelivery({ driver_user_id: oranDriver })],
      409,
      'CONFLICT',
      /belong/,
    ],
    [
      'someone who does not deliver',
      () => ['deliveries', newDelivery({ driver_user_id: 1 })],
      409,
      'CONFLICT',
      /belong/,
    ],
    [
      'a day that no month has',
      () => ['deliveries', newDelivery({ planned_for: '2027-02-30' })],
      400,
      'INVALID_REQUEST',
      /calendar/,
    ],
    ['no lines', () => ['deliveries', newDelivery({ lines: [] })], 400, 'INVALID_REQUEST', /lines/],
    [
      'a product twice',
      () => ['deliveries', newDelivery({ lines: [...newDelivery().lines, ...newDelivery().lines] })],
      400,
      'INVALID_REQUEST',
      /two lines/,
    ],
    [
      'a lot that expires before it is made',
      () => ['lots', newLot({ expires_at: '2026-11-30' })],
      400,
      'INVALID_REQUEST',
      /expires/,
    ],
    ['a lot of nothing', () => ['lots', newLot({ quantity: 0 })], 400, 'INVALID_REQUEST', /quantity/],
    ['a lot of an unknown product', () => ['lots', newLot({ product_id: 9_999 })], 404, 'NOT_FOUND', /product 9999/],
    ['a code that is taken', () => ['products', { ...newProduct(), code: 'P1' }], 409, 'CONFLICT', /P1/],
    [
      'a name that is taken',
      () => ['users', { username: 'driver', name: 'x', role: 'admin', password: PASSWORD }],
      409,
      'CONFLICT',
      /driver/,
    ],
    [
      'a driver of no depot',
      () => ['users', { username: 'd9', name: 'x', role: 'driver', password: PASSWORD }],
      400,
      'INVALID_REQUEST',
      /depot/,
    ],
    ['a zero byte', () => ['clients', { name: 'a\u0000b' }], 400, 'INVALID_REQUEST', /name/],
    ['half a character', () => ['clients', { name: 'a\ud800' }], 400, 'INVALID_REQUEST', /name/],
    ['a number as text', () => ['products', { ...newProduct(), price_ht: '100' }], 400, 'INVALID_REQUEST', /price_ht/],
  ])(
    '[HQ-12] what cannot be is refused with a sentence that says what is wrong, and nothing is stored: %s',
    async (_name, wish, status, code, detail) => {
      const [path, body] = wish();
      let answer: Answer | undefined;
      const changes = await said(async () => {
        answer = await post(path, body);
      });
      expect(answer).toMatchObject({ status, body: { code } });
      expect(answer?.body.detail).toMatch(detail);
      expect(changes).toEqual([]);
    },
  );
});

describe('taking back', () => {
  test('[HQ-13] a cancelled delivery is told to its driver; cancelling twice is once', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const changes = await said(async () => {
      expect((await post(`deliveries/${delivery.id}/cancel`)).body).toMatchObject({ status: 'CANCELLED' });
      expect((await post(`deliveries/${delivery.id}/cancel`)).status).toBe(200);
    });
    expect(changes).toMatchObject([{ action: 'DELIVERY_CANCELLED', keys: [`h:${alger}`, `u:${driver}`] }]);
    expect((await post(`deliveries/${ABSENT}/cancel`)).status).toBe(404);
  });

  test('[HQ-21] an action without a body may call its empty body JSON; other kinds of content are refused', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const send = (path: string, type: string, payload: string) =>
      server.app.inject({
        method: 'POST',
        url: `/api/admin/${path}`,
        headers: { authorization: `Bearer ${admin}`, 'content-type': type },
        payload,
      });
    const cancelled = await send(`deliveries/${delivery.id}/cancel`, 'application/json', '');
    expect([cancelled.statusCode, cancelled.json().status]).toEqual([200, 'CANCELLED']);
    expect((await send(`quarantine/${ABSENT}/accept`, 'application/json; charset=utf-8', '')).statusCode).toBe(404);
    expect((await send('products', 'application/json', '')).json().code).toBe('INVALID_REQUEST');
    const plain = await send('products', 'text/plain', JSON.stringify(newProduct()));
    expect([plain.statusCode, plain.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('[HQ-14] a revoked device loses its sessions, and every hub is told', async () => {
    await server.addUsers({ username: 'lost', name: 'L', role: 'driver', depot_id: alger, password: PASSWORD });
    const { body } = await server.signIn('lost', PASSWORD);
    const changes = await said(async () => {
      const answer = await post(`devices/${body.device.id}/revoke`, { reason: 'téléphone volé' });
      expect(answer.body).toMatchObject({ is_active: false, wipe_state: 'ASKED' });
    });
    expect(changes).toMatchObject([
      { action: 'DEVICE_REVOKED', payload: { device_id: body.device.id }, keys: [`h:${alger}`, `h:${oran}`] },
    ]);
    const again = await server.call('POST', '/api/auth/refresh', { body: { refresh_token: body.refresh_token } });
    expect(again).toMatchObject({ status: 403, body: { code: 'DEVICE_REVOKED', wipe: true } });
    expect((await get('depots', body.access_token)).body.code).toBe('DEVICE_REVOKED');
  });

  test('[HQ-15] an enrolment code is made for a depot that there is', async () => {
    const made = await post('hub-codes', { depot_id: alger });
    expect(made.body).toEqual({ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/), expires_at: expect.any(String) });
    expect((await post('hub-codes', { depot_id: 99 })).status).toBe(404);
  });
});

describe('what devices said', () => {
  let seq = 0;
  let last: string | null = null;

  function validation(delivery: { id: string; qr_payload: string }, details: object = {}, device = driverDevice) {
    seq += 1;
    const bare = {
      v: 1,
      id: crypto.randomUUID(),
      entity_type: 'DELIVERY',
      entity_id: delivery.id,
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: delivery.qr_payload, validated_at: new Date(clock.now()).toISOString(), ...details },
      occurred_at: new Date(clock.now()).toISOString(),
      user_id: driver,
      device_id: device.id,
      seq,
      prev_checksum: last,
    };
    const checksum = checksumOf(bare, sha256);
    last = checksum;
    const key = { key: device.privateKey, dsaEncoding: 'ieee-p1363' as const };
    const signature = sign('sha256', Buffer.from(checksum, 'hex'), key).toString('base64url');
    return { ...bare, checksum, signature };
  }
  const push = (...events: object[]) =>
    server.call('POST', '/api/sync/push', {
      token: driverToken,
      body: {
        device_id: driverDevice.id,
        batch_id: crypto.randomUUID(),
        sent_at: new Date(clock.now()).toISOString(),
        events,
      },
    });

  test('[HQ-16] what came second stands among the conflicts, and every event can be read as it was received', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const [first, second] = [validation(delivery), validation(delivery)];
    expect((await push(first, second)).body).toMatchObject({ acked_event_ids: [first.id] });
    const conflict = (await get(`conflicts?device_id=${driverDevice.id}`)).body.items[0];
    expect(conflict).toMatchObject({ id: second.id, error_code: 'ALREADY_VALIDATED', reference: delivery.reference });
    const { body } = await get(`events/${first.id}`);
    expect(body).toMatchObject({ status: 'APPLIED', hub: null, received_via: driverDevice.id, user_name: 'Quelqu’un' });
    expect(JSON.parse(body.received_text)).toEqual(first);
    expect((await post(`deliveries/${delivery.id}/cancel`)).body).toMatchObject({ code: 'CONFLICT' });
  });

  test('[HQ-17] a journal is checked anew: what is missing, broken or altered is named', async () => {
    const path = `devices/${driverDevice.id}/journal`;
    expect((await get(path)).body).toEqual({ complete_up_to: 2, missing: [], broken_links: [], bad_signatures: [] });
    const { body: delivery } = await post('deliveries', newDelivery());
    validation(delivery);
    const [fourth, fifth] = [validation(delivery), validation(delivery)];
    await push(fourth, fifth);
    expect((await get(path)).body).toMatchObject({ complete_up_to: 2, missing: [[3, 3]], broken_links: [] });
    await server.owner.query(`UPDATE events SET body = replace(body, '"v":1', '"v":2') WHERE id = $1`, [fourth.id]);
    const altered = JSON.stringify({ ...fifth, prev_checksum: 'f'.repeat(64) });
    await server.owner.query('UPDATE events SET body = $2 WHERE id = $1', [fifth.id, altered]);
    expect((await get(path)).body).toMatchObject({ broken_links: [5], bad_signatures: [4, 5] });
    expect((await get(`devices/${ABSENT}/journal`)).status).toBe(404);
  });

  test('[HQ-18] a quarantined event that HQ rejects is told to its author', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const event = validation(delivery);
    await push(event);
    expect((await post(`quarantine/${event.id}/reject`)).body).toMatchObject({ code: 'CONFLICT' });
    await server.deps.database.query(
      `UPDATE events SET status = 'QUARANTINED', error_code = 'DEVICE_REVOKED' WHERE id = $1`,
      [event.id],
    );
    expect((await get('quarantine')).body.items).toMatchObject([{ id: event.id }]);
    const changes = await said(() => post(`quarantine/${event.id}/reject`));
    expect(changes).toMatchObject([
      { action: 'EVENT_REJECTED', payload: { event_id: event.id, error_code: 'DEVICE_REVOKED' } },
    ]);
    expect((await get('quarantine')).body.items).toEqual([]);
  });

  test('[DLV-6] cancelled after the goods left: lines and cash stay among the conflicts, and the stock is HQ’s to put right', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    await post(`deliveries/${delivery.id}/cancel`);
    const { product_id, quantity } = delivery.lines[0];
    const details = { lines: [{ product_id, delivered: quantity }], cash_collected: 1_234_500 };
    const event = validation(delivery, details);
    const stock = async () => (await get(`stock?depot_id=${alger}`)).body.items;
    const before = await stock();
    expect((await push(event)).body.failed_events).toMatchObject([
      { event_id: event.id, error_code: 'DELIVERY_CANCELLED', resolution: { action: 'CONTACT_ADMIN' } },
    ]);
    expect((await get(`conflicts?device_id=${driverDevice.id}`)).body.items).toContainEqual(
      expect.objectContaining({ id: event.id, error_code: 'DELIVERY_CANCELLED', reference: delivery.reference }),
    );
    expect(JSON.parse((await get(`events/${event.id}`)).body.received_text).payload).toMatchObject(details);
    expect(await stock()).toEqual(before);
  });
});
