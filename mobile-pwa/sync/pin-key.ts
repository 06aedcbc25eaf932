import { argon2idAsync } from '@noble/hashes/argon2.js';
import { KEY_BYTES } from '#shared/ports/cipher.ts';

/** What one try costs: KiB of memory, passes over it, lanes. Kept beside each PIN, so that it can rise. */
export interface PinCost {
  m: number;
  t: number;
  p: number;
}

/** OWASP's first choice for Argon2id; about half a second in a browser of a PC, one to two on a phone. */
export const PIN_COST: PinCost = { m: 19_456, t: 2, p: 1 };

export const pinKey = (pin: string, salt: Uint8Array, cost: PinCost): Promise<Uint8Array> =>
  argon2idAsync(pin, salt, { ...cost, dkLen: KEY_BYTES });
