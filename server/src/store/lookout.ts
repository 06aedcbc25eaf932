import type { Log } from '#shared/ports/log.ts';

/** How often is looked while anybody listens. */
const LOOK_MS = 2_000;

export interface LookoutDeps<State, Listener> {
  /** How things stand. It has to be cheap: it is asked for as long as anybody listens. */
  read: () => Promise<State>;
  /** Tells those whom what has become of it concerns. */
  tell: (before: State, now: State, listeners: ReadonlySet<Listener>) => Promise<void>;
  log: Log;
  lookMs?: number | undefined;
}

/** Looks at the database as long as somebody listens, once for all of them: what changes it may be another process. */
export class Lookout<State, Listener> {
  readonly #deps: LookoutDeps<State, Listener>;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #seen: State | null = null;

  constructor(deps: LookoutDeps<State, Listener>) {
    this.#deps = deps;
  }

  /** Of whatever changes once this resolves the listener is told, until it calls what it is given. */
  async listen(listener: Listener): Promise<() => void> {
    this.#seen ??= await this.#deps.read();
    this.#listeners.add(listener);
    this.#timer ??= this.#again();
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#listeners.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #again(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), this.#deps.lookMs ?? LOOK_MS).unref();
  }

  async #look(): Promise<void> {
    const { read, tell, log } = this.#deps;
    try {
      const now = await read();
      if (this.#seen !== null) await tell(this.#seen, now, this.#listeners);
      this.#seen = now;
    } catch (error) {
      log.warn({ err: error }, 'whether something is new could not be looked at');
    }
    const goesOn = this.#listeners.size > 0;
    // Whoever listens next is told of what comes from then on.
    if (!goesOn) this.#seen = null;
    this.#timer = goesOn ? this.#again() : null;
  }
}
