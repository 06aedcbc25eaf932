import { hkdfSync, type JsonWebKey } from 'node:crypto';
import type { PublicKey } from '#shared/contract/identity.ts';
import { aesGcm, KEY_BYTES } from '#shared/ports/cipher.ts';
import type { Random } from '#shared/ports/random.ts';
import type { HubKey } from '../key/hub-key.ts';

/** What a clerk's name is good for at this PC: the key that signs the acts, and the session with HQ. */
export interface ClerkSecrets {
  private_jwk: JsonWebKey;
  public_jwk: PublicKey;
  access_token: string;
  refresh_token: string;
}

export interface SecretSeal {
  seal(deviceId: string, secrets: ClerkSecrets): Buffer;
  /** Null where the hub's key is another than it was sealed under. */
  open(deviceId: string, sealed: Uint8Array): ClerkSecrets | null;
}

/** Sealed under a key that follows from the hub's own: in no backup and no copy of the database they can be read. */
export function secretSeal({ private_jwk }: HubKey, random: Random): SecretSeal {
  const own = Buffer.from(private_jwk.d ?? '', 'base64url');
  const cipher = aesGcm(new Uint8Array(hkdfSync('sha256', own, '', 'manchengo clerks', KEY_BYTES)), random);
  return {
    seal: (deviceId, secrets) => Buffer.from(cipher.seal(Buffer.from(JSON.stringify(secrets)), deviceId)),
    open(deviceId, sealed) {
      const opened = cipher.open(sealed, deviceId);
      return opened === null ? null : (JSON.parse(Buffer.from(opened).toString('utf8')) as ClerkSecrets);
    },
  };
}
