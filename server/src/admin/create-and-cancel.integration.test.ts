import { afterAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { ABSENT, openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../testing/open-test-server.ts';

const clock = turnedClock('2026-12-31T23:30:00.000Z');
const database = await createTestDatabase();
const { server, get, post, said, alger, oran, admin, clerkId, driver, oranDriver, newProduct, newDelivery, newLot } =
  await openTestHq(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
});

describe('creating', () => {
  test('[HQ-7] a delivery is numbered, summed and signed, and told to its driver, the depot’s crew and its hub alone', async () => {
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
    const tour = changes.find(({ action }) => action === 'TOUR_UPDATED');
    expect(tour?.payload).toMatchObject({ id: `${driver}.2027-01-02`, state: 'PLANNED', expected: null });
    expect(tour?.payload.planned).toMatchObject([{ quantity: 3 }]);
    const assigned = changes.find(({ action }) => action === 'DELIVERY_ASSIGNED');
    expect(assigned).toMatchObject({ entity_id: made?.body.id, payload: made?.body });
    expect(assigned?.keys).toEqual([`h:${alger}`, `u:${driver}`, `u:${clerkId}`]);
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
    expect(again.map(({ action }) => action)).toEqual(['DELIVERY_ASSIGNED', 'TOUR_UPDATED']);
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
      { action: 'LOT_UPSERTED', keys: [`h:${alger}`, `u:${clerkId}`] },
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
    expect(changes).toMatchObject([
      { action: 'DELIVERY_CANCELLED', keys: [`h:${alger}`, `u:${driver}`, `u:${clerkId}`] },
      { action: 'TOUR_UPDATED', entity_id: `${driver}.2027-01-02` },
    ]);
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
    expect(made.body).toEqual({
      code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/),
      expires_at: expect.any(String),
      invitation: { v: 1, server: expect.stringMatching(/^http/), code: made.body.code, ca: null },
    });
    expect((await post('hub-codes', { depot_id: 99 })).status).toBe(404);
  });
});
