import { LIMITS } from '#shared/contract/limits.ts';
import type { DeviceStatus } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Credentials } from './credentials.ts';
import type { DeviceStore, NodeRef } from './device-store.ts';
import { NodeApi } from './node-api.ts';
import { type Load, pullAll, pullMeanwhile } from './pull.ts';
import { type PushDeps, pushAll } from './push.ts';
import { type RoundEnd, Rounds } from './rounds.ts';

/** How long an engine with nothing to do waits before it looks again: below the 30 s within which an attempt is owed. */
export const IDLE_MS = 10_000;
/** After something moved, its answer is on the way: the first looks come sooner, each pause twice the last. */
const EAGER_MS = 500;
const SAVING_FACTOR = 4;
/** Where every node says by itself when there is news, and nothing waits here, rounds only look whether that is still so. */
export const TOLD_IDLE_MS = 5 * 60_000;

export type NodeHealth =
  | { state: 'never_tried' }
  | { state: 'ok'; at: number; status: DeviceStatus | null }
  /** `not_kept`: it answers, and this device could not keep what it said, or not read what is to be handed in. */
  | { state: 'unreachable' | 'busy' | 'refused' | 'not_kept'; at: number; reason: string }
  | { state: 'sign_in'; at: number }
  | { state: 'revoked'; at: number; wipeOrder: string | null };

export interface EngineState {
  working: boolean;
  unsent: number;
  /** How many events nodes have taken since the engine was made; it grows with each batch. */
  handedOver: number;
  /** When any node last answered. */
  lastContactAt: number | null;
  /** By the node's url. */
  nodes: Record<string, NodeHealth>;
  /** While a snapshot is being taken: how far it has come. */
  load: Load | null;
  /** When the next try comes, where all that are there have asked for patience. */
  patienceUntil: number | null;
  /** When the next round begins by itself; null while one is under way. */
  nextRoundAt: number | null;
}

const NOTHING_YET: EngineState = {
  working: false,
  unsent: 0,
  handedOver: 0,
  lastContactAt: null,
  nodes: {},
  load: null,
  patienceUntil: null,
  nextRoundAt: null,
};

export interface EngineDeps {
  deviceId: string;
  /** The nodes to speak to, best first; asked anew each round, so that pairing and roaming need no restart. */
  nodes: () => Promise<NodeRef[]>;
  store: DeviceStore;
  transport: Transport;
  credentials: Credentials;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  onChange?: (state: EngineState) => void;
  /** Whether rounds that bring nothing should come more rarely, as where a battery is low. */
  isSaving?: () => boolean;
  /** Whether every node in reach says by itself when there is something to fetch. */
  isTold?: () => boolean;
}

/** How long an engine rests after so many rounds in which nothing moved. */
export const restMs = (quietRounds: number, isSaving: boolean): number =>
  Math.min(IDLE_MS, EAGER_MS * 2 ** quietRounds) * (isSaving ? SAVING_FACTOR : 1);

/**
 * The device's half of the contract, the same on a phone and on a hub's way up. Rounds follow one another for ever:
 * hand in, then fetch, with every node that answers. One engine at a time may drive a store.
 */
export class SyncEngine {
  readonly #deps: EngineDeps;
  readonly #stop = new AbortController();
  readonly #rounds: Rounds;
  /** Rounds since something was handed in or fetched. */
  #quietRounds = 0;
  #round: Promise<boolean> | null = null;
  #state: EngineState = NOTHING_YET;
  /** Aborted by what is recorded from the beginning of a node's handing in on. */
  #leaveNews = new AbortController();
  /** Whether the last exchange left its news for that. */
  #isLeft = false;
  /** When all news of a node was last fetched, by its url. */
  readonly #fetchedAt = new Map<string, number>();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    const { clock, random } = deps;
    this.#rounds = new Rounds({
      clock,
      random,
      round: () => this.#roundEnd(),
      onPause: (ms) => this.#publish({ nextRoundAt: clock.now() + ms }),
    });
  }

  get state(): EngineState {
    return this.#state;
  }

  start(): void {
    void this.#rounds.start();
  }

  /** Resolves when the round under way has ended. */
  stop(): Promise<void> {
    this.#stop.abort();
    return this.#rounds.stop();
  }

  /** There is something new to hand in, or the network changed, or the app came to the front: try at once. */
  kick(): void {
    this.#rounds.kick();
  }

  /** Something new was recorded: it is handed in at once, and news that is being asked for waits for it. */
  recorded(): void {
    this.#leaveNews.abort();
    this.kick();
  }

  /** A node gave a sign of life outside of a round. */
  heard(): void {
    this.#publish({ lastContactAt: this.#deps.clock.now() });
  }

  /** One round now. Resolves true where at least one node took part; calls during a round share it. */
  syncOnce(): Promise<boolean> {
    this.#round ??= this.#doRound().finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  async #roundEnd(): Promise<RoundEnd> {
    if (!(await this.syncOnce())) {
      const wait = this.#retryAfter;
      if (wait !== null) this.#publish({ patienceUntil: this.#deps.clock.now() + wait * 1_000 });
      return { kind: 'failed', retryAfterSeconds: wait };
    }
    const { isSaving, isTold } = this.#deps;
    const waitsToBeTold = this.#state.unsent === 0 && (isTold?.() ?? false);
    return { kind: 'rest', ms: waitsToBeTold ? TOLD_IDLE_MS : restMs(this.#quietRounds, isSaving?.() ?? false) };
  }

  #retryAfter: number | null = null;

  async #doRound(): Promise<boolean> {
    this.#retryAfter = null;
    this.#publish({ working: true, patienceUntil: null, nextRoundAt: null });
    let answered = false;
    this.#quietRounds += 1;
    try {
      for (const node of await this.#deps.nodes()) {
        if (this.#stop.signal.aborted) break;
        const health = await this.#exchangeSafely(node);
        answered ||= health.state === 'ok';
        this.#publish({
          load: null,
          nodes: { ...this.#state.nodes, [node.url]: health },
          ...(health.state === 'ok' ? { lastContactAt: health.at } : {}),
        });
        // What is new goes to the best node first.
        if (this.#isLeft) break;
      }
    } catch (error) {
      this.#deps.log.error({ err: error }, 'nobody could be found to speak to');
    }
    this.#publish({
      working: false,
      load: null,
      unsent: await this.#deps.store.unsent().catch(() => this.#state.unsent),
    });
    return answered;
  }

  /**
   * A store that throws is broken I/O (a full disk, a closed database), or cannot keep what this node said: say so, try
   * again in the next round, and go on with the next node, which may be an honest one.
   */
  async #exchangeSafely(node: NodeRef): Promise<NodeHealth> {
    try {
      return await this.#exchange(node);
    } catch (error) {
      this.#deps.log.error({ err: error, node: node.url }, 'the exchange failed');
      return { state: 'not_kept', at: this.#deps.clock.now(), reason: String((error as Error)?.message ?? error) };
    }
  }

  /** Hands in first: what only this device holds is worth more than news. A sign-in that is due stops the fetching only. */
  async #exchange(node: NodeRef): Promise<NodeHealth> {
    const { deviceId, store, transport, credentials, clock, ids } = this.#deps;
    const api = new NodeApi(node, deviceId, transport, credentials);
    this.#leaveNews = new AbortController();
    this.#isLeft = false;
    const pushed = await pushAll(api, { deviceId, store, clock, ids, afterBatch: this.#afterBatch(api) });
    const onLoad = (load: Load) => this.#publish({ load });
    const leave = this.#mayLeaveNews(node) ? this.#leaveNews.signal : null;
    const result = pushed.kind === 'done' ? await pullAll(api, store, clock, { onLoad, leave }) : pushed;
    this.#isLeft = result.kind === 'left';
    if (result.kind === 'done') this.#fetchedAt.set(node.url, clock.now());
    const moved =
      (pushed.kind === 'done' && pushed.handedOver > 0) ||
      (result.kind === 'done' && 'changes' in result && result.changes > 0);
    if (moved) this.#quietRounds = 0;
    const at = clock.now();
    switch (result.kind) {
      case 'done':
        return { state: 'ok', at, status: 'status' in result ? result.status : null };
      case 'left':
        return { state: 'ok', at, status: this.#statusAt(node) };
      case 'unreachable':
        return { state: 'unreachable', at, reason: result.reason };
      case 'busy':
        this.#retryAfter = result.retryAfterSeconds;
        return { state: 'busy', at, reason: result.reason ?? 'the node asked for patience' };
      case 'sign_in':
        return { state: 'sign_in', at };
      case 'revoked':
        return { state: 'revoked', at, wipeOrder: result.wipeOrder };
      case 'cursor_expired':
        return { state: 'busy', at, reason: 'the node wants a new snapshot' };
      case 'item_fault':
      case 'refused':
        this.#deps.log.warn({ node: node.url, result }, 'a node refused the exchange');
        return { state: 'refused', at, reason: `${result.code}` };
    }
  }

  /** Whoever records without a pause must hear news, too. A clock that was set back must not keep it waiting. */
  #mayLeaveNews({ url }: NodeRef): boolean {
    const fetchedAt = this.#fetchedAt.get(url);
    return fetchedAt !== undefined && Math.abs(this.#deps.clock.now() - fetchedAt) < LIMITS.fetchMeanwhileMs;
  }

  /** What the node last said of this device. */
  #statusAt({ url }: NodeRef): DeviceStatus | null {
    const health = this.#state.nodes[url];
    return health?.state === 'ok' ? health.status : null;
  }

  /** A long queue takes minutes: what has gone is told after each batch, and news is fetched now and then. */
  #afterBatch(api: NodeApi): NonNullable<PushDeps['afterBatch']> {
    const { store, clock } = this.#deps;
    let fetchedAt = clock.now();
    return async (handedOver) => {
      const now = clock.now();
      this.#publish({ handedOver: this.#state.handedOver + handedOver, lastContactAt: now });
      // A clock that was set back must not keep news waiting.
      if (Math.abs(now - fetchedAt) >= LIMITS.fetchMeanwhileMs && !this.#stop.signal.aborted) {
        fetchedAt = now;
        const silence = await pullMeanwhile(api, store);
        if (silence !== null) return silence;
      }
      return this.#stop.signal.aborted ? 'stop' : null;
    };
  }

  #publish(change: Partial<EngineState>): void {
    this.#state = { ...this.#state, ...change };
    this.#deps.onChange?.(this.#state);
  }
}
