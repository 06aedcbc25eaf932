import { newDeviceKey } from '#shared/ports/crypto-web.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { readMeta } from '../store/meta.ts';
import type { Sql } from '../store/sql.ts';
import type { DeviceIdentity, SessionStore } from './session-store.ts';

/**
 * The device whose journal lies in the data. Where the browser threw the data away but not the key, the numbering is
 * lost, and this must never go on as that device.
 */
export async function ownDevice(sessionStore: SessionStore, sql: Sql): Promise<DeviceIdentity | null> {
  const device = await sessionStore.device();
  return device !== null && readMeta(sql, 'device_id') === device.id ? device : null;
}

/** Kept before it is used: on a bad network each lost answer would otherwise burn one of a user's three devices. */
export async function newCandidate(sessionStore: SessionStore, ids: Ids): Promise<DeviceIdentity> {
  const device = { id: ids.uuid(), keys: await newDeviceKey() };
  await sessionStore.saveCandidate(device);
  return device;
}
