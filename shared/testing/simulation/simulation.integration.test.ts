import { beforeAll, expect, test } from 'vitest';
import { type CampaignResult, campaign, seedsFrom, tell } from './campaign.ts';
import { POINTS } from './points.ts';
import { isOnSql, SeedRunner } from './seed-runner.ts';

/** The first hundred days; and of later ones those that die where none of these does. */
const SEEDS = [...seedsFrom(1, 100), 103, 107, 113, 119, 151];
const JOBS = 2;
const PATIENCE_MS = 900_000;

let result: CampaignResult;

beforeAll(async () => {
  result = await campaign({ seeds: SEEDS, jobs: JOBS });
  process.stdout.write(tell(result));
}, PATIENCE_MS);

const missedPoints = () => POINTS.filter((point) => !result.pointsHit.has(point));

test('[SIM-1] [SIM-2] [SIM-6] a hundred days and some in which everything goes wrong: nothing lost, nothing twice, every point of death tried', () => {
  expect(
    result.failures.map(({ seed, faults }) => `seed ${seed}: ${faults.join('; ')}`),
    tell(result),
  ).toEqual([]);
  expect(result.outcomes.length).toBe(SEEDS.length);
  expect(result.sums).toMatchObject({ lost: 0, duplicated: 0 });
  expect(result.sums.settled).toBeGreaterThan(SEEDS.length / 2);
  expect(missedPoints(), 'look for seeds that die there by npm run sim, and name them in SEEDS').toEqual([]);
  expect(result.onSql).toBeGreaterThanOrEqual(Math.floor(result.outcomes.length / 4));
});

test('[SIM-3] the same seed is the same day, to the last line, in whatever thread and after whatever others it runs', {
  timeout: PATIENCE_MS,
}, async () => {
  const runner = new SeedRunner();
  const again = [7, 8, 95];
  expect(again.some(isOnSql)).toBe(true);
  for (const seed of again) {
    const { hash } = await runner.run(seed);
    expect(hash, `seed ${seed}`).toBe(result.outcomes.find((one) => one.seed === seed)?.hash);
  }
  await runner.close();
  expect(new Set(result.outcomes.map(({ hash }) => hash)).size).toBe(result.outcomes.length);
});

test('[SIM-3] a day that breaks down is a failure with its seed, and the next one runs', async () => {
  let isBroken = true;
  const runner = new SeedRunner(() => {
    if (isBroken) throw new RangeError('no such day');
  });
  const { seed, faults } = await runner.run(3);
  expect({ seed, faults }).toEqual({ seed: 3, faults: [expect.stringContaining('no such day')] });
  isBroken = false;
  expect((await runner.run(4)).faults).toEqual([]);
});
