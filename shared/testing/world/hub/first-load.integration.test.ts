import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type Lie, type LyingNode, openLyingNode } from '../hostile/lying-node.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, enrollCode, eventually, signIn, startWorld, type World } from '../start-world.ts';

/** The first day of a depot's PC, a process of its own, on which HQ does not give it the depot's data at once. */
let database: TestDatabase;
let world: World;
let above: LyingNode;
let folder: string;
let hub: NodeProcess;
let refusal: Lie = null;
let asked = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  above = await openLyingNode(world.serverUrl, (path) => {
    if (!path.startsWith('/api/sync/bootstrap')) return null;
    asked += 1;
    return refusal;
  });
  folder = await mkdtemp(join(tmpdir(), 'manchengo-first-load-'));
});
afterAll(async () => {
  await hub?.end('SIGTERM');
  await above?.close();
  await world?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function wan(): Promise<DesktopOverview['wan']> {
  const { origin, searchParams } = new URL(hub.ready.desktop_url ?? '');
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body.wan;
}

const stands = (what: Partial<DesktopOverview['wan']>) =>
  eventually(
    wan,
    (now) => Object.entries(what).every(([name, value]) => now[name as keyof typeof now] === value),
    `the line is ${JSON.stringify(what)}`,
  );

test('[HUB-30] [HUB-37] HQ refuses a new hub its depot’s data: the line says so, what phones hand in stays, and it goes on by itself', async () => {
  refusal = { status: 403, body: { code: 'FORBIDDEN', title: 'no', detail: 'no' } };
  hub = await startNode('hub', {
    MANCHENGO_DATA_DIR: join(folder, 'hub'),
    MANCHENGO_UPSTREAM: above.url,
    MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ALG'),
  });
  await stands({ state: 'REFUSED', trouble: 'OTHER', intake: null, reachable: false });
  const phone = await signIn(hub.ready.url, 'driver1.alger');
  const event = phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  const body = phone.device.pushBody([event]);
  const pushed = await call(hub.ready.url, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
  expect(pushed.body).toMatchObject({ acked_event_ids: [event.id], custody: 'hub' });
  refusal = { status: 503, body: { code: 'UNAVAILABLE', title: 'busy' } };
  await stands({ state: 'REFUSED', trouble: 'BUSY' });
  const before = asked;
  refusal = null;
  await stands({ state: 'ANSWERS', trouble: null, intake: null, reachable: true });
  expect(asked).toBeGreaterThan(before);
  const { rowCount } = await world.database.query('SELECT FROM events WHERE id = $1', [event.id]);
  expect(rowCount).toBe(1);
});
