import { createHmac } from 'node:crypto';
import { type PhoneSecret, type PublicKey, TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { Transaction } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import { signClaims } from './tokens.ts';

const KEY_BYTES = 32;

/**
 * What a sign-in tells a phone so that it can open its own data, signed. It is derived, not stored a device: a server that
 * came back from a backup and has forgotten the device still tells the same. The device's key is part of it, so that
 * nobody gets it by registering a forgotten device's id anew.
 */
export async function signedPhoneSecret(
  tx: Transaction,
  deps: ServerDeps,
  whose: { userId: number; deviceId: string; key: PublicKey; nonce?: string | undefined },
): Promise<string> {
  const { userId, deviceId, key, nonce } = whose;
  const secret = createHmac('sha256', await phoneKey(tx, deps))
    .update(`${deviceId} ${userId} ${key.x} ${key.y}`)
    .digest('base64url');
  const iat = Math.floor(deps.clock.now() / 1_000);
  const said: PhoneSecret = { device_id: deviceId, secret, iat, ...(nonce === undefined ? {} : { nonce }) };
  return signClaims(deps.keys, TOKEN_TYPES.phoneSecret, said);
}

/** Made at the first sign-in and never changed: with it would go whatever phones have sealed. */
async function phoneKey(tx: Transaction, deps: ServerDeps): Promise<Buffer> {
  const known = await readKey(tx);
  if (known !== null) return known;
  await tx.query(`INSERT INTO meta (key, value) VALUES ('phone_key', $1) ON CONFLICT (key) DO NOTHING`, [
    Buffer.from(deps.random.bytes(KEY_BYTES)).toString('base64'),
  ]);
  return (await readKey(tx)) as Buffer;
}

async function readKey(tx: Transaction): Promise<Buffer | null> {
  const { rows } = await tx.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'phone_key'`);
  return rows[0] === undefined ? null : Buffer.from(rows[0].value, 'base64');
}
