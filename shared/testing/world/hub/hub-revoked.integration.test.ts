import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, enrollCode, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

/** A depot with two hubs, of which HQ withdraws one: a process of its own, over a line that can be cut. */
let database: TestDatabase;
let world: World;
let admin: SignedIn;
let phone: SignedIn;
let folder: string;
let hub: NodeProcess;
let hubId: string;

const start = (code: string) =>
  startNode('hub', {
    MANCHENGO_DATA_DIR: folder,
    MANCHENGO_UPSTREAM: world.wan.url,
    MANCHENGO_TLS: 'off',
    MANCHENGO_ENROLL_CODE: code,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  folder = await mkdtemp(join(tmpdir(), 'manchengo-revoked-'));
  hub = await start(await enrollCode(world.serverUrl, 'ALG', admin));
  hubId = (await call(hub.ready.url, 'GET', '/api/node')).body.hub;
  phone = await signIn(hub.ready.url, 'driver1.alger');
});
afterAll(async () => {
  await hub?.end('SIGKILL');
  await world?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const overview = async (): Promise<DesktopOverview> => {
  const { origin, searchParams } = new URL(hub.ready.desktop_url ?? '');
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
};
const audit = () => phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
const push = (url: string, ...events: ReturnType<typeof audit>[]) =>
  call(url, 'POST', '/api/sync/push', {
    authorization: phone.authorization,
    body: phone.device.pushBody(events),
  });
const revoke = (id: string, reason: string) =>
  call(world.serverUrl, 'POST', `/api/admin/hubs/${id}/revoke`, {
    authorization: admin.authorization,
    body: { reason },
  });
/** What the phone has recorded, the first of it in the hub's custody alone. */
const said: ReturnType<typeof audit>[] = [];

test('[HUB-36] HQ withdraws a hub once, with a reason: it hears so, takes nothing more, keeps its queue and says so on its screen', async () => {
  world.wan.cut();
  const first = audit();
  said.push(first);
  expect((await push(hub.ready.url, first)).body).toMatchObject({ acked_event_ids: [first.id], custody: 'hub' });
  expect((await revoke(hubId, ' ')).status).toBe(400);
  expect((await revoke(crypto.randomUUID(), 'volé')).status).toBe(404);
  const revoked = await revoke(hubId, ' PC volé ');
  expect(revoked).toMatchObject({ status: 200, body: { id: hubId, revoke_reason: 'PC volé' } });
  expect((await revoke(hubId, 'encore')).body).toEqual(revoked.body);
  const acts = await world.database.query("SELECT reason, entity_id, user_name FROM acts WHERE what = 'HUB_REVOKED'");
  expect(acts.rows).toMatchObject([{ reason: 'PC volé', entity_id: hubId, user_name: admin.session.user.name }]);

  world.wan.reconnect();
  const { wan, queue } = await eventually(
    overview,
    (now) => now.wan.trouble === 'REVOKED',
    'the hub has heard that it is withdrawn',
  );
  expect(wan).toMatchObject({ state: 'REFUSED', reachable: false });
  expect(queue.waiting).toBe(1);
  const second = audit();
  said.push(second);
  expect(await push(hub.ready.url, second)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect((await overview()).queue.waiting).toBe(1);
});

test("[HUB-36] the phone goes on with the depot's other hub and with HQ, and loses nothing of what it had given to the former", async () => {
  expect((await push(world.hubUrl, ...said)).body).toMatchObject({
    acked_event_ids: said.map(({ id }) => id),
    custody: 'hub',
  });
  expect((await push(world.serverUrl, ...said)).body).toMatchObject({
    acked_event_ids: said.map(({ id }) => id),
    custody: 'server',
  });
});

test('[HUB-36] started again without a line it still takes nothing; its key buys no token and no certificate', async () => {
  await hub.end('SIGTERM');
  world.wan.cut();
  hub = await start('');
  expect((await overview()).wan).toMatchObject({ state: 'REFUSED', trouble: 'REVOKED' });
  expect((await push(hub.ready.url, audit())).status).toBe(503);
  expect((await overview()).queue.waiting).toBe(1);
  world.wan.reconnect();
  const { rows } = await world.database.query('SELECT is_active, certificate_expires_at FROM hubs WHERE id = $1', [
    hubId,
  ]);
  expect(rows).toEqual([{ is_active: false, certificate_expires_at: null }]);
});
