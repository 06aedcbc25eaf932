import { createContext, use, useSyncExternalStore } from 'react';
import type { User } from '#shared/contract/entities.ts';
import { mayWrite, type SharedAct } from '#shared/contract/hq/rights.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { version } from '../../../package.json';
import { Session, type SessionState, type SignedIn } from './session.ts';
import { newSessionKey, sharedToken } from './shared-token.ts';
import { thisDevice } from './this-device.ts';

const ids = uuidV7(systemClock, systemRandom);

/** The session of this tab. */
export const browserSession = (): Session =>
  new Session({
    transport: fetchTransport,
    origin: window.location.origin,
    storage: window.sessionStorage,
    newSessionKey,
    sharedToken,
    device: async (username) => {
      const { id, publicKey } = await thisDevice(ids, username);
      return { id, name: 'Console du siège', platform: 'web', app_version: version, public_key: publicKey };
    },
  });

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('Every screen lies inside a SessionContext.');
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}

/** For screens that only signed-in people see. */
export function useSignedIn(): SignedIn {
  const state = useSessionState();
  if (state.kind !== 'signedIn') throw new Error('Nobody is signed in.');
  return state;
}

export const useUser = (): User => useSignedIn().user;

/** Ids that this console gives: of its acts. */
export const useNewId = (): (() => string) => ids.uuid;

/** Whether this user may do what an admin alone may, or this act. The server decides. */
export function useMayAct(act?: SharedAct): boolean {
  const { role } = useUser();
  return act === undefined ? role === 'admin' : mayWrite(role, act);
}
