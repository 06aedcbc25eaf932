import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { wordKeys } from '#shared/domain/key-purpose.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Meta } from '../store/meta.ts';

const FETCH_TIMEOUT_MS = 10_000;
/** An unknown key asks the server anew, but not more often than this: anybody can name a key. */
const REFETCH_MS = 30_000;

/** The server's public keys as last fetched, kept over restarts: a hub verifies tokens and checkpoints without a network. */
export class ServerKeys {
  readonly #deps: { upstream: string; transport: Transport; clock: Clock; meta: Meta };
  #jwks: JSONWebKeySet;
  #fetchedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: { upstream: string; transport: Transport; clock: Clock; meta: Meta }) {
    this.#deps = deps;
    this.#jwks = JSON.parse(deps.meta.get('jwks') ?? '{"keys":[]}') as JSONWebKeySet;
  }

  get jwks(): JSONWebKeySet {
    return this.#jwks;
  }

  /** A key resolver for jose. */
  resolver(): ReturnType<typeof createLocalJWKSet> {
    return createLocalJWKSet({ keys: wordKeys(this.#jwks.keys) });
  }

  knows(kid: string | undefined): boolean {
    return this.#jwks.keys.some((key) => key.kid === kid);
  }

  /** Asks the server for its keys; keeps the old ones where it does not answer. */
  async refresh(): Promise<void> {
    const { upstream, transport, clock, meta } = this.#deps;
    if (clock.now() - this.#fetchedAt < REFETCH_MS) return;
    const url = `${upstream}/.well-known/jwks.json`;
    const answer = await transport.request({ method: 'GET', url, headers: {}, timeoutMs: FETCH_TIMEOUT_MS });
    if (answer.kind !== 'answer' || answer.status !== 200) return;
    const jwks = answer.body as JSONWebKeySet | null;
    if (!Array.isArray(jwks?.keys)) return;
    this.#jwks = jwks;
    this.#fetchedAt = clock.now();
    meta.set('jwks', JSON.stringify(jwks));
  }
}
