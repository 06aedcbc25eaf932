import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { ISSUER, SIGNING_ALGS, TOKEN_TYPES, WipeOrder } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { statementKeys } from '#shared/domain/key-purpose.ts';

const readClaims = reader(WipeOrder);

/** Reads a wipe order against the server's keys, whoever carried it. Null where it is not the server's statement. */
export async function readWipeOrder(jws: string, jwks: JSONWebKeySet): Promise<WipeOrder | null> {
  try {
    const options = { typ: TOKEN_TYPES.wipeOrder, issuer: ISSUER, algorithms: SIGNING_ALGS };
    const { payload } = await jwtVerify(jws, createLocalJWKSet({ keys: statementKeys(jwks.keys) }), options);
    const order = readClaims(payload);
    if (!order.ok) return null;
    const { device_id, reason, iat } = order.value;
    return { device_id, reason, iat };
  } catch {
    return null;
  }
}

/** The server's order to this very device to erase itself, or null: nobody else can give one. */
export async function verifyWipeOrder(
  jws: string | null,
  jwks: JSONWebKeySet,
  deviceId: string,
): Promise<WipeOrder | null> {
  const order = jws === null ? null : await readWipeOrder(jws, jwks);
  return order?.device_id === deviceId ? order : null;
}
