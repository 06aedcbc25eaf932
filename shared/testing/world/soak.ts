import { parseArgs } from 'node:util';
import { openGround } from '../interleaving/company.ts';
import { explore, type Findings, NO_FINDINGS, tellFindings, together } from '../interleaving/explore.ts';
import { SCENARIOS } from '../interleaving/scenarios.ts';
import { Stepper } from '../interleaving/stepper.ts';
import { startTestCluster, sweepAbandonedClusters } from '../postgres-cluster.ts';
import { openRealStores } from './real-stores.ts';
import { overlappingBatches } from './server/overlapping-batches.ts';

/**
 * `npm run soak -- [--minutes N] [--seed S] [--only words]`: ten thousand overlapping batches, every order of at most two
 * interruptions of every pair, and then orders by chance until the time is over. Exit code 1 where something is left
 * wrong, or deadlocks. `--only` leaves the batches out.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const [minutes, firstSeed] = [wholeNumber('minutes'), wholeNumber('seed')];
const BY_CHANCE = 50;
const BATCHES = 10_000;

const scenarios = SCENARIOS.filter(({ name }) => name.includes(values.only));
await sweepAbandonedClusters();
const cluster = await startTestCluster();
try {
  const areBatchesClean = values.only !== '' || (await tryBatches());
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
  process.exitCode = areBatchesClean && isClean(sums) ? 0 : 1;
  await stepper.close();
  await ground.close();
} finally {
  await cluster.stop();
}

async function tryBatches(): Promise<boolean> {
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

function wholeNumber(name: 'minutes' | 'seed'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} is a whole number, not "${values[name]}"\n`);
  process.exit(1);
}
