import type { Clock } from '#shared/ports/clock.ts';

interface Entry {
  at: number;
  order: number;
  run: () => void;
}

/** A process of the simulation, from its start until it dies. What belongs to a dead one never goes on. */
export interface Life {
  alive: boolean;
}

/**
 * Virtual time. One strand of work runs at a time, until it waits for something (a timer, an answer) or ends, so that the
 * order of everything is the heap's alone, however long the real machine takes over a hash or a signature. A strand may
 * fork others, which then must do nothing that takes real time until they wait.
 */
export class Scheduler {
  now: number;
  readonly #heap: Entry[] = [];
  #order = 0;
  #turnEnds: (() => void) | null = null;
  /** How many strands run in this turn. */
  #running = 0;
  #fault: unknown = null;

  constructor(start: number) {
    this.now = start;
  }

  /** Something to be begun at a time. It must end its turn by waiting, ending or dying. */
  at(ms: number, run: () => void): Entry {
    this.#order += 1;
    const entry = { at: ms, order: this.#order, run };
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
    return entry;
  }

  /** Work that ends by itself; it may wait on the way. */
  strandAt(ms: number, work: () => Promise<void>): Entry {
    return this.at(ms, () => this.#follow(work()));
  }

  /** Runs work now, from outside of any strand, until it ends or waits. */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.#turn(() => this.#follow(work()));
  }

  /** As `begin`, for work that only ever waits (a loop). */
  async beginLoop(start: () => void): Promise<void> {
    await this.#turn(start);
  }

  /** One more strand beside the one that runs: it begins in this turn, and ends or waits as any other. */
  fork(work: () => Promise<void>): void {
    this.#running += 1;
    this.#follow(work());
  }

  /** As `fork`, for work that only ever waits (a loop). */
  forkLoop(start: () => void): void {
    this.#running += 1;
    start();
  }

  #follow(work: Promise<void>): void {
    work.then(
      () => this.endTurn(),
      (error: unknown) => {
        this.#fault ??= error;
        this.endTurn();
      },
    );
  }

  /** Runs everything up to a time. A fault in the simulation's own work is thrown. */
  async runUntil(ms: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.at <= ms; next = this.#heap[0]) {
      this.#takeFirst();
      this.now = Math.max(this.now, next.at);
      await this.#turn(next.run);
    }
    this.now = Math.max(this.now, ms);
  }

  async #turn(run: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#turnEnds = resolve;
      this.#running = 1;
      run();
    });
    if (this.#fault !== null) throw this.#fault;
  }

  /** The strand that runs now waits, has ended or is dead. */
  endTurn(): void {
    this.#running -= 1;
    if (this.#running > 0) return;
    const ends = this.#turnEnds;
    this.#turnEnds = null;
    ends?.();
  }

  /** For a strand whose process has died: it never goes on. */
  never(): Promise<never> {
    this.endTurn();
    return new Promise(() => {});
  }

  /** Waits in a process's name. */
  wait(life: Life, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => (life.alive ? resolve() : this.endTurn());
      let entry = this.at(this.now + Math.max(0, ms), wake);
      const sooner = () => {
        if (!this.#remove(entry)) return;
        entry = this.at(this.now, wake);
      };
      if (signal?.aborted) sooner();
      signal?.addEventListener('abort', sooner, { once: true });
      this.endTurn();
    });
  }

  /** A process's own clock, wrong by what `offset` says just now. */
  clockOf(life: Life, offset: () => number): Clock {
    return {
      now: () => this.now + offset(),
      sleep: (ms, signal) => this.wait(life, ms, signal),
    };
  }

  #remove(entry: Entry): boolean {
    const index = this.#heap.indexOf(entry);
    if (index < 0) return false;
    const last = this.#heap.pop() as Entry;
    if (index < this.#heap.length) {
      this.#heap[index] = last;
      this.#down(index);
      this.#up(index);
    }
    return true;
  }

  #takeFirst(): void {
    const last = this.#heap.pop() as Entry;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a] as Entry;
    const y = this.#heap[b] as Entry;
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a] as Entry;
    this.#heap[a] = this.#heap[b] as Entry;
    this.#heap[b] = kept;
  }

  #up(index: number): void {
    for (let at = index; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(index: number): void {
    for (let at = index; ; ) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const child = left + 1 < this.#heap.length && this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}
