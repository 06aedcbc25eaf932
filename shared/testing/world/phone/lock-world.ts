import { expect } from 'vitest';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { type OpenApi, phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { PhoneLocked } from '../../../../mobile-pwa/sync/phone-lock.ts';
import { createTestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { DEMO_PASSWORD, startWorld, type World } from '../start-world.ts';
import { loadDataKey, newPhoneFile, type PhoneFile } from './phone-file.ts';

/** Phones that lock, in Node, against a real hub and a real server. */
export interface LockWorld extends Pick<World, 'wan'> {
  /** A phone in a valley reaches neither the hub nor the server. */
  isInValley: boolean;
  /** Starts the app on what the last start left. */
  start(file: PhoneFile, options?: StartOptions): Promise<Started>;
  /** Somebody with a PIN has recorded something out of reach of everybody, and the app was ended. */
  phoneWithPin(username: string): Promise<PhoneFile>;
  /** Between two tests: no phone is open, none is in a valley, and every user may sign in on new ones. */
  closePhones(): Promise<void>;
  close(): Promise<void>;
}

export const PIN = '135790';

export interface Started {
  phone: Phone;
  api: OpenApi;
}

interface StartOptions {
  transport?: Transport;
  clock?: Clock;
  /** Milliseconds by the clock that nobody can set. */
  elapsed?: () => number;
}

export async function openLockWorld(): Promise<LockWorld> {
  const database = await createTestDatabase();
  const world = await startWorld(database.url);
  const opened: Phone[] = [];

  async function start(
    file: PhoneFile,
    { transport = fetchTransport, clock = systemClock, elapsed }: StartOptions = {},
  ): Promise<Started> {
    const phone = new Phone({
      sql: file.sql,
      keyValues: file.keyValues,
      dataKey: await loadDataKey(file.keyValues, elapsed),
      transport: {
        request: (request) =>
          locked.isInValley
            ? Promise.resolve({ kind: 'unreachable', reason: 'in a valley' })
            : transport.request(request),
      },
      origin: world.hubUrl,
      card: { name: 'test', platform: 'node', app_version: '0' },
      clock,
      random: systemRandom,
      ids: testIds,
      log: silentLog,
    });
    opened.push(phone);
    await phone.open();
    return { phone, api: phoneApi(phone) };
  }

  const locked: LockWorld = {
    wan: world.wan,
    isInValley: false,
    start,
    async phoneWithPin(username) {
      const file = await newPhoneFile();
      const { phone, api } = await start(file);
      expect(await signIn(api, username)).toEqual({ kind: 'signed_in' });
      expect(await api.setPin(PIN, 5)).toBe(true);
      locked.isInValley = true;
      await fail(api);
      await phone.close();
      return file;
    },
    async closePhones() {
      for (const phone of opened.splice(0)) await phone.close();
      locked.isInValley = false;
      // Each test takes new phones, and a user has three at most.
      await world.database.query('UPDATE devices SET is_active = false');
    },
    async close() {
      await world.close();
      await database.drop();
    },
  };
  return locked;
}

export const signIn = (api: OpenApi, username: string) => api.signIn({ username, password: DEMO_PASSWORD });

export const fail = (api: OpenApi) =>
  api.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });

export const queued = ({ sql }: PhoneFile): number => sql.all('SELECT 1 FROM sync_queue').length;

/** Every call but the few that a lock answers. */
export async function expectNothingRead(api: OpenApi): Promise<void> {
  const calls = Object.entries(api) as [string, (...args: unknown[]) => Promise<unknown>][];
  const answered: string[] = [];
  for (const [name, call] of calls) {
    if (['unlock', 'signIn', 'resetPassword', 'kick', 'askNode'].includes(name)) continue;
    await call().then(
      () => answered.push(name),
      (error: unknown) => expect(error, name).toBeInstanceOf(PhoneLocked),
    );
  }
  expect(answered.sort()).toEqual(['addDepot', 'knownNodes', 'lock', 'lockNow', 'sendAll', 'tellBattery']);
}
