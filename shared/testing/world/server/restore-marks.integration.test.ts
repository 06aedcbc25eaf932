import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '#server/app/open-server.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { beginEpochIfRestored } from '#server/store/epoch.ts';
import { migrate } from '#server/store/migrate.ts';
import type { SignedHead } from '#shared/domain/signed-head.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { openNodePhone } from '../phone/node-phone.ts';
import { newPhoneFile } from '../phone/phone-file.ts';
import { call, DEMO_PASSWORD, eventually, signIn } from '../start-world.ts';

/** Restores that leave the cluster, its timeline and the database as they are. */
let made: TestDatabase;
let owner: Database;
const folders: string[] = [];
beforeAll(async () => {
  made = await createTestDatabase();
  owner = openDatabase(made.url);
});
afterAll(async () => {
  await owner?.end();
  await made?.drop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-marks-'));
  folders.push(folder);
  return folder;
}

const look = async (dataDir: string | null) =>
  (await beginEpochIfRestored({ database: owner, random: systemRandom, dataDir })).restored;

test('[CUST-30] rows that were put back are known by who wrote them, and by the marks beside the data folder', async () => {
  expect(await migrate(owner, systemRandom)).toMatchObject({ ok: true });
  const dataDir = await newFolder();
  for (let minute = 0; minute < 3; minute += 1) expect(await look(dataDir)).toBeNull();
  // What keeps a database in order writes its rows anew as well, and is no restore.
  await owner.query('VACUUM (FULL, FREEZE) meta');
  expect(await look(dataDir)).toBeNull();
  await owner.query('CREATE TABLE backup AS SELECT * FROM meta');
  const putBack = async () => {
    await owner.query('DELETE FROM meta');
    await owner.query('INSERT INTO meta SELECT * FROM backup');
  };
  expect(await look(dataDir)).toBeNull();

  // While the server runs, and at the start of one with a new folder, or with none.
  await putBack();
  expect(await look(dataDir)).toMatch(/written anew/);
  expect(await look(dataDir)).toBeNull();
  await putBack();
  expect(await look(await newFolder())).toMatch(/written anew/);
  await putBack();
  expect(await look(null)).toMatch(/written anew/);
  expect(await look(dataDir)).toMatch(/marks/);
  expect(await look(dataDir)).toBeNull();
});

test('[CUST-30] a crash between row and file, and a data folder that was itself put back, are no restore', async () => {
  const dataDir = await newFolder();
  const file = join(dataDir, 'high-water.json');
  await look(dataDir);
  const before = await readFile(file, 'utf8');
  for (let crash = 0; crash < 3; crash += 1) {
    expect(await look(dataDir)).toBeNull();
    await writeFile(file, before);
  }
  // A year of minutes later: the row no longer knows what it was then.
  const { id } = JSON.parse(before) as { id: string };
  await owner.query(
    `UPDATE meta SET value = jsonb_set(value::jsonb, '{count}', '500000')::text WHERE key = 'mark:' || $1`,
    [id],
  );
  expect(await look(dataDir)).toBeNull();
  // The very same transaction wrote this row, but before the one that the folder knows: files that were copied back.
  await owner.query(`UPDATE meta SET value = jsonb_set(value::jsonb, '{count}', '7')::text WHERE key = 'mark:' || $1`, [
    id,
  ]);
  expect(await look(dataDir)).toMatch(/marks are older/);
});

test('[CUST-31] a phone shows how far the log had come, and a server that forgot it begins a new epoch; a forged statement does nothing', async () => {
  const database = await createTestDatabase();
  const logger = nodeLog('server', 'silent');
  const opened = await openServer({ databaseUrl: database.url, appOrigins: [], demo: true, logger });
  if (!opened.ok) throw new Error(opened.error);
  const url = await opened.value.app.listen({ host: '127.0.0.1', port: 0 });
  const theirs = openDatabase(database.url);
  const standing = async () => {
    const { rows } = await theirs.query<{ epoch: string; last: number }>(
      `SELECT (SELECT value FROM meta WHERE key = 'epoch') AS epoch, last FROM change_counter`,
    );
    return rows[0] as { epoch: string; last: number };
  };

  const file = await newPhoneFile();
  let phone = await openNodePhone(file, url);
  await phone.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD });
  await phone.store.failDelivery({
    event_id: testIds.uuid(),
    delivery_id: testIds.uuid(),
    details: { reason: 'ABSENT' },
  });
  const meta = (key: string) =>
    file.sql.all<{ value: string }>('SELECT value FROM sync_meta WHERE key = ?', [key])[0]?.value ?? null;
  const kept = () => {
    phone.engine?.kick();
    return JSON.parse(meta('signed_head') ?? 'null') as SignedHead | null;
  };
  const before = await standing();
  const shown = await eventually(kept, (value) => value?.head === `${before.epoch}.${before.last}`, 'the head is kept');

  await phone.close();
  // Its disk, as it was an append ago, comes back while it runs. No hub is there to tell.
  await theirs.query('DELETE FROM positions WHERE first_pos = (SELECT max(first_pos) FROM positions)');
  await theirs.query('UPDATE change_counter SET last = (SELECT max(first_pos + size - 1) FROM positions)');
  await theirs.query('DELETE FROM change_audience WHERE pos > (SELECT last FROM change_counter)');
  const driver = await signIn(url, 'driver2.alger');
  const show = (head: string) => {
    const query = new URLSearchParams({ since: shown?.head ?? '', head });
    return call(url, 'GET', `/api/sync/pull?${query}`, { authorization: driver.authorization });
  };
  const [header, payload = '', signature] = shown?.jws.split('.') ?? [];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const bent = Buffer.from(JSON.stringify({ ...claims, head: `${before.epoch}.999999` })).toString('base64url');
  for (const word of ['x', `${header}.${bent}.${signature}`, driver.session.access_token]) {
    expect((await show(word)).status).toBe(200);
  }
  expect((await standing()).epoch).toBe(before.epoch);

  phone = await openNodePhone(file, url);
  const after = await eventually(
    () => {
      phone.engine?.kick();
      return standing();
    },
    ({ epoch }) => epoch !== before.epoch,
    'a new epoch begins',
  );
  await eventually(
    () => {
      phone.engine?.kick();
      return meta('cursor') ?? '';
    },
    (cursor) => cursor.startsWith(`${after.epoch}.`),
    'the phone goes on in it',
  );
  await eventually(kept, (value) => value?.head.startsWith(`${after.epoch}.`) === true, 'and follows its head');
  await phone.close();
  await theirs.end();
  await opened.value.close();
  await database.drop();
});
