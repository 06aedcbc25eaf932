import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Random } from '#shared/ports/random.ts';

/** A million PINs are few: each guess is to cost a tenth of a second and 32 MiB. */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** `<salt>.<hash>`, base64url. */
export async function hashPin(pin: string, random: Random): Promise<string> {
  const salt = Buffer.from(random.bytes(SALT_BYTES));
  return `${salt.toString('base64url')}.${(await derive(pin, salt)).toString('base64url')}`;
}

export async function isPin(pin: string, kept: string): Promise<boolean> {
  const [salt = '', hash = ''] = kept.split('.');
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(pin, Buffer.from(salt, 'base64url'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const derive = (pin: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(pin, salt, HASH_BYTES, COST, (error, hash) => (error ? reject(error) : resolve(hash))),
  );
