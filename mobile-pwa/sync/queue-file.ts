import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { SEALING_ALG, serverKeyNumbers } from '#shared/contract/identity.ts';
import { QUEUE_FILE_CONTENT_ENC, QUEUE_FILE_TYPE, QUEUE_FILE_VERSION } from '#shared/contract/queue-file.ts';

/** Encrypts events, each in the text in which it was signed, to the server's key. Null where the key is of no kind for that. */
export async function sealQueueFile(texts: string[], key: JWK): Promise<string | null> {
  const numbers = serverKeyNumbers(key);
  if (numbers?.kty !== 'EC' || key.kid === undefined) return null;
  const { kty, crv, x, y } = numbers;
  const content = `{"v":${QUEUE_FILE_VERSION},"events":[${texts.join(',')}]}`;
  return new CompactEncrypt(new TextEncoder().encode(content))
    .setProtectedHeader({
      alg: SEALING_ALG,
      enc: QUEUE_FILE_CONTENT_ENC,
      typ: QUEUE_FILE_TYPE,
      kid: key.kid,
      v: QUEUE_FILE_VERSION,
    })
    .encrypt(await importJWK({ kty, crv, x, y }, SEALING_ALG));
}
