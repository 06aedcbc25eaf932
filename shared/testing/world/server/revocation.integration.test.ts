import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidBlob } from '#hub/store/blobs.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { audit, post } from '../../conformance/adversary.ts';
import { testAll } from '../../conformance/checks.ts';
import { expectOrder, REASON, type RevocationTarget, revocationChecks } from '../../conformance/revocation-suite.ts';
import { hubClaims } from '../../hub-claims.ts';
import { TestDevice, testIds } from '../../test-device.ts';
import { openNode } from '../conformance-nodes.ts';
import { call, cutOff, DEMO_PASSWORD, eventually, type SignedIn, signIn, type World } from '../start-world.ts';

let target: RevocationTarget;
let world: World;
let admin: SignedIn;

async function open(kind: 'hub' | 'server'): Promise<void> {
  const opened = await openNode(kind);
  world = opened.world;
  admin = await signIn(world.serverUrl, 'admin');
  const sign = (typ: string, claims: object) => signClaims(world.server.deps.keys, typ, claims);
  target = { ...opened.node, sign, revoke: (deviceId) => revoke(deviceId, kind === 'hub') };
}

async function revoke(deviceId: string, atHub: boolean): Promise<void> {
  const { authorization } = admin;
  const path = `/api/admin/devices/${deviceId}/revoke`;
  const answer = await call(world.serverUrl, 'POST', path, { authorization, body: { reason: REASON } });
  expect(answer.status).toBe(200);
  if (atHub) await eventually(() => heardByHub(deviceId), Boolean, 'the hub has heard of the revocation');
}

const heardByHub = (deviceId: string): boolean =>
  world.hub.database
    .prepare('SELECT 1 FROM revoked_devices WHERE device_id = ? AND wipe_order IS NOT NULL')
    .get(uuidBlob(deviceId)) !== undefined;

async function deviceAtHq(deviceId: string) {
  const { authorization } = admin;
  return (await call(world.serverUrl, 'GET', `/api/admin/devices/${deviceId}`, { authorization })).body;
}

async function statusAtHq(eventId: string): Promise<string | null> {
  const { rows } = await world.database.query('SELECT status FROM events WHERE id = $1', [eventId]);
  return rows[0]?.status ?? null;
}

describe('a revoked device at the server', () => {
  beforeAll(() => open('server'));
  afterAll(() => target?.close());

  testAll(revocationChecks, () => target);

  test('[WIPE-3] a rescued delivery counts for nothing until an admin lets it, and is decided then', async () => {
    const { device, authorization, session } = await signIn(world.serverUrl, 'driver1.alger');
    const { rows } = await world.database.query(
      `SELECT id, qr_payload, lines FROM deliveries WHERE driver_user_id = $1 AND status = 'PENDING' LIMIT 1`,
      [session.user.id],
    );
    const [planned] = rows;
    const stock = async () =>
      (
        await world.database.query('SELECT quantity FROM stock_levels WHERE depot_id = $1 AND product_id = $2', [
          session.user.depot_id,
          planned.lines[0].product_id,
        ])
      ).rows[0].quantity;
    const before = await stock();
    const validated_at = new Date().toISOString();
    const validation = device.say({
      entity_type: 'DELIVERY',
      entity_id: planned.id,
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: planned.qr_payload, validated_at },
    });
    const other = audit(device);
    await target.revoke(device.id);
    const answer = await post(target, authorization, device.pushBody([validation, other]));
    expect(answer.body.quarantined_event_ids).toEqual([validation.id, other.id]);
    expect(await statusAtHq(validation.id)).toBe('QUARANTINED');
    expect(await stock()).toBe(before);
    const decide = (id: string, verdict: string) =>
      call(world.serverUrl, 'POST', `/api/admin/quarantine/${id}/${verdict}`, { authorization: admin.authorization });
    expect((await decide(validation.id, 'accept')).body).toMatchObject({ status: 'APPLIED' });
    expect(await stock()).toBe(before - planned.lines[0].quantity);
    expect((await decide(other.id, 'reject')).body).toMatchObject({ status: 'REJECTED' });
    expect((await decide(other.id, 'accept')).status).toBe(409);
  });

  test('[WIPE-6] asked, told and confirmed follow one another, each with its time, and never go back', async () => {
    const { device, authorization } = await signIn(world.serverUrl, 'driver2.alger');
    await target.revoke(device.id);
    const asked = await deviceAtHq(device.id);
    expect(asked).toMatchObject({ wipe_state: 'ASKED', revoke_reason: REASON, wipe_told_at: null });
    await post(target, authorization, device.pushBody([]));
    const told = await deviceAtHq(device.id);
    expect(told).toMatchObject({ wipe_state: 'TOLD', wipe_confirmed_at: null });
    expect(told.wipe_told_at >= asked.revoked_at).toBe(true);
    await call(world.serverUrl, 'POST', '/api/devices/wiped', { authorization });
    const confirmed = await deviceAtHq(device.id);
    expect(confirmed).toMatchObject({ wipe_state: 'CONFIRMED', wipe_told_at: told.wipe_told_at });
    expect(confirmed.wipe_confirmed_at >= told.wipe_told_at).toBe(true);
    await post(target, authorization, device.pushBody([]));
    await call(world.serverUrl, 'POST', '/api/devices/wiped', { authorization });
    const { wipe_state, wipe_told_at, wipe_confirmed_at } = confirmed;
    expect(await deviceAtHq(device.id)).toMatchObject({ wipe_state, wipe_told_at, wipe_confirmed_at });
  });

  test('[WIPE-6] only a hub reports whom it has told, and what it says confirms nothing', async () => {
    const { device, authorization } = await signIn(world.serverUrl, 'driver2.alger');
    await target.revoke(device.id);
    const asHub = `Bearer ${await target.sign(TOKEN_TYPES.access, hubClaims(world.hub.identity, Date.now()))}`;
    const report = (token: string, body: object) =>
      call(world.serverUrl, 'POST', '/api/hubs/wipes', { authorization: token, body });
    const told = [{ device_id: device.id, told_at: '9999-12-31T23:59:59.999Z' }];
    const orders_for = [device.id, admin.device.id, testIds.uuid()];
    expect((await report(admin.authorization, { told, orders_for })).status).toBe(403);
    expect((await report(asHub, { told: [{ device_id: 'x' }], orders_for })).status).toBe(400);
    const onNoCalendar = [{ device_id: device.id, told_at: '2099-02-30T00:00:00.000Z' }];
    expect((await report(asHub, { told: onNoCalendar, orders_for })).status).toBe(400);
    expect(await deviceAtHq(device.id)).toMatchObject({ wipe_state: 'ASKED' });
    const taken = await report(asHub, { told, orders_for });
    expect(taken.status).toBe(200);
    // An order is made for a revoked device only.
    expect(taken.body.wipe_orders).toHaveLength(1);
    const device_ = await deviceAtHq(device.id);
    expect(device_).toMatchObject({ wipe_state: 'TOLD', wipe_confirmed_at: null });
    expect(Date.parse(device_.wipe_told_at)).toBeLessThanOrEqual(Date.now());
    // Asked last: the refusal tells the device by itself.
    expect((await report(authorization, { told, orders_for })).status).toBe(403);
  });
});

describe('a revoked device at a hub', () => {
  beforeAll(() => open('hub'));
  afterAll(() => target?.close());

  testAll(revocationChecks, () => target);

  test('[WIPE-5] cut off, a hub tells it, takes its events, and relays them into quarantine when the line is back', async () => {
    const { device, authorization } = await signIn(world.hubUrl, 'driver1.alger');
    await target.revoke(device.id);
    await cutOff(world);
    const event = audit(device);
    const answer = await post(target, authorization, device.pushBody([event]));
    expect(answer.body).toMatchObject({ code: 'DEVICE_REVOKED', quarantined_event_ids: [event.id] });
    expect(await statusAtHq(event.id)).toBeNull();
    const last = await call(world.hubUrl, 'POST', '/api/devices/wiped', { authorization });
    expect([last.status, last.body]).toEqual([202, { wipe_state: 'CONFIRMED' }]);
    expect(await deviceAtHq(device.id)).toMatchObject({ wipe_state: 'ASKED' });
    const before = new Date().toISOString();
    world.wan.reconnect();
    await eventually(
      () => statusAtHq(event.id),
      (status) => status === 'QUARANTINED',
      'the hub has relayed the event',
    );
    const confirmed = await eventually(
      () => deviceAtHq(device.id),
      ({ wipe_state }) => wipe_state === 'CONFIRMED',
      'the hub has passed on the confirmation',
    );
    expect(confirmed.wipe_told_at <= before).toBe(true);
    await expectOrder(target, device, await post(target, authorization, device.pushBody([])));
  });

  test('[AUTH-44] a phone is replaced in mid-tour: what it had handed in counts, what it brings later waits for an admin', async () => {
    const { device: old, authorization, session } = await signIn(world.hubUrl, 'seller1.alger');
    await cutOff(world);
    const [handedIn, late] = [audit(old), audit(old)];
    expect((await post(target, authorization, old.pushBody([handedIn]))).status).toBe(200);

    const fresh = new TestDevice(0);
    const { id, publicKey: public_key } = fresh;
    const body = {
      username: 'seller1.alger',
      password: DEMO_PASSWORD,
      device: { id, name: 'the new one', platform: 'node', app_version: '0', public_key },
      give_up: old.id,
      give_up_code: '',
    };
    const path = `/api/admin/users/${session.user.id}/device-code`;
    const code = await call(world.serverUrl, 'POST', path, { authorization: admin.authorization, body: {} });
    body.give_up_code = code.body.code;
    const atServer = { url: world.serverUrl, replaced: false };
    while (!atServer.replaced) {
      await signIn(atServer.url, 'seller1.alger').catch(() => {
        atServer.replaced = true;
      });
    }
    expect((await call(atServer.url, 'POST', '/api/auth/login', { body })).status).toBe(200);
    // The hub cannot have heard of it.
    expect((await post(target, authorization, old.pushBody([late]))).status).toBe(200);
    world.wan.reconnect();
    for (const [event, end] of [
      [handedIn, 'APPLIED'],
      [late, 'QUARANTINED'],
    ] as const) {
      await eventually(
        () => statusAtHq(event.id),
        (status) => status === end,
        `${end} at HQ`,
      );
    }
  });

  test('[WIPE-7] a stranger’s claim confirms nothing at a hub, cut off or not', async () => {
    const honest = await signIn(world.hubUrl, 'driver2.alger');
    const wiped = (authorization: string) => call(world.hubUrl, 'POST', '/api/devices/wiped', { authorization });
    expect((await wiped(honest.authorization)).status).toBe(409);
    expect((await wiped(`${honest.authorization.slice(0, -6)}AAAAAA`)).status).toBe(401);
    world.wan.cut();
    expect((await wiped(honest.authorization)).status).toBe(503);
    expect((await wiped(`${honest.authorization.slice(0, -6)}AAAAAA`)).status).toBe(401);
    world.wan.reconnect();
  });

  test('[WIPE-5] a hub that only knows of the revocation asks for the order', async () => {
    const { device } = await signIn(world.hubUrl, 'driver2.alger');
    await target.revoke(device.id);
    world.hub.database
      .prepare('UPDATE revoked_devices SET wipe_order = NULL WHERE device_id = ?')
      .run(uuidBlob(device.id));
    expect(heardByHub(device.id)).toBe(false);
    await eventually(() => heardByHub(device.id), Boolean, 'the order has come by itself');
  });

  test('[WIPE-6] what a hub has told is seen at HQ', async () => {
    const { device, authorization } = await signIn(world.hubUrl, 'driver1.alger');
    await target.revoke(device.id);
    await expectOrder(target, device, await post(target, authorization, device.pushBody([])));
    await eventually(
      () => deviceAtHq(device.id),
      ({ wipe_state }) => wipe_state === 'TOLD',
      'HQ hears that the hub has told the device',
    );
  });
});
