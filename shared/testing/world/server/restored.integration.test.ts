import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openServer } from '#server/app/open-server.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { createTestDatabase } from '../../postgres.ts';
import { call, eventually, signIn, startWorld } from '../start-world.ts';

const logger = nodeLog('server', 'silent');

const epochOf = async (url: string): Promise<string> => {
  const driver = await signIn(url, 'driver2.alger');
  const { body } = await call(url, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization });
  return body.next_since.split('.')[0];
};

test('[CUST-5] [CUST-8] a server restored from a copy begins a new epoch, and a hub offers again what it forgot', async () => {
  const database = await createTestDatabase();
  const world = await startWorld(database.url);
  const backup = await database.copy();
  const driver = await signIn(world.hubUrl, 'driver1.alger');
  const event = driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  await call(world.hubUrl, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody([event]),
  });
  await eventually(
    () => world.hub.uplink.status().backlog,
    (backlog) => backlog === 0,
    'the server has it',
  );
  const before = await epochOf(world.serverUrl);

  // The disk is lost; yesterday's backup comes back behind the same address.
  await world.server.close();
  const port = Number(new URL(world.serverUrl).port);
  const opened = await openServer({ databaseUrl: backup.url, appOrigins: [], demo: true, logger });
  if (!opened.ok) throw new Error(opened.error);
  const restored = opened.value;
  await restored.app.listen({ host: '127.0.0.1', port });
  world.hub.uplink.kick();
  expect(await epochOf(world.serverUrl)).not.toBe(before);
  const held = async () =>
    (await restored.deps.database.query('SELECT 1 FROM events WHERE id = $1', [event.id])).rowCount;
  // Its device had signed in after the backup: the server does not know it, and the hub keeps the event until it does.
  const queued = () =>
    world.hub.database.prepare('SELECT state, not_before FROM relay_queue').get() as {
      state: number;
      not_before: number;
    };
  await eventually(queued, ({ state, not_before }) => state === 0 && not_before > 0, 'the hub has offered it again');
  await signIn(world.serverUrl, 'driver1.alger', driver.device);
  // Its turn comes in a quarter of a minute; the test does not wait for it.
  world.hub.database.prepare('UPDATE relay_queue SET not_before = 0').run();
  world.hub.uplink.kick();
  await eventually(held, (count) => count === 1, 'the forgotten event is there again');

  await world.hub.close();
  await world.wan.close();
  await restored.close();
  await database.drop();
  await backup.drop();
});

test('[CUST-5] a data folder whose mark is ahead of the database tells of a restore, too; a plain restart does not', async () => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-mark-'));
  const epochs: string[] = [];
  for (const mark of [null, null, 1]) {
    if (mark !== null) {
      await writeFile(join(dataDir, 'high-water.json'), JSON.stringify({ epoch: epochs.at(-1), last: 9_999_999 }));
    }
    const server = await openServer({ databaseUrl: database.url, appOrigins: [], demo: false, logger, dataDir });
    if (!server.ok) throw new Error(server.error);
    const { rows } = await server.value.deps.database.query<{ value: string }>(
      "SELECT value FROM meta WHERE key = 'epoch'",
    );
    epochs.push(rows[0]?.value ?? '');
    await server.value.close();
  }
  expect(epochs[1]).toBe(epochs[0]);
  expect(epochs[2]).not.toBe(epochs[0]);
  await rm(dataDir, { recursive: true });
  await database.drop();
});

test('[CUST-5] [CUST-31] a hub that heard more than the log holds ends the epoch, and so does a signed head that it is shown; a phone’s own claim does not', async () => {
  const database = await createTestDatabase();
  const world = await startWorld(database.url);
  const before = await epochOf(world.serverUrl);
  const driver = await signIn(world.serverUrl, 'driver1.alger');
  const beyond = `${before}.9999999`;
  const phone = await call(world.serverUrl, 'GET', `/api/sync/pull?since=${beyond}`, {
    authorization: driver.authorization,
  });
  expect(phone).toMatchObject({ status: 200, body: { events: [], next_since: beyond } });
  const epoch = async () => {
    const { rows } = await world.database.query<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'");
    return rows[0]?.value;
  };
  expect(await epoch()).toBe(before);
  world.hub.database.prepare("UPDATE meta SET value = ? WHERE key = 'cursor'").run(beyond);
  world.hub.uplink.kick();
  const after = await eventually(epoch, (value) => value !== before, 'a new epoch begins');
  const cursor = () =>
    world.hub.database.prepare("SELECT value FROM meta WHERE key = 'cursor'").get() as { value: string };
  await eventually(cursor, ({ value }) => value.startsWith(`${after}.`), 'the hub has a new snapshot');

  // What the server signed for a phone, that phone shows to the hub, and the hub to a server that has forgotten it.
  const own = { authorization: driver.authorization };
  const { body } = await call(world.serverUrl, 'GET', `/api/sync/pull?since=${after}.0`, own);
  const [header, , signature] = body.checkpoint.split('.');
  const forged = `${header}.${Buffer.from(JSON.stringify({ head: `${after}.9999999` })).toString('base64url')}.${signature}`;
  for (const head of [body.checkpoint, forged]) {
    const query = new URLSearchParams({ since: cursor().value, head });
    expect((await call(world.hubUrl, 'GET', `/api/sync/pull?${query}`, own)).status).toBe(200);
  }
  const kept = world.hub.database.prepare("SELECT value FROM meta WHERE key = 'signed_head'").get() as {
    value: string;
  };
  expect(JSON.parse(kept.value).jws).toBe(body.checkpoint);
  await world.database.query('UPDATE change_counter SET last = last - 1');
  world.hub.database.prepare("UPDATE meta SET value = ? WHERE key = 'cursor'").run(`${after}.1`);
  world.hub.uplink.kick();
  await eventually(epoch, (value) => value !== after, 'another epoch begins');
  await world.close();
  await database.drop();
});
