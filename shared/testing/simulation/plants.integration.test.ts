import { expect, test } from 'vitest';
import { PLANTS } from './plants.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;
const PATIENCE_MS = 480_000;

test.for(Object.keys(PLANTS))('[SIM-4] caught within two hundred seeds: %s', { timeout: PATIENCE_MS }, async (name) => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { faults } = await simulate(seed, { plant: PLANTS[name] ?? {} });
    if (faults.length > 0) return;
  }
  expect.fail(`nobody noticed: ${name}`);
});
