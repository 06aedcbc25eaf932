import type { Chance } from './chance.ts';

/** Calls that most days do not see at all. */
const RARE = /setAside|status|hub uploader.recordHeld|server photos.complete/;
/** Calls of which a request makes a dozen. */
const COMMON = /statement/;

const STRIKES = 3;

/** Where a process dies in this run: at three points by the seed's number, and rarely anywhere else. */
export class Fate {
  readonly died = new Set<string>();
  readonly #chance: Chance;
  /** How often each target still strikes. */
  readonly #left: Map<string, number>;
  readonly #elsewhere: number;
  isOver = false;

  constructor(chance: Chance, targets: readonly string[], elsewhere: number) {
    this.#chance = chance;
    this.#left = new Map(targets.map((target) => [target, STRIKES]));
    this.#elsewhere = elsewhere;
  }

  #chanceAt(point: string, isTarget: boolean): number {
    if (isTarget) return 0.4;
    if (RARE.test(point)) return 0.3;
    return COMMON.test(point) ? 0.002 : this.#elsewhere;
  }

  dies(point: string): boolean {
    if (this.isOver) return false;
    const left = this.#left.get(point) ?? 0;
    if (!this.#chance.happens(this.#chanceAt(point, left > 0))) return false;
    if (left > 0) this.#left.set(point, left - 1);
    this.died.add(point);
    return true;
  }
}
