import type { Random } from '#shared/ports/random.ts';

const NONCE_BYTES = 12;

/** A key that the browser keeps without ever giving its bytes away, to anyone: what it has wrapped opens in this browser only. */
export const newWrappingKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

export async function wrap(key: CryptoKey, value: unknown, random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const iv = new Uint8Array(random.bytes(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    key,
    new TextEncoder().encode(JSON.stringify(value)),
  );
  const wrapped = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  wrapped.set(iv);
  wrapped.set(new Uint8Array(sealed), NONCE_BYTES);
  return wrapped;
}

/** Rejects where the bytes were altered or another browser wrapped them. */
export async function unwrap<T>(key: CryptoKey, wrapped: Uint8Array<ArrayBuffer>): Promise<T> {
  const iv = wrapped.subarray(0, NONCE_BYTES);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, wrapped.subarray(NONCE_BYTES));
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}
