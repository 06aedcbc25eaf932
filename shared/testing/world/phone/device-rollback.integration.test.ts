import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PullResponse } from '#shared/contract/sync.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, eventually, signIn as signInAsAdmin, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile, type PhoneFile } from './phone-file.ts';
import { phoneSql } from './phone-sql.ts';

/** Phones whose data come back as they were at an earlier copy, against a real hub and a real server. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
const opened: Phone[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
});
afterEach(async () => {
  for (const phone of opened.splice(0)) await phone.close();
  reconnect();
});
afterAll(async () => {
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

type Options = Parameters<typeof openNodePhone>[2];

async function openPhone(file: PhoneFile, transport: Transport = fetchTransport, more: Options = {}): Promise<Phone> {
  const phone = await openNodePhone(file, wifi.url, { transport, ...more });
  opened.push(phone);
  return phone;
}

function cutAll(): void {
  wifi.cut();
  world.wan.cut();
}

function reconnect(): void {
  wifi.reconnect();
  world.wan.reconnect();
}

const signIn = (phone: Phone, username: string) => phone.signIn({ username, password: DEMO_PASSWORD });

async function record(phone: Phone): Promise<string> {
  const event_id = testIds.uuid();
  const details = { reason: 'ABSENT' as const };
  const saved = await phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details });
  expect(saved).toEqual({ kind: 'saved', event_id });
  return event_id;
}

const queue = ({ sql }: PhoneFile) =>
  sql.all<{ id: string; device_id: string; seq: number }>('SELECT id, device_id, seq FROM sync_queue ORDER BY rowid');

async function atHq(ids: string[]): Promise<number> {
  const { rows } = await world.database.query('SELECT 1 FROM events WHERE id = ANY ($1::uuid[])', [ids]);
  return rows.length;
}

const reaches = (phone: Phone, ids: string[], what: string) =>
  eventually(
    () => {
      phone.kick();
      return atHq(ids);
    },
    (count) => count === ids.length,
    what,
  );

const knows = (phone: Phone) =>
  eventually(
    async () => {
      phone.kick();
      return (await phone.sessionView())?.put_back;
    },
    (isSo) => isSo === true,
    'the phone learns that it was put back',
  );

const handsInAll = (phone: Phone, file: PhoneFile) =>
  eventually(
    () => {
      phone.kick();
      return queue(file);
    },
    (rows) => rows.length === 0,
    'the phone has nothing left',
  );

interface Restored {
  file: PhoneFile;
  device_id: string;
  /** All that reached HQ before, some of it after the copy was made. */
  before: string[];
}

/** Somebody's phone, as it was before the last two things that they recorded. */
async function putBack(username: string): Promise<Restored> {
  const file = await newPhoneFile();
  const phone = await openPhone(file);
  expect(await signIn(phone, username)).toEqual({ kind: 'signed_in' });
  const device_id = (await phone.sessionView())?.device_id ?? '';
  const before = [await record(phone), await record(phone)];
  await handsInAll(phone, file);
  const copy = new Database(file.database.serialize());
  before.push(await record(phone), await record(phone));
  await handsInAll(phone, file);
  await phone.close();
  return { file: { ...file, database: copy, sql: phoneSql(copy) }, device_id, before };
}

test('[CUST-11] [PHONE-19] a phone that was put back records on as another device, and both branches reach HQ', async () => {
  const { file, device_id, before } = await putBack('driver1.alger');
  let isServerDeaf = true;
  const transport: Transport = {
    request: (request) =>
      isServerDeaf && request.url.startsWith(world.wan.url) && request.url.endsWith('/push')
        ? Promise.resolve({ kind: 'unreachable', reason: 'the line is cut' })
        : fetchTransport.request(request),
  };
  cutAll();
  const first = await openPhone(file, transport);
  const branch = [await record(first), await record(first)];
  expect(queue(file).map(({ seq }) => seq)).toEqual([3, 4]);
  reconnect();
  await knows(first);
  await reaches(first, [...before, ...branch], 'what it recorded under its old numbers');

  cutAll();
  const under = [await record(first)];
  await first.close();
  const again = await openPhone(file, transport);
  under.push(await record(again));
  const fresh = queue(file).filter(({ id }) => under.includes(id));
  expect(fresh.map(({ seq }) => seq)).toEqual([1, 2]);
  const [{ device_id: successor = '' } = {}] = fresh;
  expect(new Set(fresh.map((one) => one.device_id))).toEqual(new Set([successor]));
  expect(successor).not.toBe(device_id);

  reconnect();
  expect(await signIn(again, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect(await again.sessionView()).toMatchObject({ device_id: successor, put_back: false });
  under.push(await record(again));
  await reaches(again, under, 'what it recorded as another device');
  // The hub has carried the other branch, and is no end of custody: it waits for the server itself.
  expect(queue(file).filter(({ id }) => branch.includes(id))).toHaveLength(2);
  expect(await file.vault.former()).toMatchObject([{ device_id }]);
  isServerDeaf = false;
  await handsInAll(again, file);
  await eventually(
    () => file.vault.former(),
    (former) => former.length === 0,
    'the former device is forgotten',
  );
  const { rows } = await world.database.query<{ seq: number }>(
    'SELECT seq::int AS seq FROM events WHERE device_id = $1 ORDER BY seq',
    [successor],
  );
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(await atHq([...before, ...branch, ...under])).toBe(9);
});

test('[PHONE-19] whoever was signed out meanwhile signs in on it as before, and nobody else takes over what it holds', async () => {
  const { file, device_id, before } = await putBack('driver2.alger');
  const phone = await openPhone(file);
  await knows(phone);
  cutAll();
  const under = await record(phone);
  reconnect();
  await phone.signOut();
  const held = queue(file);
  expect(held.map(({ id }) => id)).toContain(under);
  expect(await signIn(phone, 'seller1.alger')).toMatchObject({ kind: 'refused', code: 'DEVICE_CONFLICT' });
  expect(queue(file)).toEqual(held);
  expect(await signIn(phone, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  expect((await phone.sessionView())?.device_id).not.toBe(device_id);
  await reaches(phone, [...before, under], 'all reach HQ');
});

test('[WIPE-15] revoked as another device, it is erased once what its former one had left is handed in', async () => {
  const { file, device_id } = await putBack('driver1.oran');
  cutAll();
  const first = await openPhone(file);
  const branch = [await record(first), await record(first)];
  const left = file.sql.all<Record<string, string | number | null>>('SELECT * FROM sync_queue');
  const access_token = (await file.vault.session())?.access_token ?? '';
  reconnect();
  await knows(first);
  await handsInAll(first, file);
  expect(await signIn(first, 'driver1.oran')).toEqual({ kind: 'signed_in' });
  const successor = (await first.sessionView())?.device_id;
  await first.close();

  // As if nobody had been in reach but for the sign-in: HQ has nothing of it, and the hub is away.
  await world.database.query('DELETE FROM events WHERE id = ANY ($1::uuid[])', [branch]);
  for (const row of left) {
    const names = Object.keys(row);
    file.sql.exec(
      `INSERT INTO sync_queue (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      Object.values(row),
    );
  }
  await file.vault.saveFormer([{ device_id, access_token }]);
  const admin = await signInAsAdmin(world.serverUrl, 'admin');
  const { authorization } = admin;
  const body = { reason: 'stolen' };
  await call(world.serverUrl, 'POST', `/api/admin/devices/${successor}/revoke`, { authorization, body });
  let isWiping = false;
  let erased = 0;
  const atServerOnly: Transport = {
    async request(request) {
      const isTooEarly = !isWiping && String(request.body ?? '').includes(device_id);
      if (request.url.startsWith(wifi.url) || isTooEarly) return { kind: 'unreachable', reason: 'not now' };
      return fetchTransport.request(request);
    },
  };
  const again = await openPhone(file, atServerOnly, {
    onWipe: () => {
      isWiping = true;
    },
    destroy: async () => {
      erased = await atHq(branch);
    },
  });
  await eventually(
    () => {
      again.kick();
      return erased;
    },
    (count) => count === branch.length,
    'it is erased, and HQ has what the former device had left',
  );
});

/** The pages that a phone is told, as `change` makes them. */
const told = (change: (checkpoint: string) => string | null): Transport => ({
  async request(request) {
    const answer = await fetchTransport.request(request);
    if (answer.kind !== 'answer' || answer.status !== 200 || !request.url.includes('/api/sync/pull')) return answer;
    const page = answer.body as PullResponse;
    return page.checkpoint === null ? answer : { ...answer, body: { ...page, checkpoint: change(page.checkpoint) } };
  },
});

test('[CUST-11] what no key of the server has signed for this very device tells a phone nothing of the kind', async () => {
  const { file } = await putBack('seller1.alger');
  let another = '';
  const other = await openPhone(
    file,
    told((checkpoint) => {
      another = checkpoint;
      return checkpoint;
    }),
  );
  await knows(other);
  await other.close();

  const lies = [forged, () => another, () => 'no word at all', () => null];
  let count = 0;
  const lying = told((checkpoint) => lies[count++ % lies.length]?.(checkpoint) ?? null);
  const phone = await openPhone(await newPhoneFile(), lying);
  expect(await signIn(phone, 'driver1.oran')).toEqual({ kind: 'signed_in' });
  await reaches(phone, [await record(phone)], 'it hands in');
  const before = count;
  const isTold = () => {
    phone.kick();
    return count - before;
  };
  await eventually(isTold, (times) => times > lies.length, 'it was lied to in each way');
  expect(await phone.sessionView()).toMatchObject({ put_back: false });
});

/** The server's own statements, but for how far its journal goes. */
function forged(checkpoint: string): string {
  const [head = '', claims = '', signature = ''] = checkpoint.split('.');
  const more = { ...JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')), up_to: 999 };
  return [head, Buffer.from(JSON.stringify(more)).toString('base64url'), signature].join('.');
}
