import type { PublicKey } from '#shared/contract/identity.ts';

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. Synchronous everywhere, so that a transaction may call it. */
export type Sha256 = (text: string) => string;

/** Checks an ECDSA P-256 signature (IEEE P1363, base64url) over the 32 bytes of a checksum. */
export type VerifySignature = (key: PublicKey, checksum: string, signature: string) => boolean;

/** Signs the 32 bytes of a checksum with the device's own key, which never leaves its store. */
export type SignChecksum = (checksum: string) => Promise<string>;

export const hexToBytes = (hex: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};

export const base64Url = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
