import { type KeyObject, sign, verify } from 'node:crypto';
import { nonceOf } from '#shared/domain/note-depot.ts';
import { base64Url } from '#shared/ports/crypto.ts';
import type { Random } from '#shared/ports/random.ts';
import type { CodeKey, ServerKeys } from './keys.ts';

const NONCE_BYTES = 9;
const QR = /^(MCG1\.([0-9a-f-]{36})\.[A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{86})$/;

/** Both kinds of signature are 64 bytes. Which one it is, the code does not say: the kind of the key that made it does. */
const how = ({ alg }: Pick<CodeKey, 'alg'>, key: KeyObject) =>
  alg === 'ES256'
    ? ({ hash: 'sha256', key: { key, dsaEncoding: 'ieee-p1363' } } as const)
    : ({ hash: null, key } as const);

/** The code on a delivery note: `MCG1.<delivery id>.<nonce>.<signature of what stands before it>`. */
export function makeQr(delivery: { id: string; depot_id: number }, keys: ServerKeys, random: Random): string {
  const signed = `MCG1.${delivery.id}.${nonceOf(delivery.depot_id, base64Url(random.bytes(NONCE_BYTES)))}`;
  const { hash, key } = how(keys.qr, keys.qr.privateKey);
  return `${signed}.${sign(hash, Buffer.from(signed, 'utf8'), key).toString('base64url')}`;
}

/** The delivery that a code names, or null where this server did not sign the code. */
export function verifyQr(code: string, keys: ServerKeys): string | null {
  const [, signed, deliveryId, signature] = QR.exec(code) ?? [];
  if (signed === undefined || deliveryId === undefined || signature === undefined) return null;
  const bytes = Buffer.from(signed, 'utf8');
  const genuine = keys.qrKeys.some((candidate) => {
    const { hash, key } = how(candidate, candidate.publicKey);
    return verify(hash, bytes, key, Buffer.from(signature, 'base64url'));
  });
  return genuine ? deliveryId : null;
}
