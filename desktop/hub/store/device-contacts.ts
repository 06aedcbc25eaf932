import { estimateDrift, type Measurements } from '#shared/domain/clock-drift.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { uuidBlob } from './blobs.ts';
import type { HubDatabase } from './hub-database.ts';

type Device = Extract<Caller, { kind: 'device' }>;

/** `last_seen_at` is for people: a minute's precision spares an fsync on every pull. */
const SEEN_PRECISION_MS = 60_000;

/** Who was here: the phones that the depot's screen shows, with the keys by which their events are checked. */
export function deviceContacts(database: HubDatabase) {
  const upsert = database.prepare(
    `INSERT INTO devices (device_id, user_id, user_name, role, depot_id, public_key, last_seen_at, drift_ms)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, 0))
     ON CONFLICT (device_id) DO UPDATE SET user_name = excluded.user_name, role = excluded.role,
       depot_id = excluded.depot_id, last_seen_at = excluded.last_seen_at, drift_ms = coalesce(?8, drift_ms)`,
  );
  const seen = new Map<string, number>();
  /** What pushes have measured since this process began; a restart begins anew. */
  const measured = new Map<string, Measurements>();
  const note = (device: Device, now: number, driftMs: number | null): void => {
    const { deviceId, userId, userName, role, depotId, key } = device;
    upsert.run({
      1: uuidBlob(deviceId),
      2: userId,
      3: userName,
      4: role,
      5: depotId,
      6: JSON.stringify(key),
      7: now,
      8: driftMs,
    });
    seen.set(deviceId, now);
  };
  return {
    /** With a push, in its transaction: the push has measured the device's clock. Gives how far that is ahead. */
    pushed(device: Device, now: number, measuredMs: number): number {
      const { driftMs, recent } = estimateDrift(measuredMs, measured.get(device.deviceId) ?? []);
      measured.set(device.deviceId, recent);
      note(device, now, driftMs);
      return driftMs;
    },
    /** With any other call, at most once a minute. */
    called(caller: Caller, now: number): void {
      if (caller.kind !== 'device' || now - (seen.get(caller.deviceId) ?? 0) < SEEN_PRECISION_MS) return;
      note(caller, now, null);
    },
  };
}

export type DeviceContacts = ReturnType<typeof deviceContacts>;
