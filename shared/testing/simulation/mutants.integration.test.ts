import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;
const PATIENCE_MS = 480_000;

/** Where a bug was last caught: tried before the others, to save time. Any seed of the two hundred will do. */
const TRIED_FIRST: Record<string, number> = {
  'the phone moves its cursor before it has applied the page': 4,
  'the phone drops what a hub refuses': 6,
  'a refused invoice spends a number': 2,
  'a batch that comes again is refused': 3,
  'the checkpoint covers the gaps': 12,
  'nobody says which photos are missing': 3,
  // A queue that never drains is played to the end of the simulator's time: it ends soonest on this day.
  'one refused event blocks the hub’s whole queue': 8,
  'a mangled copy poisons the true one': 18,
  'the phone believes a checkpoint without its signature': 3,
  'a photo is whole when its first piece is here': 6,
  'the loser is not told': 2,
};

test.for(Object.keys(MUTANTS))(
  '[SIM-4] caught within two hundred seeds: %s',
  { timeout: PATIENCE_MS },
  async (name) => {
    const seeds = [TRIED_FIRST[name] ?? 1, ...Array.from({ length: SEEDS }, (_, index) => index + 1)];
    for (const seed of seeds) {
      const { faults } = await simulate(seed, { mutant: MUTANTS[name] ?? {} });
      if (faults.length > 0) return;
    }
    expect.fail(`nobody noticed: ${name}`);
  },
);
