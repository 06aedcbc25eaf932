import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { sealingKey } from '#shared/domain/key-purpose.ts';
import { type FileEnd, unsentTexts } from '../../../../mobile-pwa/store/queue-export.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { sealTestFile } from '../../../../server/src/testing/seal-test-file.ts';
import { signIn } from '../start-world.ts';
import type { PhoneFile } from './phone-file.ts';
import { fail, openWipeWorld, type WipeWorld } from './wipe-world.ts';

/** Phones that reach nobody, and what they have recorded brought to HQ as a file. */
let world: WipeWorld;
let admin: string;

beforeAll(async () => {
  world = await openWipeWorld();
  admin = (await signIn(world.serverUrl, 'admin')).authorization;
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

async function bring(file: string, authorization = admin) {
  const answer = await fetch(`${world.serverUrl}/api/admin/queue-files`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/jose' },
    body: file,
  });
  return { status: answer.status, body: await answer.json() };
}

async function save(phone: Phone): Promise<string> {
  const made = await phoneApi(phone).exportQueue();
  if (made.kind !== 'made') throw new Error(made.kind);
  return made.file;
}

const queued = ({ sql }: PhoneFile) =>
  sql.all<{ id: string; status: string; custody: string }>('SELECT id, status, custody FROM sync_queue ORDER BY seq');
const storedAtHq = async (deviceId: string) =>
  (await world.database.query<{ id: string }>('SELECT id FROM events WHERE device_id = $1 ORDER BY seq', [deviceId]))
    .rows;
const logLength = async () =>
  (
    await world.database.query(
      'SELECT (SELECT count(*) FROM events) AS events, (SELECT last FROM change_counter) AS changes',
    )
  ).rows[0];

test('[UNSENT-5] [UNSENT-6] every event reaches HQ by the file alone, and the phone keeps its queue', async () => {
  const { kept, phone, deviceId } = await world.onTour('driver1.alger');
  world.wifi.cut();
  const ids = [await fail(phone), await fail(phone), await fail(phone)];
  const file = await save(phone);
  const before = queued(kept);
  expect(before.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  expect(await bring(file)).toEqual({
    status: 200,
    body: { added: before.length, known: 0, quarantined: 0, refused: 0 },
  });
  expect((await storedAtHq(deviceId)).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  expect(queued(kept)).toEqual(before);
  const [clear = ''] = file.split('.');
  const header = JSON.parse(Buffer.from(clear, 'base64url').toString());
  expect(Object.keys(header).sort()).toEqual(['alg', 'enc', 'epk', 'kid', 'typ', 'v']);
});

test('[UNSENT-5] a queue that is longer than a file leaves in several, each going on where the one before ended', async () => {
  const { kept, phone } = await world.onTour('driver2.alger');
  world.wifi.cut();
  for (let n = 0; n < 5; n += 1) await fail(phone);
  await phone.store.flushAudit();
  const all = unsentTexts(kept.sql).texts;
  const inFiles = (room: { events: number; bytes: number }) => {
    const files: string[][] = [];
    for (let end: FileEnd | null = null; ; ) {
      const part = unsentTexts(kept.sql, end, room);
      files.push(part.texts);
      end = part.end;
      if (end === null) return files;
    }
  };
  const byCount = inFiles({ events: 2, bytes: 1_000_000 });
  expect(byCount.map(({ length }) => length).slice(0, 2)).toEqual([2, 2]);
  expect(byCount.flat()).toEqual(all);
  // At the edge of the bytes: two go in, and one byte less holds one.
  const sizes = kept.sql.all<{ n: number }>(
    'SELECT octet_length(body) + 1 AS n FROM sync_queue ORDER BY occurred_at, seq LIMIT 2',
  );
  const two = sizes.reduce((sum, { n }) => sum + n, 0);
  expect(unsentTexts(kept.sql, null, { events: 5, bytes: two }).texts).toHaveLength(2);
  expect(unsentTexts(kept.sql, null, { events: 5, bytes: two - 1 }).texts).toHaveLength(1);
  expect(inFiles({ events: 5, bytes: two - 1 }).flat()).toEqual(all);
});

test('[UNSENT-5] a phone that has met no key of HQ’s for it says so, and keeps its queue', async () => {
  const { kept, phone } = await world.onTour('driver1.alger');
  world.wifi.cut();
  const id = await fail(phone);
  const session = await kept.vault.session();
  if (session === null) throw new Error('nobody is signed in');
  const keys = session.jwks.keys.filter((key) => key.kid !== sealingKey(session.jwks.keys)?.kid);
  expect(keys.length).toBeLessThan(session.jwks.keys.length);
  await kept.vault.saveSession({ ...session, jwks: { keys } });
  expect(await phoneApi(phone).exportQueue()).toEqual({ kind: 'no_key' });
  expect(queued(kept).map((row) => row.id)).toContain(id);
});

test('[UNSENT-6] a file that is brought twice changes nothing, and both are in the audit', async () => {
  const { phone } = await world.onTour('driver2.alger');
  world.wifi.cut();
  await fail(phone);
  const file = await save(phone);
  const first = await bring(file);
  const length = await logLength();
  const second = await bring(file);
  expect(second.body).toEqual({ added: 0, known: first.body.added, quarantined: 0, refused: 0 });
  expect(await logLength()).toEqual(length);
  const acts = await world.database.query("SELECT after FROM acts WHERE what = 'QUEUE_FILE_IMPORTED' ORDER BY id");
  expect(acts.rows.slice(-2).map(({ after }) => after)).toEqual([first.body, second.body]);
});

test('[UNSENT-6] what a revoked phone had saved goes to quarantine', async () => {
  const { phone, deviceId } = await world.onTour('driver1.oran');
  world.wifi.cut();
  const id = await fail(phone);
  const file = await save(phone);
  await world.revoke(deviceId);
  const { body } = await bring(file);
  expect(body).toEqual({ added: body.quarantined, known: 0, quarantined: expect.any(Number), refused: 0 });
  expect(await world.atHq(id)).toBe('QUARANTINED');
});

test('[UNSENT-6] an event that nobody has signed is refused, also in a file that was sealed for HQ', async () => {
  const { kept, phone } = await world.onTour('seller1.alger');
  world.wifi.cut();
  const id = await fail(phone);
  const [row] = kept.sql.all<{ body: string }>('SELECT body FROM plain_sync_queue WHERE id = ?', [id]);
  const event = JSON.parse(row?.body ?? '');
  event.signature = [...event.signature].reverse().join('');
  const keys = world.server.deps.keys.jwks.keys;
  const forged = await sealTestFile(JSON.stringify({ v: 1, events: [event] }), keys);
  expect((await bring(forged)).body).toEqual({ added: 0, known: 0, quarantined: 0, refused: 1 });
  expect(await world.atHq(id)).toBe(null);
});

test('[UNSENT-7] another company’s file is refused with its fault, one beyond the size whole; a driver brings none', async () => {
  const keys = world.server.deps.keys.jwks.keys;
  const theirs = await sealTestFile('{"events":[]}', keys, { kid: 'enc-0000000000000000' });
  expect(await bring(theirs)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', fault: 'OTHER_COMPANY' } });
  expect((await bring('x'.repeat(LIMITS.queueFileBytes + 1))).status).toBe(413);
  const driver = (await signIn(world.serverUrl, 'driver1.alger')).authorization;
  expect((await bring(theirs, driver)).status).toBe(403);
});
