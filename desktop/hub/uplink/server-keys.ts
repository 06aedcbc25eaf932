import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { NamedKeys } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { reader } from '#shared/contract/reader.ts';
import { statementKeys } from '#shared/domain/key-purpose.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { mergeServerKeys } from '#shared/sync-client/server-keys.ts';
import type { Meta } from '../store/meta.ts';

const FETCH_TIMEOUT_MS = 10_000;
const readKeys = reader(NamedKeys);

export interface ServerKeysDeps {
  upstream: string;
  transport: Transport;
  clock: Clock;
  log: Log;
  meta: Meta;
}

/**
 * The server's public keys, kept over restarts: a hub verifies tokens and checkpoints without a network. Those of its
 * first contact are trusted; from then on only what they endorse is added, and none ever leaves.
 */
export class ServerKeys {
  readonly #deps: ServerKeysDeps;
  #jwks: JSONWebKeySet;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(deps: ServerKeysDeps) {
    this.#deps = deps;
    this.#jwks = JSON.parse(deps.meta.get('jwks') ?? '{"keys":[]}') as JSONWebKeySet;
  }

  get jwks(): JSONWebKeySet {
    return this.#jwks;
  }

  /** A key resolver for jose. */
  resolver(): ReturnType<typeof createLocalJWKSet> {
    return createLocalJWKSet({ keys: statementKeys(this.#jwks.keys) });
  }

  knows(kid: string | undefined): boolean {
    return this.#jwks.keys.some((key) => key.kid === kid);
  }

  /**
   * Asks the server for its keys; keeps what it has where none answers. Not too often, since anybody can name a key: who
   * comes too early waits, all for the same answer. To refuse them would sign out whoever brings the first token of a new key.
   */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const pause = LIMITS.unknownKeySeconds * 1000;
    const early = this.#fetchedAt + pause - this.#deps.clock.now();
    // Never longer than the pause: the clock may have been set back meanwhile.
    if (early > 0) await this.#deps.clock.sleep(Math.min(early, pause));
    const { upstream, transport, clock, log, meta } = this.#deps;
    const url = `${upstream}/.well-known/jwks.json`;
    const answer = await transport.request({ method: 'GET', url, headers: {}, timeoutMs: FETCH_TIMEOUT_MS });
    if (answer.kind !== 'answer' || answer.status !== 200) return;
    this.#fetchedAt = clock.now();
    const read = readKeys(answer.body);
    if (!read.ok) return;
    const offered = read.value;
    const merged = await mergeServerKeys(this.#jwks, offered);
    const isStranger =
      offered.keys.length > 0 && !offered.keys.some(({ kid }) => merged.keys.some((key) => key.kid === kid));
    if (isStranger) {
      log.error(
        { upstream },
        'what answers as the server has none of its keys: enrol this hub anew if HQ began afresh',
      );
    }
    const text = JSON.stringify(merged);
    if (text === JSON.stringify(this.#jwks)) return;
    this.#jwks = merged;
    meta.set('jwks', text);
  }
}
