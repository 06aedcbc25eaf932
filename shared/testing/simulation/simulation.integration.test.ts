import { beforeAll, expect, test } from 'vitest';
import { addUp, type CampaignResult, campaign, tell } from './campaign.ts';
import { POINTS } from './points.ts';
import { isOnSql, SeedRunner } from './seed-runner.ts';

/** So many at least, and of the two hundred default ones as many further as it takes to die at every point. */
const SEEDS = 100;
const MOST = 200;
const FURTHER = 20;
/** Dies where hardly another day does: right after a hub's photo was set aside. */
const RARE = 206;
const JOBS = 2;
const PATIENCE_MS = 900_000;

let result: CampaignResult;

beforeAll(async () => {
  const first = await campaign({ firstSeed: 1, runs: SEEDS, jobs: JOBS });
  const rare = await campaign({ firstSeed: RARE, runs: 1, jobs: 1 });
  result = addUp([...first.outcomes, ...rare.outcomes]);
  for (let firstSeed = SEEDS + 1; missedPoints().length > 0 && firstSeed < MOST; firstSeed += FURTHER) {
    const further = await campaign({ firstSeed, runs: FURTHER, jobs: JOBS });
    result = addUp([...result.outcomes, ...further.outcomes]);
  }
  process.stdout.write(tell(result));
}, PATIENCE_MS);

const missedPoints = () => POINTS.filter((point) => !result.pointsHit.has(point));

test('[SIM-1] [SIM-2] [SIM-6] a hundred days and more in which everything goes wrong: nothing lost, nothing twice, every point of death tried', () => {
  expect(
    result.failures.map(({ seed, faults }) => `seed ${seed}: ${faults.join('; ')}`),
    tell(result),
  ).toEqual([]);
  expect(result.outcomes.length).toBeGreaterThanOrEqual(SEEDS);
  expect(result.sums).toMatchObject({ lost: 0, duplicated: 0 });
  expect(missedPoints()).toEqual([]);
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
