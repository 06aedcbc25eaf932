import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';

/** The `typ` of a checkpoint's JWS, so that no other token of the server passes for one. */
export const CHECKPOINT_TYPE = TOKEN_TYPES.checkpoint;

/**
 * Verifies a checkpoint against the server's keys, whoever carried it. Null where it is not the server's word about
 * this device: a hub may carry checkpoints, it cannot make them.
 */
export async function verifyCheckpoint(jws: string, jwks: JSONWebKeySet, deviceId: string): Promise<Checkpoint | null> {
  try {
    const { payload } = await jwtVerify(jws, createLocalJWKSet(jwks), { typ: CHECKPOINT_TYPE });
    const claims = payload as unknown as Checkpoint;
    return claims.device_id === deviceId && Number.isInteger(claims.up_to) && Array.isArray(claims.received_above)
      ? claims
      : null;
  } catch {
    return null;
  }
}
