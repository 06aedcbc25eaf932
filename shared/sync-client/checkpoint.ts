import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { Checkpoint } from '#shared/contract/sync.ts';
import { statementKeys } from '#shared/domain/key-purpose.ts';

const readClaims = reader(Checkpoint);

/** A checkpoint whose signature holds: its claims, and the text to hand on. */
export interface CarriedCheckpoint {
  jws: string;
  claims: Checkpoint;
}

/** Reads a checkpoint against the server's keys, whoever carried it. Null where it is not the server's statement. */
export async function readCheckpoint(jws: string, jwks: JSONWebKeySet): Promise<CarriedCheckpoint | null> {
  try {
    const { payload } = await jwtVerify(jws, createLocalJWKSet({ keys: statementKeys(jwks.keys) }), {
      typ: TOKEN_TYPES.checkpoint,
    });
    const claims = readClaims(payload);
    return claims.ok ? { jws, claims: claims.value } : null;
  } catch {
    return null;
  }
}

/** The server's statement about this very device, or null: a hub may carry checkpoints, it cannot make them. */
export async function verifyCheckpoint(jws: string, jwks: JSONWebKeySet, deviceId: string): Promise<Checkpoint | null> {
  const carried = await readCheckpoint(jws, jwks);
  return carried?.claims.device_id === deviceId ? carried.claims : null;
}
