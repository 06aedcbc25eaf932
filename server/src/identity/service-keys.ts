import { hash } from 'node:crypto';
import type { Random } from '#shared/ports/random.ts';

const PREFIX_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const PREFIX_CHARS = 8;
const SECRET_BYTES = 32;

const FORM = /^Bearer (mck_[0-9a-z]{8}_[\w-]{43})$/i;

/** `mck_7f3k9q2x_…`: how it begins tells it apart from others and is shown in lists; what follows are 256 random bits. */
export function newServiceKey(random: Random): { key: string; prefix: string } {
  const chars = Array.from(random.bytes(PREFIX_CHARS), (byte) => PREFIX_ALPHABET[byte % PREFIX_ALPHABET.length]);
  const prefix = `mck_${chars.join('')}`;
  return { key: `${prefix}_${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')}`, prefix };
}

/** The key in an `Authorization` header; null where something else stands there. */
export const serviceKeyIn = (authorization: string | undefined): string | null =>
  FORM.exec(authorization ?? '')?.[1] ?? null;

/** 256 random bits need no slow hash. */
export const serviceKeyHash = (key: string): string => hash('sha256', key, 'hex');
