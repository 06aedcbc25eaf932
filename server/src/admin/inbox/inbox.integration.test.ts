import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { ABSENT, openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const clock = turnedClock('2026-12-01T10:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, alger, driver } = hq;
const phone = new TestDevice(driver);
let token = '';
beforeAll(async () => {
  await post('lots', hq.newLot({ quantity: 100 }));
  token = (await server.signIn('driver', PASSWORD, phone)).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const at = () => new Date(clock.now()).toISOString();
const say = (entity_type: string, entity_id: string, action: string, payload: Record<string, unknown>) =>
  phone.say({ entity_type, entity_id, action, payload, occurred_at: at() });
const push = (...events: object[]) =>
  server.call('POST', '/api/sync/push', { token, body: phone.pushBody(events, { sent_at: at() }) });
const stock = async (product_id: number) =>
  (await get(`stock?depot_id=${alger}&product_id=${product_id}`)).body.items[0].quantity;

/** A delivery that HQ had cancelled when two of three pieces were handed over and 500 DA taken. */
async function cancelledTooLate() {
  const { body: delivery } = await post('deliveries', hq.newDelivery({ planned_for: '2026-12-01' }));
  await post(`deliveries/${delivery.id}/cancel`);
  const { product_id } = delivery.lines[0];
  const event = say('DELIVERY', delivery.id, 'DELIVERY_VALIDATED', {
    ...{ qr_scanned: delivery.qr_payload, validated_at: at(), cash_collected: 50_000 },
    lines: [{ product_id, delivered: 2 }],
  });
  await push(event);
  return { delivery, product_id, event };
}

test('[INBOX-1] goods that left and cash that was taken at a cancelled delivery are booked, once, as far as it says so', async () => {
  const { delivery, product_id, event } = await cancelledTooLate();
  const before = await stock(product_id);
  const settle = (body: object) => post(`conflicts/${event.id}/settle`, body);
  for (const wish of [
    { goods: [{ product_id, quantity: 3 }] },
    { cash: 50_001 },
    { goods: [{ product_id: 999, quantity: 1 }] },
  ]) {
    expect((await settle({ reason: 'x', ...wish })).status, JSON.stringify(wish)).toBe(409);
  }
  expect(await stock(product_id)).toBe(before);
  const wish = { reason: 'vu avec le chauffeur', goods: [{ product_id, quantity: 2 }], cash: 50_000 };
  expect(await settle(wish)).toMatchObject({
    status: 200,
    body: { outcome: 'BOOKED', reason: wish.reason, answered_at: at() },
  });
  expect(await stock(product_id)).toBe(before - 2);
  const lots = (await get(`lots?depot_id=${alger}&product_id=${product_id}`)).body.items;
  expect(lots.reduce((sum: number, lot: { remaining_quantity: number }) => sum + lot.remaining_quantity, 0)).toBe(
    before - 2,
  );
  expect((await get(`payments?client_id=${delivery.client_id}`)).body.items).toMatchObject([
    { amount: 50_000, method: 'CASH', delivery_id: delivery.id },
  ]);
  expect((await get(`acts?entity_id=${event.id}`)).body.items).toMatchObject([
    { what: 'CONFLICT_SETTLED', reason: wish.reason, after: { outcome: 'BOOKED', cash: 50_000 } },
  ]);
  expect((await settle(wish)).status).toBe(409);
  expect(await stock(product_id)).toBe(before - 2);
});

test('[INBOX-1] a conflict is closed as it is; what is none, and goods that the depot does not have, are refused', async () => {
  const { event, product_id } = await cancelledTooLate();
  await server.deps.database.query(
    'WITH l AS (UPDATE lots SET remaining_quantity = 1 WHERE product_id = $1) UPDATE stock_levels SET quantity = 1 WHERE product_id = $1',
    [product_id],
  );
  const goods = [{ product_id, quantity: 2 }];
  expect(await post(`conflicts/${event.id}/settle`, { reason: 'x', goods })).toMatchObject({
    ...{ status: 409, body: { detail: expect.stringMatching(/receipt/) } },
  });
  expect((await post(`conflicts/${event.id}/settle`, { reason: 'rien n’a été livré' })).body).toMatchObject({
    outcome: 'CLOSED',
  });
  const applied = say('AUDIT', 'a', 'SEEN', {});
  await push(applied);
  expect((await post(`conflicts/${applied.id}/settle`, { reason: 'x' })).status).toBe(409);
  expect((await post(`conflicts/${ABSENT}/settle`, { reason: 'x' })).status).toBe(404);
});

test('[INBOX-2] a correction is accepted or not, once, with author and reason; a note stands in the audit', async () => {
  const seen = say('AUDIT', 'b', 'SEEN', {});
  const correction = say('CLIENT', ABSENT, 'CORRECTION_REQUESTED', { corrects: seen.id, reason: 'mauvais numéro' });
  await push(seen, correction);
  expect((await post(`corrections/${seen.id}/accept`, { reason: 'x' })).status).toBe(409);
  expect((await post(`events/${correction.id}/notes`, { text: 'appelé le client' })).status).toBe(201);
  const accepted = await post(`corrections/${correction.id}/accept`, { reason: 'le client confirme' });
  expect(accepted.body).toMatchObject({ outcome: 'ACCEPTED', reason: 'le client confirme' });
  expect((await post(`corrections/${correction.id}/reject`, { reason: 'x' })).status).toBe(409);
  const acts = (await get(`acts?entity_id=${correction.id}`)).body.items;
  expect(acts.map(({ what, reason }: { what: string; reason: string }) => [what, reason])).toEqual([
    ['CORRECTION_ACCEPTED', 'le client confirme'],
    ['EVENT_NOTED', 'appelé le client'],
  ]);
});

test('[INBOX-3] what is answered leaves the list of what waits, bears its answer, and its alert is seen', async () => {
  const { event } = await cancelledTooLate();
  const seen = say('AUDIT', 'c', 'SEEN', {});
  const correction = say('CLIENT', ABSENT, 'CORRECTION_REQUESTED', { corrects: seen.id, reason: 'x' });
  await push(seen, correction);
  const idsOf = async (list: string) => (await get(list)).body.items.map(({ id }: { id: string }) => id);
  expect(await idsOf('conflicts?answered=false')).toContain(event.id);
  expect(await idsOf('corrections?answered=false')).toContain(correction.id);
  await post(`conflicts/${event.id}/settle`, { reason: 'rien' });
  await post(`corrections/${correction.id}/reject`, { reason: 'non' });
  expect(await idsOf('conflicts?answered=false')).not.toContain(event.id);
  expect(await idsOf('corrections?answered=false')).not.toContain(correction.id);
  expect(await idsOf('conflicts?answered=true')).toContain(event.id);
  expect((await get(`corrections/${correction.id}`)).body.answer).toEqual({
    ...{ outcome: 'REJECTED', reason: 'non', by_name: 'Admin', at: at() },
  });
  const alerts = (await get('alerts?kind=CORRECTION_REQUESTED&seen=true')).body.items;
  expect(alerts).toContainEqual(expect.objectContaining({ event_id: correction.id, seen_by_name: 'Admin' }));
});
