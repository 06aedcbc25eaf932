import type { JSONWebKeySet } from 'jose';
import { TokenPair } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { sealingKey } from '#shared/domain/key-purpose.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { canCheckStatements, mergeServerKeys, namesHeldKey } from '#shared/sync-client/server-keys.ts';
import type { Session, SessionStore } from './session-store.ts';
import { isSession } from './session-tokens.ts';

const TIMEOUT_MS = 20_000;
const readPair = reader(TokenPair);

interface Deps {
  sessionStore: SessionStore;
  transport: Transport;
  /** Called with each new pair, and when a person has to sign in again. */
  onSession?: (session: Session) => void;
}

/**
 * The phone's tokens. A new pair is stored before it is used, and only a node's plain refusal asks for a person: where an
 * answer was lost, the old refresh token is still good and the next try gets another pair.
 */
export function phoneCredentials({ sessionStore, transport, onSession = () => {} }: Deps): Credentials {
  let renewing: ReturnType<Credentials['renew']> | null = null;

  async function renew(node: NodeRef): ReturnType<Credentials['renew']> {
    const session = await sessionStore.session();
    if (session === null) return 'refused';
    const answer = await transport.request({
      method: 'POST',
      url: `${node.url}/api/auth/refresh`,
      headers: {},
      body: JSON.stringify({ refresh_token: session.refresh_token }),
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.kind === 'unreachable') return 'unreachable';
    const pair = readPair(answer.body);
    if (answer.status === 200 && pair.ok) return take(pair.value, session, node);
    return answer.status === 401 || answer.status === 403 ? askPerson(session) : 'unreachable';
  }

  /** Where it is not the server's statement, or its key could not be had now, the refresh token of before is still good. */
  async function take(pair: TokenPair, session: Session, node: NodeRef): ReturnType<Credentials['renew']> {
    const jwks = await keysFor(pair.access_token, session.jwks, node);
    if (jwks === 'unreachable') return 'unreachable';
    // At a sign-in the server's keys are taken anew, and never behind a person's back.
    if (jwks === 'unknown') return (await canCheckStatements(session.jwks)) ? 'unreachable' : askPerson(session);
    const holder = { deviceId: session.device_id, userId: session.user.id };
    if (!(await isSession(pair, jwks, holder))) return 'unreachable';
    await keep({ ...session, ...tokensOf(pair), jwks, needs_sign_in: false });
    return 'renewed';
  }

  async function askPerson(session: Session): Promise<'refused'> {
    await keep({ ...session, needs_sign_in: true });
    return 'refused';
  }

  /**
   * The keys to hold with a new token: where it names one that is new, with what those held have endorsed since. `unknown`:
   * they do not vouch for that one.
   */
  async function keysFor(
    token: string,
    held: JSONWebKeySet,
    { url }: NodeRef,
  ): Promise<JSONWebKeySet | 'unknown' | 'unreachable'> {
    const isNamed = namesHeldKey(token, held);
    // A session of before knows no key to which the queue could be exported.
    if (isNamed && sealingKey(held.keys) !== null) return held;
    const path = `${url}/.well-known/jwks.json`;
    const answer = await transport.request({ method: 'GET', url: path, headers: {}, timeoutMs: TIMEOUT_MS });
    if (answer.kind !== 'answer' || answer.status !== 200) return isNamed ? held : 'unreachable';
    const merged = await mergeServerKeys(held, answer.body);
    return namesHeldKey(token, merged) ? merged : 'unknown';
  }

  /** Somebody may have signed in or out while the answer was under way: their session stands. */
  async function keep(next: Session): Promise<void> {
    const current = await sessionStore.session();
    if (current === null || current.device_id !== next.device_id) return;
    await sessionStore.saveSession(next);
    onSession(next);
  }

  return {
    async authorization() {
      const session = await sessionStore.session();
      return session === null ? null : `Bearer ${session.access_token}`;
    },
    // A refresh token is good for one pair: two calls that meet a 401 at once share one renewal.
    renew(node) {
      renewing ??= renew(node).finally(() => {
        renewing = null;
      });
      return renewing;
    },
  };
}

const tokensOf = ({ access_token, refresh_token }: TokenPair): TokenPair => ({ access_token, refresh_token });
