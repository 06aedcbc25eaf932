import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { DeviceStore, NodeRef } from './device-store.ts';
import { IDLE_MS } from './engine.ts';
import { NodeApi } from './node-api.ts';
import { pushAll } from './push.ts';
import { type RescueOutbox, rescueTo } from './rescue.ts';
import { type RoundEnd, Rounds } from './rounds.ts';

export interface HandInDeps {
  /** Who made what is to be handed in, and any access token of that device, however old: a push needs no fresh one. */
  deviceId: string;
  token: string;
  nodes: () => Promise<NodeRef[]>;
  store: DeviceStore;
  /** The same queue, for the case that HQ has revoked that device. */
  rescue: RescueOutbox;
  /** Whether an answer bears the server's valid order to that very device. */
  believes: (order: string | null) => Promise<boolean>;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  /** Asked after each round; once there is nothing left, this ends by itself. */
  isDone: () => Promise<boolean>;
}

/**
 * Hands in what a device has left that will record nothing more: it asks for no news and renews no token. What only a hub
 * has taken stays here until the server itself has it, as with every device.
 */
export class HandIn {
  readonly #deps: HandInDeps;
  readonly #rounds: Rounds;
  #isDone = false;

  constructor(deps: HandInDeps) {
    this.#deps = deps;
    const { clock, random } = deps;
    this.#rounds = new Rounds({ clock, random, round: (stop) => this.#round(stop) });
  }

  /** Resolves once nothing is left, or it has been stopped. */
  start(): Promise<void> {
    return this.#rounds.start();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  kick(): void {
    this.#rounds.kick();
  }

  async #round(stop: AbortSignal): Promise<RoundEnd> {
    let end: RoundEnd = { kind: 'failed', retryAfterSeconds: null };
    try {
      for (const node of this.#isDone ? [] : await this.#deps.nodes()) {
        if (stop.aborted) break;
        if (await this.#offerTo(node)) end = { kind: 'rest', ms: IDLE_MS };
      }
      this.#isDone ||= await this.#deps.isDone();
    } catch (error) {
      this.#deps.log.error({ err: error }, 'what a former device left could not be handed in');
    }
    if (this.#isDone) void this.stop();
    return end;
  }

  /** True where the node took part. */
  async #offerTo(node: NodeRef): Promise<boolean> {
    const { deviceId, token, transport, store, clock, ids, rescue, believes } = this.#deps;
    const credentials = { authorization: async () => `Bearer ${token}`, renew: async () => 'refused' as const };
    const api = new NodeApi(node, deviceId, transport, credentials);
    const pushed = await pushAll(api, { deviceId, store, clock, ids });
    if (pushed.kind !== 'revoked') return pushed.kind === 'done';
    const end = await rescueTo(api, { deviceId, clock, ids, outbox: rescue, believes });
    return end.kind === 'empty';
  }
}
