import { parseArgs } from 'node:util';
import { openGround } from '../interleaving/company.ts';
import { explore, type Findings, NO_FINDINGS, tellFindings, together } from '../interleaving/explore.ts';
import { SCENARIOS } from '../interleaving/scenarios.ts';
import { Stepper } from '../interleaving/stepper.ts';
import { startTestCluster, sweepAbandonedClusters, type TestCluster } from '../postgres-cluster.ts';
import { killUnderLoad, seconds } from './kills/kill-run.ts';
import { openRealStores } from './real-stores.ts';
import { overlappingBatches } from './server/overlapping-batches.ts';

/**
 * `npm run soak -- [--minutes N] [--seed S] [--kills K] [--phones P] [--only words]`: a depot's hub and its server killed
 * fifty times under two hundred phones, ten thousand overlapping batches, every order of at most two interruptions of
 * every pair, and then orders by chance until the time is over. Exit code 1 where something is left wrong, or deadlocks.
 * `--only kills` is the first of these alone; other words leave it and the batches out.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '50' },
    phones: { type: 'string', default: '200' },
    only: { type: 'string', default: '' },
  },
});
const [minutes, firstSeed] = [wholeNumber('minutes'), wholeNumber('seed')];
const KILLS = 'kills';
const BY_CHANCE = 50;
const BATCHES = 10_000;

const scenarios = SCENARIOS.filter(({ name }) => name.includes(values.only));
// What was started for it ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await sweepAbandonedClusters();
const areKillsClean = !['', KILLS].includes(values.only) || (await onCluster(tryKills));
const areOrdersClean = values.only === KILLS || (await onCluster(tryOrders));
process.exitCode = areKillsClean && areOrdersClean ? 0 : 1;

/** Each on a PostgreSQL of its own, so that what one leaves is not counted by the next. */
async function onCluster(attempt: (cluster: TestCluster) => Promise<boolean>): Promise<boolean> {
  const cluster = await startTestCluster();
  try {
    return await attempt(cluster);
  } finally {
    await cluster.stop();
  }
}

async function tryOrders(cluster: TestCluster): Promise<boolean> {
  const areBatchesClean = values.only !== '' || (await tryBatches(cluster));
  const ground = await openGround(cluster.url);
  const stepper = await Stepper.open(cluster.url, 3);
  const until = Date.now() + minutes * 60_000;
  let sums = NO_FINDINGS;
  for (let seed = firstSeed; sums.fault === null && (seed === firstSeed || Date.now() < until); seed += 1) {
    const twice = seed === firstSeed ? Number.POSITIVE_INFINITY : 0;
    for (const scenario of scenarios) {
      if (sums.fault !== null || (seed !== firstSeed && Date.now() > until)) break;
      const found = await explore(scenario, { ground, stepper }, { twice, byChance: BY_CHANCE, seed });
      sums = together(sums, found);
      tell(`${scenario.name}: ${tellFindings(found)}`);
    }
  }
  tell(`seeds from ${firstSeed} on. ${tellFindings(sums)}`);
  await stepper.close();
  await ground.close();
  return areBatchesClean && isClean(sums);
}

async function tryKills({ url: databaseUrl }: TestCluster): Promise<boolean> {
  const [kills, phones] = [wholeNumber('kills'), wholeNumber('phones')];
  const figures = await killUnderLoad({ databaseUrl, kills, phones, seed: firstSeed, tell });
  const { events, slowestBack, drainMs, faults } = figures;
  tell(
    `${kills} kills under ${phones} phones: ${events} entries, the hub was back after ${seconds(slowestBack)} at most, the ` +
      `rest drained in ${seconds(drainMs)}. ${faults.length === 0 ? 'Nothing lost, nothing twice.' : faults.join('; ')}`,
  );
  return faults.length === 0;
}

async function tryBatches(cluster: TestCluster): Promise<boolean> {
  const stores = await openRealStores(cluster.url);
  const { clashes, deadlocks, rolledBack } = await overlappingBatches(stores, BATCHES);
  await stores.close();
  tell(`${BATCHES} overlapping batches: ${deadlocks} deadlocks, ${rolledBack} rolled back. ${clashes.join('; ')}`);
  return clashes.length === 0 && deadlocks === 0 && rolledBack < BATCHES / 100;
}

function isClean({ fault, deadlocks, orders }: Findings): boolean {
  return fault === null && deadlocks === 0 && orders > 0;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(name: 'minutes' | 'seed' | 'kills' | 'phones'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} is a whole number, not "${values[name]}"\n`);
  process.exit(1);
}
