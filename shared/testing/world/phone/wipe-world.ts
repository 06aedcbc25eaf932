import { expect } from 'vitest';
import { uuidBlob } from '#hub/store/blobs.ts';
import {
  fetchTransport,
  type Transport,
  type TransportAnswer,
  type TransportRequest,
} from '#shared/ports/transport.ts';
import { TABLES } from '../../../../mobile-pwa/store/tables.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile, type PhoneFile } from './phone-file.ts';

/** Phones that HQ revokes, without their screens, in Node, against a real hub and a real server. */
export interface WipeWorld extends Pick<World, 'database' | 'hub' | 'server' | 'serverUrl'> {
  /** Between phones and their hub. */
  wifi: Wan;
  openPhone(kept: PhoneFile, options?: Options): Promise<Phone>;
  /** A phone that has its tour on it. */
  onTour(username: string, options?: Options): Promise<Owned>;
  /** Revokes a device at HQ, until the hub has heard of it. */
  revoke(deviceId: string): Promise<void>;
  /** The status that an event has at HQ. */
  atHq(eventId: string): Promise<string | null>;
  wipeState(deviceId: string): Promise<string | null>;
  /** Answers what `lie` gives, and what it leaves alone as the yard does. */
  lying(lie: (request: TransportRequest) => TransportAnswer | null): Transport;
  /** Between two tests: no phone is open, and the wifi is whole. */
  closePhones(): Promise<void>;
  close(): Promise<void>;
}

type Options = Parameters<typeof openNodePhone>[2];

interface Owned {
  kept: PhoneFile;
  phone: Phone;
  deviceId: string;
}

export async function openWipeWorld(): Promise<WipeWorld> {
  const testDatabase = await createTestDatabase();
  const world = await startWorld(testDatabase.url);
  const { database, hub, server } = world;
  const wifi = await openWan(world.hubUrl);
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const opened: Phone[] = [];

  /** A phone that is away reaches nobody: its hub stands behind the wire, and the server must not be found beside it. */
  const inTheYard: Transport = {
    request: async (request) =>
      wifi.isCut() ? { kind: 'unreachable', reason: 'out of reach' } : fetchTransport.request(request),
  };

  async function openPhone(kept: PhoneFile, options: Options = {}): Promise<Phone> {
    const phone = await openNodePhone(kept, wifi.url, { transport: inTheYard, ...options });
    opened.push(phone);
    return phone;
  }

  return {
    database,
    hub,
    server,
    serverUrl: world.serverUrl,
    wifi,
    openPhone,
    async onTour(username, options) {
      const kept = await newPhoneFile();
      const phone = await openPhone(kept, options);
      expect(await phone.signIn({ username, password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
      await eventually(
        () => phone.store.clients().length,
        (count) => count > 0,
        'the first snapshot',
      );
      return { kept, phone, deviceId: (await kept.vault.session())?.device_id ?? '' };
    },
    async revoke(deviceId) {
      const body = { reason: 'stolen' };
      const path = `/api/admin/devices/${deviceId}/revoke`;
      const answer = await call(world.serverUrl, 'POST', path, { authorization, body });
      expect(answer.status).toBe(200);
      const heard = hub.database.prepare('SELECT 1 FROM revoked_devices WHERE device_id = ?');
      await eventually(() => heard.get(uuidBlob(deviceId)), Boolean, 'the hub has heard of the revocation');
    },
    atHq: async (eventId) =>
      (await database.query('SELECT status FROM events WHERE id = $1', [eventId])).rows[0]?.status ?? null,
    wipeState: async (deviceId) =>
      (await database.query('SELECT wipe_state FROM devices WHERE id = $1', [deviceId])).rows[0].wipe_state,
    lying: (lie) => ({ request: async (request) => lie(request) ?? inTheYard.request(request) }),
    async closePhones() {
      for (const phone of opened.splice(0)) await phone.close();
      wifi.reconnect();
    },
    async close() {
      await wifi.close();
      await world.close();
      await testDatabase.drop();
    },
  };
}

/** Records that nobody was there, and gives the event's id. */
export async function fail(phone: Phone, photo?: Uint8Array): Promise<string> {
  const event_id = testIds.uuid();
  const kept = photo === undefined ? null : phone.store.keepBlob(photo, 'image/jpeg');
  const photo_blobs = kept?.kind === 'kept' ? { photo_blobs: [kept.sha256] } : {};
  const details = { reason: 'ABSENT' as const, ...photo_blobs };
  await phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details });
  return event_id;
}

export const count = ({ sql }: PhoneFile, table: string): number =>
  sql.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0;
export const tablesOf = ({ sql }: PhoneFile): string[] =>
  sql
    .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .map(({ name }) => name);
export const shown = (kept: PhoneFile): string[] =>
  tablesOf(kept).filter((table) => !['unsent', 'phone'].includes(TABLES[table]?.keeps ?? '') && count(kept, table) > 0);
