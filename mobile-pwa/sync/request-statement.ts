import type { Clock } from '#shared/ports/clock.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import type { EngineState } from '#shared/sync-client/engine.ts';
import type { PhoneLock } from './phone-lock.ts';

/** How soon a locked phone asks again. */
const ASK_AGAIN_MS = 60_000;

interface Deps {
  lock: PhoneLock;
  nodes: () => Promise<NodeRef[]>;
  credentials: Credentials;
  clock: Clock;
}

/**
 * A phone that is locked for want of the server's statement asks for one where a node answers. Its clock may have leapt ahead
 * for a moment: nobody should have to sign in for that, or wait until the next statement comes by chance.
 */
export function statementRequester({ lock, nodes, credentials, clock }: Deps): (state: EngineState) => Promise<void> {
  let askedAt: number | null = null;
  return async (state) => {
    const locked = lock.state();
    if (state.working || locked.kind !== 'sign_in' || locked.why !== 'NO_CONTACT') return;
    if (askedAt !== null && Math.abs(clock.now() - askedAt) < ASK_AGAIN_MS) return;
    const inReach = (await nodes()).find(({ url }) => state.nodes[url]?.state === 'ok');
    if (inReach === undefined) return;
    askedAt = clock.now();
    await credentials.renew(inReach);
  };
}
