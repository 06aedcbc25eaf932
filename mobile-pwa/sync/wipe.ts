import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import { carryBlob } from '#shared/sync-client/carry-blob.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { NodeApi } from '#shared/sync-client/node-api.ts';
import { type RescueOutbox, rescueTo } from '#shared/sync-client/rescue.ts';
import { type RoundEnd, Rounds } from '#shared/sync-client/rounds.ts';

const CONFIRM_TIMEOUT_MS = 15_000;
/** After a round in which events or photos were left. */
const AGAIN_MS = 5_000;

export interface WipeDeps {
  deviceId: string;
  nodes: () => Promise<NodeRef[]>;
  outbox: RescueOutbox;
  photos: BlobOutbox;
  /** Whether an answer bears the server's valid order to this very device. */
  believes: (order: string | null) => Promise<boolean>;
  /** How many events and photos are left. */
  left: () => number;
  onLeft: (left: number) => void;
  /** HQ has been told, or a hub will tell it. On disk before anything that the confirmation needs is erased. */
  onConfirmed: () => Promise<void>;
  transport: Transport;
  credentials: Credentials;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
}

/**
 * What a revoked phone still does before it erases itself: hands in its events, then the photos that they name, then says
 * that it is done. Each step is gone on with after a crash, and tried again for ever while no node answers.
 */
export class Wipe {
  readonly #deps: WipeDeps;
  readonly #rounds: Rounds;
  #isConfirmed = false;

  constructor(deps: WipeDeps) {
    this.#deps = deps;
    this.#rounds = new Rounds({ clock: deps.clock, random: deps.random, round: () => this.#round() });
  }

  start(): void {
    void this.#rounds.start();
  }

  kick(): void {
    this.#rounds.kick();
  }

  /** Resolves when the round under way has ended. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  async #round(): Promise<RoundEnd> {
    const { nodes, log } = this.#deps;
    let end: RoundEnd = { kind: 'failed', retryAfterSeconds: null };
    try {
      for (const node of await nodes()) {
        if (this.#isConfirmed) break;
        end = await this.#handInTo(node);
      }
    } catch (error) {
      log.error({ err: error }, 'the wipe could not go on');
    }
    return end;
  }

  async #handInTo(node: NodeRef): Promise<RoundEnd> {
    const { deviceId, outbox, believes, transport, credentials, clock, ids, left, onLeft } = this.#deps;
    const api = new NodeApi(node, deviceId, transport, credentials);
    const end = await rescueTo(api, { deviceId, outbox, believes, clock, ids });
    onLeft(left());
    if (end.kind === 'unasked') return { kind: 'failed', retryAfterSeconds: null };
    if (end.kind === 'later') return { kind: 'failed', retryAfterSeconds: end.retryAfterSeconds };
    await this.#carryPhotos(node);
    onLeft(left());
    if (left() > 0) return { kind: 'rest', ms: AGAIN_MS };
    return (await this.#confirm(node)) ? { kind: 'rest', ms: AGAIN_MS } : { kind: 'failed', retryAfterSeconds: null };
  }

  /** To a node that has shown the order and has the events. A photo that it will not have is given up. */
  async #carryPhotos(node: NodeRef): Promise<void> {
    const { photos, transport, credentials, log } = this.#deps;
    for (const blob of await photos.waiting(node)) {
      try {
        const carried = await carryBlob({ node, transport, credentials }, photos, blob);
        if (carried.kind === 'revoked') await photos.setAside(node, blob.sha256, 'DEVICE_REVOKED');
        else if (carried.kind === 'unreachable' || carried.kind === 'busy') return;
      } catch (error) {
        log.error({ err: error, blob: blob.sha256 }, 'a photo cannot be read');
        await photos.setAside(node, blob.sha256, 'UNREADABLE');
      }
    }
  }

  /** True once the node has answered, whatever it says: the wipe was ordered, and nothing is left to wait for. */
  async #confirm(node: NodeRef): Promise<boolean> {
    const { transport, credentials, onConfirmed } = this.#deps;
    const answer = await transport.request({
      method: 'POST',
      url: `${node.url}/api/devices/wiped`,
      headers: { authorization: (await credentials.authorization(node)) ?? '' },
      body: '{}',
      timeoutMs: CONFIRM_TIMEOUT_MS,
    });
    if (answer.kind === 'unreachable' || answer.body === null) return false;
    if (answer.status >= 500 || answer.status === 429) return false;
    this.#isConfirmed = true;
    void this.#rounds.stop();
    await onConfirmed();
    return true;
  }
}
