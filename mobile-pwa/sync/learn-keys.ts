import type { JSONWebKeySet, JWK } from 'jose';
import { LIMITS } from '#shared/contract/limits.ts';
import { sealingKey } from '#shared/domain/key-purpose.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { mergeServerKeys, namesHeldKey } from '#shared/sync-client/server-keys.ts';
import type { SessionStore } from './session-store.ts';

const TIMEOUT_MS = 5_000;

interface Deps {
  sessionStore: SessionStore;
  transport: Transport;
  nodes: () => Promise<NodeRef[]>;
  clock: Clock;
}

export interface KeyLearner {
  /**
   * The server's keys with which to read a statement that somebody carried here: those that are held, and where it names
   * another one, what a node in reach hands on, if those held vouch for it. Null before a sign-in.
   */
  forStatement(jws: string): Promise<JSONWebKeySet | null>;
  /** The key to which the queue is exported: one that is held, or that a node in reach hands on; null where there is none. */
  forSealing(): Promise<JWK | null>;
}

/** What of the server's keys this phone lacks, it learns from a node in reach. */
export function keyLearner({ sessionStore, transport, nodes, clock }: Deps): KeyLearner {
  let inVainAt = Number.NEGATIVE_INFINITY;

  async function offeredBy(url: string): Promise<unknown> {
    const path = `${url}/.well-known/jwks.json`;
    const answer = await transport.request({ method: 'GET', url: path, headers: {}, timeoutMs: TIMEOUT_MS });
    return answer.kind === 'answer' && answer.status === 200 ? answer.body : null;
  }

  /** Its person may have signed in or out meanwhile, or the tokens have been renewed: what stands by now is added to. */
  async function keep(deviceId: string, offered: unknown): Promise<JSONWebKeySet | null> {
    const session = await sessionStore.session();
    if (session === null || session.device_id !== deviceId) return session?.jwks ?? null;
    const jwks = await mergeServerKeys(session.jwks, offered);
    await sessionStore.saveSession({ ...session, jwks });
    return jwks;
  }

  async function forSealing(): Promise<JWK | null> {
    const session = await sessionStore.session();
    if (session === null) return null;
    const held = sealingKey(session.jwks.keys);
    if (held !== null) return held;
    for (const { url } of await nodes()) {
      const merged = await keep(session.device_id, await offeredBy(url));
      const learnt = sealingKey(merged?.keys ?? []);
      if (learnt !== null) return learnt;
    }
    return null;
  }

  async function forStatement(jws: string): Promise<JSONWebKeySet | null> {
    const session = await sessionStore.session();
    if (session === null) return null;
    const isEarly = Math.abs(clock.now() - inVainAt) < LIMITS.unknownStatementSeconds * 1000;
    if (namesHeldKey(jws, session.jwks) || isEarly) return session.jwks;
    for (const { url } of await nodes()) {
      const offered = await offeredBy(url);
      if (namesHeldKey(jws, await mergeServerKeys(session.jwks, offered))) return keep(session.device_id, offered);
    }
    inVainAt = clock.now();
    return session.jwks;
  }

  return { forStatement, forSealing };
}
