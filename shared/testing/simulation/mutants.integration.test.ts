import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;
const PATIENCE_MS = 480_000;

/** Where most bugs are caught, on a short day; and where others were last caught: tried first, to save time. */
const SHORT_DAY = 4;
const TRIED_FIRST: Record<string, number> = {
  'the phone believes a checkpoint without its signature': 19,
  'the phone drops its queue on a 401': 24,
  'the phone drops what a hub refuses': 7,
  // A queue that never drains is played to the end of the simulator's time: it ends soonest on this day.
  'one refused event blocks the hub’s whole queue': 14,
  'a refused invoice spends a number': 12,
  'a batch that comes again is refused': 7,
  'a mangled copy poisons the true one': 30,
  'a snapshot steps over the ends that came before it': 5,
  'the loser is not told': 6,
  'nobody says which photos are missing': 6,
  'a photo is whole when its first piece is here': 7,
};

test.for(Object.keys(MUTANTS))(
  '[SIM-4] caught within two hundred seeds: %s',
  { timeout: PATIENCE_MS },
  async (name) => {
    const seeds = [TRIED_FIRST[name] ?? SHORT_DAY, ...Array.from({ length: SEEDS }, (_, index) => index + 1)];
    for (const seed of seeds) {
      const { faults } = await simulate(seed, { mutant: MUTANTS[name] ?? {} });
      if (faults.length > 0) return;
    }
    expect.fail(`nobody noticed: ${name}`);
  },
);
