import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { writeWhole } from '../write-whole.ts';
import type { KeyVault } from './key-vault.ts';

/** The hub's one key pair: it signs the assertions that buy tokens, and proves the hub to phones over TLS. */
export interface HubKey {
  private_jwk: JsonWebKey;
  public_jwk: PublicKey;
}

/** What `key.json` holds: the key, or the key under a seal that only this person on this machine can open. */
type KeyFile = HubKey | { sealed: string };

const KEY_FILE = 'key.json';
const OWNER_ONLY = 0o600;

/**
 * The hub's own key, made on the first start. It lies under the vault's seal where there is a vault, else in a file that
 * only this account may read; one that lies open is sealed once a vault is there. The error is one sentence.
 */
export async function loadHubKey(dataDir: string, vault: KeyVault | null): Promise<Result<HubKey, string>> {
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) {
    const key = newKey();
    await keep(file, key, vault);
    return ok(key);
  }
  const stored = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  if (!('sealed' in stored)) {
    chmodSync(file, OWNER_ONLY);
    if (vault !== null) await keep(file, stored, vault);
    return ok(stored);
  }
  const opened = (await vault?.open(stored.sealed)) ?? null;
  if (opened !== null) return ok(JSON.parse(opened) as HubKey);
  return fail(
    `${file} was sealed by Manchengo Hub's window for another account or machine: start it there (npm run desktop), or set the file and identity.json aside and enrol this hub anew.`,
  );
}

export const privateKeyOf = (key: HubKey): KeyObject => createPrivateKey({ key: key.private_jwk, format: 'jwk' });

/** PKCS#8, PEM: the form in which TLS takes it. */
export const privateKeyPem = (key: HubKey): string =>
  privateKeyOf(key).export({ type: 'pkcs8', format: 'pem' }) as string;

async function keep(file: string, key: HubKey, vault: KeyVault | null): Promise<void> {
  const sealed = (await vault?.seal(JSON.stringify(key))) ?? null;
  writeWhole(file, `${JSON.stringify(sealed === null ? key : { sealed }, null, 2)}\n`);
}

function newKey(): HubKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = pair.publicKey.export({ format: 'jwk' });
  return {
    private_jwk: pair.privateKey.export({ format: 'jwk' }),
    public_jwk: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string },
  };
}
