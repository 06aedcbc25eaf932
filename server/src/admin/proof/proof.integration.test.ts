import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const NOW = '2026-12-01T10:00:00.000Z';
const clock = turnedClock(NOW);
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, alger, oran, driver, clerk } = hq;
const phone = new TestDevice(driver);
const photo = Buffer.from('a photo of a shelf');
const signature = Buffer.from('a signature');
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
let delivery = { id: '', reference: '', qr_payload: '', lines: [{ product_id: 0, quantity: 0 }] };
let event = { id: '' };

beforeAll(async () => {
  const token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  await post('lots', hq.newLot({ lot_number: 'A', quantity: 2 }));
  await post('lots', hq.newLot({ lot_number: 'B', produced_at: '2026-12-02', quantity: 50 }));
  delivery = (await post('deliveries', hq.newDelivery({ planned_for: '2026-12-01' }))).body;
  await server.app.inject({
    ...{ method: 'PUT', url: `/api/sync/blobs/${hash(photo)}`, payload: photo },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
  });
  const said = phone.say({
    ...{ entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_VALIDATED', occurred_at: NOW },
    payload: {
      ...{ qr_scanned: delivery.qr_payload, validated_at: NOW, received_by: 'K. Nour', cash_collected: 500_00 },
      ...{
        photo_blobs: [hash(photo)],
        signature_blob: hash(signature),
        location: { lat: 36.7, lng: 3.05, accuracy_m: 9 },
      },
    },
  });
  event = said;
  const body = phone.pushBody([said], { sent_at: NOW });
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

test('[PROOF-1] of a delivery there stand its pictures, who received it, the money, the place, and from which lots it was taken', async () => {
  const { body } = await get(`deliveries/${delivery.id}/proof`);
  expect(body).toMatchObject({
    ...{ received_by: 'K. Nour', cash_collected: 500_00, location: { lat: 36.7, lng: 3.05 }, invoice: null },
    moves: [
      { lot_number: 'A', quantity: 2, is_recorded: false },
      { lot_number: 'B', quantity: 1, is_recorded: false },
    ],
  });
  expect(body.pictures).toHaveLength(2);
  expect(body.pictures).toContainEqual({
    ...{ sha256: hash(photo), kind: 'PHOTO', event_id: event.id, at: NOW, is_here: true, user_name: 'Quelqu’un' },
  });
  expect(body.pictures).toContainEqual(expect.objectContaining({ kind: 'SIGNATURE', is_here: false }));
  expect(JSON.stringify(body)).not.toContain(delivery.qr_payload);
});

test('[PROOF-2] whoever looks at a picture leaves an act; nobody sees one of another depot’s delivery, or of none', async () => {
  const path = `deliveries/${delivery.id}/pictures/${hash(photo)}`;
  expect((await get(path)).body).toEqual({ content_type: 'image/jpeg', data: photo.toString('base64') });
  expect((await get('acts?what=PICTURE_VIEWED')).body.items).toMatchObject([
    { user_name: 'Admin', entity_id: delivery.id, entity_name: delivery.reference, after: { sha256: hash(photo) } },
  ]);
  expect((await get(path, clerk)).status).toBe(200);
  await post('users', { username: 'clerk.oran', name: 'O', role: 'clerk', depot_id: oran, password: PASSWORD });
  const stranger = (await server.signIn('clerk.oran', PASSWORD)).body.access_token;
  expect((await get(path, stranger)).status).toBe(404);
  const other = (await post('deliveries', hq.newDelivery({ depot_id: alger }))).body;
  expect((await get(`deliveries/${other.id}/pictures/${hash(photo)}`)).status).toBe(404);
  expect((await get(`deliveries/${delivery.id}/pictures/${hash(signature)}`)).status).toBe(404);
  expect((await get('acts?what=PICTURE_VIEWED')).body.items).toHaveLength(2);
});

test('[PROOF-2] a picture that HQ or a clerk takes by its name alone leaves the same act, and the driver’s own leaves none', async () => {
  const before = (await get('acts?what=PICTURE_VIEWED')).body.items.length;
  const take = (token: string) =>
    server.app.inject({
      url: `/api/sync/blobs/${hash(photo)}`,
      headers: { authorization: `Bearer ${token}` },
    });
  const driverToken = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
  expect((await take(driverToken)).statusCode).toBe(200);
  expect((await get('acts?what=PICTURE_VIEWED')).body.items).toHaveLength(before);
  for (const token of [hq.admin, clerk]) expect((await take(token)).rawPayload).toEqual(photo);
  const { items } = (await get('acts?what=PICTURE_VIEWED')).body;
  expect(items).toHaveLength(before + 2);
  expect(items.slice(0, 2)).toMatchObject([
    {
      entity_type: 'DELIVERY',
      entity_id: delivery.id,
      entity_name: delivery.reference,
      after: { sha256: hash(photo) },
    },
    { user_name: 'Admin', entity_id: delivery.id },
  ]);
  expect((await take(hq.admin)).statusCode).toBe(200);
  expect(
    (
      await server.app.inject({
        url: `/api/sync/blobs/${'0'.repeat(64)}`,
        headers: { authorization: `Bearer ${hq.admin}` },
      })
    ).statusCode,
  ).toBe(404);
  expect((await get('acts?what=PICTURE_VIEWED')).body.items).toHaveLength(before + 3);
});
