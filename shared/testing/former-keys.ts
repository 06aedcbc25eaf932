import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SignJWT } from 'jose';
import { vi } from 'vitest';
import { ISSUER, type KeyPurpose } from '#shared/contract/identity.ts';
import { isoTime } from '#shared/ports/clock.ts';

/** Where keys are kept. */
interface KeyStore {
  query(text: string, params: unknown[]): Promise<unknown>;
}

/** What a server of before ES256 has signed. */
export interface FormerServer {
  signStatement(typ: string, claims: object): Promise<string>;
  signCode(text: string): string;
}

/** Plants the two Ed25519 keys that a server of before made at its first start, in a database that has no keys. */
export async function plantFormerKeys(database: KeyStore, nowMs: number): Promise<FormerServer> {
  const token = await mutant(database, 'token', nowMs);
  const qr = await mutant(database, 'qr', nowMs + 1);
  return {
    signStatement: (typ, claims) =>
      new SignJWT({ iss: ISSUER, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: kidOf('token'), typ })
        .sign(token),
    signCode: (text) => `${text}.${sign(null, Buffer.from(text), qr).toString('base64url')}`,
  };
}

const kidOf = (purpose: KeyPurpose): string => `${purpose}-ed25519aaaaaaaaa`;

async function mutant(database: KeyStore, purpose: KeyPurpose, madeMs: number): Promise<KeyObject> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = kidOf(purpose);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' };
  await database.query(
    `INSERT INTO signing_keys (kid, purpose, private_jwk, public_jwk, created_at, endorsement)
     VALUES ($1, $2, $3, $4, $5, NULL)`,
    [kid, purpose, JSON.stringify(privateKey.export({ format: 'jwk' })), JSON.stringify(jwk), isoTime(madeMs)],
  );
  return privateKey;
}

/** From now on WebCrypto knows no Ed25519, as in Chromium before 137; `vi.restoreAllMocks()` ends it. */
export function forgetEd25519(): void {
  const { importKey } = crypto.subtle;
  const withoutIt = (...args: Parameters<typeof importKey>) =>
    JSON.stringify(args[2]).includes('Ed25519')
      ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
      : importKey.apply(crypto.subtle, args);
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation(withoutIt as typeof importKey);
}
