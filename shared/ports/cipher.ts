import { gcm } from '@noble/ciphers/aes.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Random } from './random.ts';

/** Seals bytes under a key. Synchronous, so that a statement of SQLite may call it. */
export interface Cipher {
  /** `about` says what the bytes are and whose: they open under the same text only. */
  seal(plain: Uint8Array, about: string): Uint8Array<ArrayBuffer>;
  /** Null where the key is another, the bytes were altered, or they were sealed about something else. */
  open(sealed: Uint8Array, about: string): Uint8Array<ArrayBuffer> | null;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: a random nonce, the sealed bytes, and a tag over both and `about`. */
export function aesGcm(key: Uint8Array, random: Random): Cipher {
  return {
    seal(plain, about) {
      const nonce = random.bytes(NONCE_BYTES);
      const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES);
      sealed.set(nonce);
      sealed.set(gcm(key, nonce, utf8ToBytes(about)).encrypt(plain), NONCE_BYTES);
      return sealed;
    },
    open(sealed, about) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
      try {
        const opened = gcm(key, sealed.subarray(0, NONCE_BYTES), utf8ToBytes(about)).decrypt(
          sealed.subarray(NONCE_BYTES),
        );
        return new Uint8Array(opened);
      } catch {
        return null;
      }
    },
  };
}
