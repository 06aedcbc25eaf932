import type { JSONWebKeySet } from 'jose';
import type { WipeOrder } from '#shared/contract/identity.ts';
import { type CarriedCheckpoint, readCheckpoint } from './checkpoint.ts';
import { readWipeOrder } from './wipe-order.ts';

/** Reads what the server has signed; null where its keys do not vouch for it. Such statements are not carried. */
export interface StatementVerifier {
  readCheckpoint(jws: string): Promise<CarriedCheckpoint | null>;
  readWipeOrder(jws: string): Promise<WipeOrder | null>;
}

/** `jwks`: the server's keys as they are known at the moment. */
export const statementVerifier = (jwks: () => JSONWebKeySet): StatementVerifier => ({
  readCheckpoint: (jws) => readCheckpoint(jws, jwks()),
  readWipeOrder: (jws) => readWipeOrder(jws, jwks()),
});
