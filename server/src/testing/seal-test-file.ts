import { CompactEncrypt, importJWK } from 'jose';
import type { ServerKey } from '#shared/contract/identity.ts';

/** A phone's file of unsent entries, written apart from the product's own code so that both are checked. */
export async function sealTestFile(content: string, keys: ServerKey[], header: object = {}): Promise<string> {
  const key = keys.find(({ use }) => use === 'enc');
  if (!key) throw new Error('the server publishes no key to encrypt to');
  const { endorsement: _endorsement, ...jwk } = key;
  return new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({
      alg: 'ECDH-ES+A256KW',
      enc: 'A256GCM',
      typ: 'manchengo-queue+jwe',
      v: 1,
      kid: key.kid,
      ...header,
    })
    .encrypt(await importJWK(jwk, 'ECDH-ES+A256KW'));
}
