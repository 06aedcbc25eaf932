import { sign, verify } from 'node:crypto';
import { base64Url } from '#shared/ports/crypto.ts';
import type { Random } from '#shared/ports/random.ts';
import type { ServerKeys } from './keys.ts';

const NONCE_BYTES = 9;
const QR = /^(MCG1\.([0-9a-f-]{36})\.[A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{86})$/;

/** The code on a delivery note: `MCG1.<delivery id>.<nonce>.<Ed25519 signature of what stands before it>`. */
export function makeQr(deliveryId: string, keys: ServerKeys, random: Random): string {
  const signed = `MCG1.${deliveryId}.${base64Url(random.bytes(NONCE_BYTES))}`;
  return `${signed}.${sign(null, Buffer.from(signed, 'utf8'), keys.qr.privateKey).toString('base64url')}`;
}

/** The delivery that a code names, or null where this server did not sign the code. */
export function verifyQr(code: string, keys: ServerKeys): string | null {
  const [, signed, deliveryId, signature] = QR.exec(code) ?? [];
  if (signed === undefined || deliveryId === undefined || signature === undefined) return null;
  const bytes = Buffer.from(signed, 'utf8');
  const genuine = keys.qrKeys.some((key) => verify(null, bytes, key.publicKey, Buffer.from(signature, 'base64url')));
  return genuine ? deliveryId : null;
}
