import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { Surroundings } from '../../../../mobile-pwa/sync/surroundings.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { DEMO_PASSWORD, eventually, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile, type PhoneFile } from './phone-file.ts';

/** The phone without its screens, in Node, against a real hub and a real server. */
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
  wifi.reconnect();
  world.wan.reconnect();
});
afterAll(async () => {
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

async function openPhone(file: PhoneFile, transport: Transport = fetchTransport): Promise<Phone> {
  const phone = await openNodePhone(file, wifi.url, { transport });
  opened.push(phone);
  return phone;
}

/** Neither the hub nor the server is in reach. */
function cutAll(): void {
  wifi.cut();
  world.wan.cut();
}

const signIn = (phone: Phone, username: string) => phone.signIn({ username, password: DEMO_PASSWORD });

const fail = (phone: Phone) =>
  phone.store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });

const seqs = ({ sql }: PhoneFile) =>
  sql.all<{ seq: number }>('SELECT seq FROM sync_queue ORDER BY seq').map(({ seq }) => seq);

test('[PHONE-14] [LESSON-7] an answer to a renewal that was lost signs nobody out', async () => {
  const kept = await newPhoneFile();
  let isLost = false;
  const losing: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!request.url.endsWith('/api/auth/refresh') || isLost) return answer;
      isLost = true;
      return { kind: 'unreachable', reason: 'the answer was lost' };
    },
  };
  const phone = await openPhone(kept, losing);
  await signIn(phone, 'driver1.alger');
  await eventually(
    () => phone.store.products().length,
    (count) => count > 0,
    'the first snapshot',
  );
  const session = (await kept.vault.session())!;
  await kept.vault.saveSession({ ...session, access_token: `${session.access_token.slice(0, -4)}AAAA` });
  const lost = () => {
    phone.engine!.kick();
    return isLost;
  };
  await eventually(lost, (isSo) => isSo, 'the answer was lost');
  await eventually(
    async () => {
      phone.engine!.kick();
      return (await kept.vault.session())!;
    },
    ({ refresh_token }) => refresh_token !== session.refresh_token,
    'a new pair',
  );
  expect(await phone.sessionView()).toMatchObject({ needs_sign_in: false });
});

test('[PHONE-14] [LESSON-7] a session that the server has ended asks for its person and keeps the queue and the numbering', async () => {
  const kept = await newPhoneFile();
  const phone = await openPhone(kept);
  await signIn(phone, 'driver2.alger');
  const session = (await kept.vault.session())!;
  cutAll();
  await fail(phone);
  await kept.vault.saveSession({ ...session, access_token: 'gone', refresh_token: 'gone' });
  wifi.reconnect();
  world.wan.reconnect();
  await eventually(
    async () => {
      phone.engine!.kick();
      return await phone.sessionView();
    },
    (view) => view?.needs_sign_in === true,
    'the phone asks for a sign-in',
  );
  expect(seqs(kept)).toEqual([1]);
  await fail(phone);
  expect(await signIn(phone, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  expect(await phone.sessionView()).toMatchObject({ device_id: session.device_id, needs_sign_in: false });
  await fail(phone);
  const made = kept.sql.all<{ seq: number }>(
    'SELECT seq FROM sync_queue UNION SELECT seq FROM sync_archive ORDER BY seq',
  );
  expect(made.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('[PHONE-15] another person waits until nothing is left to hand in, and is then another device with a clean screen', async () => {
  const kept = await newPhoneFile();
  const phone = await openPhone(kept);
  await signIn(phone, 'driver1.alger');
  const first = (await kept.vault.session())!;
  await eventually(
    () => phone.store.clients().length,
    (count) => count > 0,
    'the first snapshot',
  );
  cutAll();
  await fail(phone);
  // A hub's claim is not enough: what it carries is still this person's to hand in.
  wifi.reconnect();
  await eventually(
    () => phone.store.counts().depot,
    (count) => count === 1,
    'the hub has it',
  );
  expect(await signIn(phone, 'seller1.alger')).toMatchObject({ kind: 'not_yours', unsent: 1 });
  world.wan.reconnect();
  await eventually(
    () => {
      phone.engine!.kick();
      return seqs(kept).length;
    },
    (count) => count === 0,
    'the server has it',
  );
  expect(await signIn(phone, 'seller1.alger')).toEqual({ kind: 'signed_in' });
  const second = (await kept.vault.session())!;
  expect(second.device_id).not.toBe(first.device_id);
  expect(phone.store.inbox()).toEqual([]);
});

test('[PHONE-16] a phone whose data were thrown away never goes on under its old numbers', async () => {
  const kept = await newPhoneFile();
  const phone = await openPhone(kept);
  await signIn(phone, 'driver1.oran');
  const { device_id } = (await kept.vault.session())!;
  await phone.close();
  const emptied = { ...kept, sql: (await newPhoneFile()).sql };
  const again = await openPhone(emptied);
  expect(await again.sessionView()).toBeNull();
  await signIn(again, 'driver1.oran');
  expect((await kept.vault.session())!.device_id).not.toBe(device_id);
});

test('[PHONE-16] a sign-in whose answer was lost burns no second device', async () => {
  const kept = await newPhoneFile();
  let isLost = false;
  const asked: string[] = [];
  const losing: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!request.url.endsWith('/api/auth/login')) return answer;
      asked.push(JSON.parse(request.body!).device.id);
      if (isLost) return answer;
      isLost = true;
      return { kind: 'unreachable', reason: 'the answer was lost' };
    },
  };
  const phone = await openPhone(kept, losing);
  expect(await signIn(phone, 'clerk.alger')).toMatchObject({ kind: 'refused', code: 'OFFLINE' });
  expect(await signIn(phone, 'clerk.alger')).toEqual({ kind: 'signed_in' });
  expect(new Set(asked).size).toBe(1);
});

test('[POWER-3] on mobile data a phone calls HQ unless its person has said no, and a depot all the same', async () => {
  const kept = await newPhoneFile();
  const connection = { type: 'cellular' };
  const surroundings = new Surroundings('0', { onLine: true, connection } as never);
  const phone = await openNodePhone(kept, wifi.url, { surroundings });
  opened.push(phone);
  expect(phone.mobileData()).toEqual({ isAllowed: true, isOn: true });
  phone.allowMobileData(false);
  await signIn(phone, 'driver1.alger');
  const nodesAsked = () => Object.keys(phone.engine?.state.nodes ?? {});
  wifi.cut();
  await fail(phone);
  await eventually(
    () => phone.finder.nodes(),
    (nodes) => nodes.some(({ kind }) => kind === 'server'),
    'HQ is in reach',
  );
  await phone.engine?.syncOnce();
  await phone.engine?.syncOnce();
  expect(seqs(kept).length).toBeGreaterThan(0);
  expect(nodesAsked()).not.toContain(world.wan.url);
  phone.allowMobileData(true);
  await eventually(
    () => seqs(kept),
    (left) => left.length === 0,
    'HQ has it',
  );
});
