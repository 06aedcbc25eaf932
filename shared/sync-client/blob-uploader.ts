import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { BlobOutbox, OutgoingBlob } from './blob-outbox.ts';
import { type Carried, carryBlob } from './carry-blob.ts';
import type { Credentials } from './credentials.ts';
import type { NodeRef } from './device-store.ts';
import type { Channel } from './node-api.ts';
import { type RoundEnd, Rounds } from './rounds.ts';

export interface BlobUploaderDeps {
  nodes: () => Promise<NodeRef[]>;
  outbox: BlobOutbox;
  transport: Transport;
  credentials: Credentials;
  clock: Clock;
  random: Random;
  log: Log;
  /** Called at the end of each round. */
  afterRound?: () => Promise<void>;
}

/** How long the uploader with nothing more to send waits before it looks again. */
const IDLE_MS = 10_000;
/**
 * Brings blobs to nodes, the same on a phone and on a hub's way up: piece by piece, from where the node says it is, so
 * that a cut costs one piece at most. It works beside the engine, so that no photo ever holds up an event, and one blob
 * that does not go through holds up no other.
 */
export class BlobUploader {
  readonly #deps: BlobUploaderDeps;
  readonly #rounds: Rounds;

  constructor(deps: BlobUploaderDeps) {
    this.#deps = deps;
    const { clock, random } = deps;
    this.#rounds = new Rounds({ clock, random, round: (stop) => this.carryAll(stop) });
  }

  start(): void {
    void this.#rounds.start();
  }

  /** Resolves when the piece under way has ended. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  kick(): void {
    this.#rounds.kick();
  }

  /** One round: every node, every blob that waits for it. */
  async carryAll(stop?: AbortSignal): Promise<RoundEnd> {
    try {
      let end: RoundEnd = { kind: 'rest', ms: IDLE_MS };
      for (const node of await this.#deps.nodes()) {
        const carried = await this.#carryTo(node, stop);
        if (carried.kind === 'failed') end = carried;
      }
      await this.#deps.afterRound?.();
      return end;
    } catch (error) {
      this.#deps.log.error({ err: error }, 'blobs could not be looked at');
      return { kind: 'failed', retryAfterSeconds: null };
    }
  }

  async #carryTo(node: NodeRef, stop?: AbortSignal): Promise<RoundEnd> {
    const { outbox, transport, credentials, log } = this.#deps;
    let end: RoundEnd = { kind: 'rest', ms: IDLE_MS };
    for (const blob of await outbox.waiting(node)) {
      if (stop?.aborted) return end;
      const carried = await this.#carry({ node, transport, credentials }, blob, stop);
      if (carried.kind === 'held') continue;
      log.warn({ node: node.url, blob: blob.sha256, carried: carried.kind }, 'a blob did not go through');
      if (carried.kind === 'aside') continue;
      end = { kind: 'failed', retryAfterSeconds: carried.kind === 'busy' ? carried.retryAfterSeconds : null };
      if (carried.kind !== 'later') return end;
    }
    return end;
  }

  /** A file that cannot be read is broken I/O of this one blob. */
  async #carry(channel: Channel, blob: OutgoingBlob, stop?: AbortSignal): Promise<Carried> {
    try {
      return await carryBlob(channel, this.#deps.outbox, blob, stop);
    } catch (error) {
      this.#deps.log.error({ err: error, blob: blob.sha256 }, 'a blob could not be read');
      return { kind: 'later' };
    }
  }
}
