import { expect, test } from 'vitest';
import { campaign, tell } from './campaign.ts';
import { POINTS } from './points.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;
const PATIENCE_MS = 480_000;

test('[SIM-1] [SIM-2] [SIM-6] two hundred days in which everything goes wrong: nothing lost, nothing twice, every point of death tried', {
  timeout: PATIENCE_MS,
}, async () => {
  const result = await campaign({ firstSeed: 1, runs: SEEDS });
  process.stdout.write(tell(result));
  expect(
    result.failures.map(({ seed, faults }) => `seed ${seed}: ${faults.join('; ')}`),
    tell(result),
  ).toEqual([]);
  expect(result.sums).toMatchObject({ lost: 0, duplicated: 0 });
  expect(POINTS.filter((point) => !result.pointsHit.has(point))).toEqual([]);
});

test('[SIM-3] the same seed twice is the same day, to the last line', async () => {
  const [one, again, other] = [await simulate(7), await simulate(7), await simulate(8)];
  expect(again.hash).toBe(one.hash);
  expect(other.hash).not.toBe(one.hash);
});
