import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { PublicKey } from '#shared/contract/identity.ts';
import { base64Url, hexToBytes, type Sha256, type SignChecksum } from './crypto.ts';

/** WebCrypto hashes only asynchronously, which a SQLite transaction cannot wait for. */
export const sha256: Sha256 = (text) => bytesToHex(nobleSha256(utf8ToBytes(text)));

/** The name of a photo or a signature. */
export const sha256OfBytes = (bytes: Uint8Array): string => bytesToHex(nobleSha256(bytes));

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A new device key. The private half cannot be exported, by anyone, ever; it can be kept in IndexedDB. */
export const newDeviceKey = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(P256, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;

export async function publicKeyOf(pair: CryptoKeyPair): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
}

export const signerOf =
  (pair: CryptoKeyPair): SignChecksum =>
  async (checksum) => {
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      pair.privateKey,
      hexToBytes(checksum),
    );
    return base64Url(new Uint8Array(signature));
  };
