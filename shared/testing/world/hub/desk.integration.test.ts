import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskActs, DeskAnswer } from '#shared/contract/desktop/desk.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import {
  call,
  cutOff,
  DEMO_PASSWORD,
  eventually,
  type SignedIn,
  signIn,
  startWorld,
  type World,
} from '../start-world.ts';

const PIN = '482913';
const WRONG_PIN = '482914';
let database: TestDatabase;
let world: World;
let driver: SignedIn;
let admin: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.hubUrl, 'driver1.alger');
  admin = await signIn(world.serverUrl, 'admin');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

function desk(method: 'GET' | 'POST', path: string, body?: unknown) {
  const { origin, searchParams } = new URL(world.desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  return call(origin, method, `/api/desktop/${path}`, { authorization, ...(body === undefined ? {} : { body }) });
}
const troubleIn = async (answer: ReturnType<typeof desk>): Promise<DeskAnswer['trouble']> =>
  (await answer).body.trouble;
const signInHere = (username: string, more: object = {}) =>
  troubleIn(desk('POST', 'clerks', { username, password: DEMO_PASSWORD, pin: PIN, ...more }));
const clerks = async () => (await desk('GET', 'clerks')).body.items;
const by = (user_id: number, pin = PIN) => ({ user_id, pin });
const clerkId = async (): Promise<number> => (await clerks())[0].user_id;
const hq = async (list: string) =>
  (await call(world.serverUrl, 'GET', `/api/admin/${list}`, { authorization: admin.authorization })).body.items;
const devicesOf = async (username: string) =>
  (
    await world.database.query('SELECT dv.id FROM devices dv JOIN users u ON u.id = dv.user_id WHERE u.username = $1', [
      username,
    ])
  ).rowCount;

/** Refused by HQ: a driver's phone that would change stock. */
async function somethingToSee(): Promise<string> {
  const event = driver.device.say({ entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', payload: {} });
  const body = driver.device.pushBody([event]);
  await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: driver.authorization, body });
  world.hub.uplink.kick();
  await eventually(attention, (items) => items.some(({ event_id }) => event_id === event.id), 'the inbox has it');
  return event.id;
}
const attention = async (): Promise<{ event_id: string }[]> => (await desk('GET', 'overview')).body.attention;

test('[CLERK-1] only a clerk of this depot signs in at its PC; nobody else has a device registered by it', async () => {
  const before = await devicesOf('driver1.alger');
  expect(await signInHere('driver1.alger')).toBe('NOT_A_CLERK');
  expect(await devicesOf('driver1.alger')).toBe(before);
  expect(await signInHere('clerk.alger', { password: 'wrong' })).toBe('WRONG_PASSWORD');
  expect(await signInHere('clerk.alger', { pin: '123456' })).toBe('WEAK_PIN');
  expect(await clerks()).toEqual([]);
  expect(await signInHere(' Clerk.Alger ')).toBeNull();
  expect(await clerks()).toMatchObject([{ asks: 'PIN' }]);
});

test('[CLERK-1] neither the password nor the PIN, the key or a token of a clerk can be read in the hub’s file', async () => {
  const row = JSON.stringify(world.hub.database.prepare('SELECT * FROM clerks').all(), (_name, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  );
  for (const secret of [DEMO_PASSWORD, PIN, 'private_jwk', 'eyJ']) expect(row).not.toContain(secret);
});

test('[CLERK-4] [CLERK-5] what a clerk has seen to leaves the inbox, once, and stands among HQ’s acts', async () => {
  const id = await somethingToSee();
  const user = await clerkId();
  const answer = { by: by(user), outcome: 'DONE', reason: 'vu avec Karim' };
  expect(await troubleIn(desk('POST', `inbox/${id}`, answer))).toBeNull();
  expect((await attention()).map(({ event_id }) => event_id)).not.toContain(id);
  expect(await troubleIn(desk('POST', `inbox/${id}`, answer))).toBe('GONE');
  const found = await eventually(
    () => hq(`acts?entity_id=${id}`),
    (acts) => acts.length > 0,
    'HQ has the act',
  );
  expect(found).toMatchObject([{ what: 'DESK_INBOX_DONE', user_id: user, reason: 'vu avec Karim' }]);
  expect(found[0].device_name).toBe(world.hub.identity.name.slice(0, 100));
  const { items }: DeskActs = (await desk('GET', 'acts')).body;
  expect(items).toMatchObject([{ what: 'DESK_INBOX_DONE', reason: 'vu avec Karim', custody: 'AT_HQ' }]);
  expect(() => world.hub.database.exec('DELETE FROM desk_acts')).toThrow(/append-only/);
  expect(() => world.hub.database.exec("UPDATE desk_acts SET what = 'x'")).toThrow(/append-only/);
});

test('[CLERK-4] [CLERK-6] without a line a clerk acts all the same, two at once too; HQ has it when the line is back', async () => {
  const user = await clerkId();
  await cutOff(world);
  const ask = { by: by(user), reason: 'perdu' };
  const asked = () => troubleIn(desk('POST', `phones/${driver.device.id}/ask-revoke`, ask));
  expect(await Promise.all([asked(), asked()])).toEqual([null, null]);
  expect(await troubleIn(desk('POST', `phones/${admin.device.id}/ask-revoke`, ask))).toBe('GONE');
  expect(await troubleIn(desk('POST', `phones/${driver.device.id}/code`, { by: by(user), purpose: 'PASSWORD' }))).toBe(
    'OUT_OF_REACH',
  );
  expect(await signInHere('clerk.alger')).toBe('OUT_OF_REACH');
  world.wan.reconnect();
  world.hub.uplink.kick();
  const alerts = await eventually(
    () => hq('alerts?kind=REVOKE_ASKED'),
    (items) => items.length === 2,
    'HQ is asked',
  );
  expect(alerts[0]).toMatchObject({ device_id: driver.device.id, details: { asked_by: user, reason: 'perdu' } });
  const journal = await world.database.query(
    'SELECT e.seq FROM events e JOIN devices dv ON dv.id = e.device_id WHERE dv.user_id = $1 ORDER BY e.seq',
    [user],
  );
  expect(journal.rows.map(({ seq }) => Number(seq))).toEqual([1, 2, 3]);
});

test('[CLERK-7] a clerk reads out a one-time code of HQ for somebody of the yard; HQ notes who made it', async () => {
  const user = await clerkId();
  const asked = { by: by(user), purpose: 'PASSWORD' };
  const { body } = await desk('POST', `phones/${driver.device.id}/code`, asked);
  expect(body).toMatchObject({ trouble: null, code: { code: expect.stringMatching(/\w{4}/) } });
  const [act] = await hq('acts?what=RESET_CODE_MADE');
  expect(act).toMatchObject({ user_id: user, entity_id: String(driver.session.user.id) });
});

test('[CLERK-2] after five wrong PINs the next one waits; signing in anew opens', async () => {
  const user = await clerkId();
  const id = await somethingToSee();
  const tried = (pin: string) => desk('POST', `inbox/${id}`, { by: by(user, pin), outcome: 'NOTED' });
  const wrong = await Promise.all(
    Array.from({ length: LIMITS.deskPinFreeTries + 3 }, () => troubleIn(tried(WRONG_PIN))),
  );
  expect(wrong.toSorted()).toEqual([...Array(3).fill('WAIT'), ...Array(LIMITS.deskPinFreeTries).fill('WRONG_PIN')]);
  const { body } = await tried(PIN);
  expect(body.trouble).toBe('WAIT');
  expect(body.wait_seconds).toBeGreaterThan(30);
  expect(await signInHere('clerk.alger')).toBeNull();
  expect(await troubleIn(tried(PIN))).toBeNull();
});

test('[CLERK-8] a clerk names a second drive: it holds at once, gets a backup, and HQ reads who did it', async () => {
  const user = await clerkId();
  const drive = await mkdtemp(join(tmpdir(), 'manchengo-drive-'));
  const change = (backup_dir: string) =>
    troubleIn(desk('POST', 'settings', { by: by(user), backup_dir, disk_floor_mb: 12 }));
  expect(await change(join(drive, 'away'))).toBe('NO_FOLDER');
  expect((await desk('GET', 'settings')).body.backup.dir).toBeNull();
  expect(await change(drive)).toBeNull();
  const { backup, disk_floor } = (await desk('GET', 'settings')).body;
  expect([backup.dir, disk_floor.in_force_mb]).toEqual([drive, 12]);
  expect((await desk('GET', 'overview')).body.disk.floor_bytes).toBe(12_000_000);
  const folders = () => readdirSync(drive, { recursive: true }).map(String);
  await eventually(folders, (names) => names.some((name) => name.endsWith('.backup')), 'a backup lies there');
  const acts = await eventually(
    () => hq('acts?what=DESK_SETTINGS_CHANGED'),
    (items) => items.length === 1,
    'HQ has the act',
  );
  expect(acts[0].reason).toContain(drive);
  await rm(drive, { recursive: true, force: true });
});

test('[CLERK-3] a clerk’s session goes on by a key of HQ’s that this hub does not hold yet', async () => {
  const user = await clerkId();
  const turned = await call(world.serverUrl, 'POST', '/api/admin/keys/rotate', { authorization: admin.authorization });
  expect(turned.status).toBe(201);
  expect(await signInHere('clerk.alger')).toBeNull();
  expect((await clerks()).map(({ user_id }: { user_id: number }) => user_id)).toEqual([user]);
});

test('[CLERK-3] a hub that was put back to an earlier copy goes on behind what HQ has of a clerk’s journal', async () => {
  const user = await clerkId();
  const seqs = async () =>
    (
      await world.database.query<{ seq: string }>(
        `SELECT e.seq FROM events e JOIN devices dv ON dv.id = e.device_id
         WHERE dv.user_id = $1 AND dv.platform = 'depot' ORDER BY e.seq`,
        [user],
      )
    ).rows.map(({ seq }) => Number(seq));
  const before = await seqs();
  world.hub.database.exec(`UPDATE clerks SET seq = 1, checksum = NULL, believed_until = 0; DELETE FROM checkpoints`);
  const ask = () =>
    troubleIn(desk('POST', `phones/${driver.device.id}/ask-revoke`, { by: by(user), reason: 'encore' }));
  expect(await ask()).toBe('SIGN_IN');
  expect(await signInHere('clerk.alger')).toBeNull();
  expect(await ask()).toBeNull();
  world.hub.uplink.kick();
  const after = await eventually(seqs, (now) => now.length > before.length, 'HQ has it');
  expect(after).toEqual([...before, before.length + 1]);
  expect(await hq('alerts?kind=JOURNAL_FORK')).toEqual([]);
});

test('[CLERK-3] a clerk whom HQ has revoked here, or was not heard of for 72 h, signs in anew', async () => {
  const user = await clerkId();
  const id = await somethingToSee();
  const tried = () => troubleIn(desk('POST', `inbox/${id}`, { by: by(user), outcome: 'NOTED' }));
  world.hub.database.prepare('UPDATE clerks SET believed_until = ?').run(Date.now() - 60_000);
  expect(await clerks()).toMatchObject([{ asks: 'SIGN_IN' }]);
  expect(await tried()).toBe('SIGN_IN');
  expect(await signInHere('clerk.alger')).toBeNull();
  const { rows } = await world.database.query(
    "SELECT dv.id FROM devices dv WHERE dv.user_id = $1 AND dv.platform = 'depot'",
    [user],
  );
  expect(rows).toHaveLength(1);
  const path = `/api/admin/devices/${rows[0].id}/revoke`;
  await call(world.serverUrl, 'POST', path, { authorization: admin.authorization, body: { reason: 'parti' } });
  await eventually(
    () => world.hub.database.prepare('SELECT count(*) AS n FROM revoked_devices').get() as { n: number },
    ({ n }) => n === 1,
    'the hub knows',
  );
  expect(await tried()).toBe('SIGN_IN');
  expect(await clerks()).toEqual([]);
  const state = () => world.database.query('SELECT wipe_state FROM devices WHERE id = $1', [rows[0].id]);
  await eventually(state, ({ rows: [row] }) => row.wipe_state === 'CONFIRMED', 'HQ knows that it is erased');
  expect(await signInHere('clerk.alger')).toBeNull();
  expect(await tried()).toBeNull();
});

test('[CLERK-9] who is erased here has no key, PIN or session left; what was done stays, and signing in again begins anew', async () => {
  expect(await signInHere('clerk.alger')).toBeNull();
  const user = await clerkId();
  const [before] = world.hub.database.prepare('SELECT device_id FROM clerks').pluck().all() as Buffer[];
  const live = 'SELECT count(DISTINCT family)::integer AS n FROM refresh_tokens WHERE device_id = $1 AND NOT revoked';
  const sessions = async () =>
    (await world.database.query<{ n: number }>(live, [before?.toString('hex')])).rows[0]?.n ?? 0;
  const held = await sessions();
  const forget = (pin: string) => troubleIn(desk('POST', `clerks/${user}/forget`, { by: by(user, pin) }));
  expect(await forget(WRONG_PIN)).toBe('WRONG_PIN');
  expect(await clerks()).toHaveLength(1);
  expect(await forget(PIN)).toBeNull();
  expect(await clerks()).toEqual([]);
  expect(await forget(PIN)).toBe('SIGN_IN');
  const [act] = await eventually(
    () => hq('acts?what=DESK_CLERK_FORGOTTEN'),
    (acts) => acts.length === 1,
    'HQ has the act',
  );
  expect(act).toMatchObject({ user_id: user, entity_id: String(user) });
  await eventually(sessions, (count) => count === held - 1, 'the session is over at HQ');
  expect(await signInHere('clerk.alger')).toBeNull();
  const [after] = world.hub.database.prepare('SELECT device_id FROM clerks').pluck().all() as Buffer[];
  expect(after?.equals(before as Buffer)).toBe(false);
});
