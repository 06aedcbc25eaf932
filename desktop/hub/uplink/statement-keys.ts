import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import { type StatementVerifier, statementVerifier } from '#shared/sync-client/statement-verifier.ts';
import type { ServerKeys } from './server-keys.ts';

/**
 * Reads what the server has signed. A statement by a key that is new has the keys asked for before it is judged: what is not
 * carried now may never come again.
 */
export function learningVerifier(keys: Pick<ServerKeys, 'jwks' | 'refresh'>, clock: Clock): StatementVerifier {
  const verifier = statementVerifier(() => keys.jwks);
  let inVainAt = Number.NEGATIVE_INFINITY;
  const learn = async (jws: string): Promise<void> => {
    const isEarly = Math.abs(clock.now() - inVainAt) < LIMITS.unknownStatementSeconds * 1000;
    if (namesHeldKey(jws, keys.jwks) || isEarly) return;
    await keys.refresh();
    if (!namesHeldKey(jws, keys.jwks)) inVainAt = clock.now();
  };
  return {
    readCheckpoint: (jws) => learn(jws).then(() => verifier.readCheckpoint(jws)),
    readWipeOrder: (jws) => learn(jws).then(() => verifier.readWipeOrder(jws)),
  };
}
