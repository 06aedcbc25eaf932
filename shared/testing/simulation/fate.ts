import type { Chance } from './chance.ts';

/** Calls that most days do not see at all. */
const RARE = /setAside|status/;
/** Calls of which a request makes a dozen. */
const COMMON = /statement/;

/** Where a process dies in this run: at one point by the seed's number, and rarely anywhere else. */
export class Fate {
  readonly died = new Set<string>();
  readonly #chance: Chance;
  readonly #target: string;
  readonly #elsewhere: number;
  #left = 3;
  isOver = false;

  constructor(chance: Chance, target: string, elsewhere: number) {
    this.#chance = chance;
    this.#target = target;
    this.#elsewhere = elsewhere;
  }

  #chanceAt(point: string, isTarget: boolean): number {
    if (isTarget) return 0.4;
    if (RARE.test(point)) return 0.15;
    return COMMON.test(point) ? 0.002 : this.#elsewhere;
  }

  dies(point: string): boolean {
    if (this.isOver) return false;
    const isTarget = point === this.#target && this.#left > 0;
    if (!this.#chance.happens(this.#chanceAt(point, isTarget))) return false;
    if (isTarget) this.#left -= 1;
    this.died.add(point);
    return true;
  }
}
