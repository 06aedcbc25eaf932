import type { Device, User } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { DeviceRegistration, PublicKey } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Change } from '#shared/domain/change.ts';
import { isoTime } from '#shared/ports/clock.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { GIVEN_UP } from '../store/given-up.ts';
import type { ServerDeps } from './deps.ts';
import { bareKey } from './public-keys.ts';
import { isRightCode } from './reset-codes.ts';
import { revoke } from './revoke-device.ts';
import { refuseRevoked } from './revoked.ts';

/** Which device is to make place, and the code for it: somebody who knows a password has no phone of its user erased. */
export interface GivingUp {
  id: string | undefined;
  code: string | undefined;
}

export interface Registered {
  device: Device;
  /** What hubs are to be told, appended last in the transaction. */
  changes: Change[];
}

/**
 * Registers a device, or greets one that is known. A device id belongs for ever to the user and the key that came with
 * it first: whoever wants another starts as a new device. A user has at most three active ones, and may give one of them
 * up for the new one, with a code; an admin has any number: only an admin revokes devices, and a company's only one, with three
 * browsers lost, would be locked out for good. The caller holds the user's lock, so that the limit is counted once at a time.
 */
export async function registerDevice(
  tx: Transaction,
  deps: ServerDeps,
  user: User,
  device: DeviceRegistration,
  giveUp: GivingUp,
): Promise<Result<Registered, RequestError>> {
  const known = await knownDevice(tx, device.id);
  if (known) return greet(tx, deps, user.id, device, known);
  const givenUp = await placeFor(tx, deps, user, giveUp);
  if (!givenUp.ok) return givenUp;
  const inserted = await tx.query<Device>(
    `INSERT INTO devices AS dv (id, user_id, name, platform, app_version, public_key, registered_at, last_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (id) DO NOTHING RETURNING ${columns.DEVICE}`,
    [
      device.id,
      user.id,
      device.name,
      device.platform,
      device.app_version,
      JSON.stringify(bareKey(device.public_key)),
      isoTime(deps.clock.now()),
    ],
  );
  // Nothing inserted: another user has registered the same id in the meantime.
  if (!inserted.rows[0]) return conflict();
  const gone = givenUp.value === null ? [] : (await revoke(tx, deps, givenUp.value, GIVEN_UP)).changes;
  return ok({ device: inserted.rows[0], changes: gone });
}

/** The device that makes place for a new one, or null where there is room: then nobody is given up, whatever was asked. */
async function placeFor(
  tx: Transaction,
  deps: ServerDeps,
  user: User,
  { id, code }: GivingUp,
): Promise<Result<string | null, RequestError>> {
  const { rows: active } = await tx.query<Device>(
    `SELECT ${columns.DEVICE} FROM devices dv WHERE dv.user_id = $1 AND dv.is_active ORDER BY dv.registered_at, dv.id`,
    [user.id],
  );
  if (user.role === 'admin' || active.length < LIMITS.devicesPerUser) return ok(null);
  const chosen = active.find((device) => device.id === id);
  if (!chosen || code === undefined) {
    const detail = `This account is already used on ${active.length} devices: ask the depot's clerk or HQ for a code to give one up.`;
    return refuse('DEVICE_LIMIT', detail, { devices: active });
  }
  if (await isRightCode(tx, deps, user.id, 'DEVICE', code)) return ok(chosen.id);
  return refuse('CODE_INVALID', 'The code is wrong or too old: ask for a new one.', { devices: active });
}

interface KnownDevice {
  id: string;
  user_id: number;
  public_key: PublicKey;
  is_active: boolean;
  revoked_at: string | null;
  revoke_reason: string | null;
  wipe_state: string | null;
}

async function knownDevice(tx: Transaction, id: string): Promise<KnownDevice | undefined> {
  const found = await tx.query<KnownDevice>(
    'SELECT id, user_id, public_key, is_active, revoked_at, revoke_reason, wipe_state FROM devices WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return found.rows[0];
}

async function greet(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  device: DeviceRegistration,
  known: KnownDevice,
): Promise<Result<Registered, RequestError>> {
  const { x, y } = known.public_key;
  if (known.user_id !== userId || device.public_key.x !== x || device.public_key.y !== y) return conflict();
  if (!known.is_active) return refuseRevoked(deps, known, tx);
  const updated = await tx.query<Device>(
    `UPDATE devices dv SET name = $2, platform = $3, app_version = $4, last_seen_at = $5
     WHERE dv.id = $1 RETURNING ${columns.DEVICE}`,
    [device.id, device.name, device.platform, device.app_version, isoTime(deps.clock.now())],
  );
  return ok({ device: updated.rows[0] as Device, changes: [] });
}

const conflict = () =>
  refuse('DEVICE_CONFLICT', 'This device belongs to another account or another key: sign in as a new device.');
