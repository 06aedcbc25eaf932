import type { HubReport } from '#shared/contract/hub-process.ts';
import { endsInARow, restartDelayMs } from './backoff.ts';
import type { ForkedHub, RunningHub } from './hub-process.ts';

/** An end that nobody asked for. `sentence` is what the hub said last. */
export interface HubEnd {
  sentence: string | null;
}

export type HubState =
  /** `after`: why the one before ended by itself; null at a first start, and where a person asked for it. */
  | { kind: 'starting'; after: HubEnd | null }
  | { kind: 'running'; desktopUrl: string; report: HubReport | null }
  | ({ kind: 'down'; endsInARow: number; restartInMs: number } & HubEnd)
  | { kind: 'stopped' };

export interface SupervisorDeps {
  fork(onReport: (report: HubReport) => void): ForkedHub;
  /** Milliseconds that only go forward. */
  now(): number;
  /** Calls back once; gives what cancels it. */
  after(ms: number, then: () => void): () => void;
}

/** Keeps the hub running: a hub that ends is started again, soon at first and then at longer and longer intervals. */
export class HubSupervisor {
  readonly #deps: SupervisorDeps;
  #state: HubState = { kind: 'starting', after: null };
  #hub: ForkedHub | null = null;
  #endsInARow = 0;
  #lastEnd: HubEnd | null = null;
  #cancelRestart = () => {};
  onChange: (state: HubState) => void = () => {};

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
  }

  get state(): HubState {
    return this.#state;
  }

  start(): void {
    const began = this.#deps.now();
    const hub = this.#deps.fork((report) => this.#reported(hub, report));
    this.#hub = hub;
    this.#turn({ kind: 'starting', after: this.#lastEnd });
    void hub.ready.then((running) => running && this.#isReady(hub, running));
    void hub.ended.then((sentence) => this.#hasEnded(hub, this.#deps.now() - began, sentence));
  }

  /** A person asks for it: at once, whether it runs or not. */
  async restart(): Promise<void> {
    this.#cancelRestart();
    const former = this.#hub;
    this.#hub = null;
    this.#endsInARow = 0;
    this.#lastEnd = null;
    await former?.stop();
    if (this.#hub === null && this.#state.kind !== 'stopped') this.start();
  }

  async stop(): Promise<void> {
    this.#cancelRestart();
    const former = this.#hub;
    this.#hub = null;
    this.#turn({ kind: 'stopped' });
    await former?.stop();
  }

  #isReady(hub: ForkedHub, { desktopUrl }: RunningHub): void {
    if (hub !== this.#hub) return;
    this.#lastEnd = null;
    this.#turn({ kind: 'running', desktopUrl, report: null });
  }

  #reported(hub: ForkedHub, report: HubReport): void {
    if (hub === this.#hub && this.#state.kind === 'running') this.#turn({ ...this.#state, report });
  }

  #hasEnded(hub: ForkedHub, ranMs: number, sentence: string | null): void {
    if (hub !== this.#hub) return;
    this.#hub = null;
    this.#lastEnd = { sentence };
    this.#endsInARow = endsInARow(this.#endsInARow, ranMs);
    const restartInMs = restartDelayMs(this.#endsInARow);
    this.#cancelRestart = this.#deps.after(restartInMs, () => this.start());
    this.#turn({ kind: 'down', endsInARow: this.#endsInARow, restartInMs, sentence });
  }

  #turn(state: HubState): void {
    this.#state = state;
    this.onChange(state);
  }
}
