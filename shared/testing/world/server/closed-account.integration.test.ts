import { afterAll, beforeAll, expect, test } from 'vitest';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { audit } from '../../conformance/adversary.ts';
import { hubClaims } from '../../hub-claims.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, cutOff, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let admin: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

async function setActive(userId: number, is_active: boolean): Promise<void> {
  const { authorization } = admin;
  const headers = { 'if-match': '*' };
  const path = `/api/admin/users/${userId}`;
  const answer = await call(world.serverUrl, 'PATCH', path, { authorization, headers, body: { is_active } });
  expect(answer.status).toBe(200);
  await eventually(
    () => {
      world.hub.uplink.kick();
      return world.hub.database.prepare('SELECT 1 FROM closed_users WHERE user_id = ?').get(userId) === undefined;
    },
    (isOpen) => isOpen === is_active,
    'the hub has heard of it',
  );
}

const statusAtHq = async (eventId: string): Promise<string | null> =>
  (await world.database.query('SELECT status FROM events WHERE id = $1', [eventId])).rows[0]?.status ?? null;

test('[AUTH-61] a hub that is cut off serves no closed account, takes what it recorded, and serves it when it is open again', async () => {
  const { device, authorization, session } = await signIn(world.hubUrl, 'driver2.alger');
  const status = () => call(world.hubUrl, 'GET', '/api/sync/status', { authorization });
  expect((await status()).status).toBe(200);
  // A minute ago, since a slow push reads as drift.
  const occurred_at = new Date(Date.now() - 60_000).toISOString();
  const before = device.say({ entity_type: 'AUDIT', entity_id: 'x', action: 'LOGIN', payload: {}, occurred_at });
  await setActive(session.user.id, false);
  await cutOff(world);
  expect(await status()).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  const after = audit(device);
  const pushed = await call(world.hubUrl, 'POST', '/api/sync/push', {
    authorization,
    body: device.pushBody([before, after]),
  });
  expect(pushed).toMatchObject({ status: 200, body: { acked_event_ids: [before.id, after.id] } });
  world.wan.reconnect();
  for (const [event, end] of [
    [before, 'APPLIED'],
    [after, 'QUARANTINED'],
  ] as const) {
    await eventually(
      () => statusAtHq(event.id),
      (found) => found === end,
      `${end} at HQ`,
    );
  }

  const claims = hubClaims(world.hub.identity, Date.now());
  const token = await signClaims(world.server.deps.keys, TOKEN_TYPES.access, claims);
  const snapshot = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: `Bearer ${token}` });
  expect(snapshot.body.closed_users, 'a hub may be younger than the closing').toEqual([session.user.id]);

  await setActive(session.user.id, true);
  expect((await status()).status).toBe(200);
});
