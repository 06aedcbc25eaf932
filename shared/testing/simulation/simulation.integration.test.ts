import { beforeAll, expect, test } from 'vitest';
import { type CampaignResult, campaign, tell } from './campaign.ts';
import { POINTS } from './points.ts';
import { isOnSql, SeedRunner } from './seed-runner.ts';

const SEEDS = 200;
const JOBS = 2;
const PATIENCE_MS = 480_000;

let result: CampaignResult;

beforeAll(async () => {
  result = await campaign({ firstSeed: 1, runs: SEEDS, jobs: JOBS });
  process.stdout.write(tell(result));
}, PATIENCE_MS);

test('[SIM-1] [SIM-2] [SIM-6] two hundred days in which everything goes wrong: nothing lost, nothing twice, every point of death tried', () => {
  expect(
    result.failures.map(({ seed, faults }) => `seed ${seed}: ${faults.join('; ')}`),
    tell(result),
  ).toEqual([]);
  expect(result.outcomes).toHaveLength(SEEDS);
  expect(result.sums).toMatchObject({ lost: 0, duplicated: 0 });
  expect(POINTS.filter((point) => !result.pointsHit.has(point))).toEqual([]);
  expect(result.onSql).toBeGreaterThanOrEqual(SEEDS / 4);
});

test('[SIM-3] the same seed is the same day, to the last line, in whatever thread and after whatever others it runs', {
  timeout: PATIENCE_MS,
}, async () => {
  const runner = new SeedRunner();
  const again = [7, 8, 195];
  expect(again.some(isOnSql)).toBe(true);
  for (const seed of again) {
    const { hash } = await runner.run(seed);
    expect(hash, `seed ${seed}`).toBe(result.outcomes.find((one) => one.seed === seed)?.hash);
  }
  await runner.close();
  expect(new Set(result.outcomes.map(({ hash }) => hash)).size).toBe(SEEDS);
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
