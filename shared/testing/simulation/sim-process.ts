import type { Pass } from './points.ts';
import type { Life } from './scheduler.ts';
import type { SimDeps } from './sim-deps.ts';

/** A node's process: it is begun, dies at a point or is killed, and is begun again from what was durable. */
export abstract class SimProcess {
  readonly name: string;
  protected readonly deps: SimDeps;
  #life: Life | null = null;

  constructor(name: string, deps: SimDeps) {
    this.name = name;
    this.deps = deps;
  }

  get isUp(): boolean {
    return this.#life !== null;
  }

  /** Opens the stores and begins the loops; ends its turn by waiting. */
  protected abstract open(life: Life, pass: Pass): void;

  /** To be called as a turn of its own. */
  begin(): void {
    if (this.#life !== null) {
      this.deps.scheduler.endTurn();
      return;
    }
    this.deps.log.say(`${this.name} begins`);
    const life: Life = { alive: true };
    this.#life = life;
    this.open(life, (point) => this.#pass(life, point));
  }

  /** From outside: as if the power went. */
  kill(): void {
    if (this.#life === null) return;
    this.deps.log.say(`${this.name} is killed`);
    this.#life.alive = false;
    this.#life = null;
  }

  beginAgainIn(ms: number): void {
    const { scheduler } = this.deps;
    scheduler.at(scheduler.now + ms, () => this.begin());
  }

  protected get pass(): Pass {
    const life = this.#life;
    return (point) => (life === null ? this.deps.scheduler.never() : this.#pass(life, point));
  }

  async #pass(life: Life, point: string): Promise<void> {
    if (!life.alive) return this.deps.scheduler.never();
    if (!this.deps.fate.dies(point)) return;
    this.deps.log.say(`${this.name} dies at ${point}`);
    this.kill();
    this.beginAgainIn(this.deps.chance.between(500, 20_000));
    return this.deps.scheduler.never();
  }
}
