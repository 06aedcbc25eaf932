import { createTestDatabase } from '../postgres.ts';
import { startTestCluster, sweepAbandonedClusters } from '../postgres-cluster.ts';
import { type Disaster, drill, isGood, type Outcome } from './drill/drill.ts';
import { FAILOVER, failoverOf } from './drill/failover.ts';
import { restoreOf, WAYS } from './drill/ways.ts';

/**
 * `npm run restore-drill -- [WORDS]`: a server, a hub and phones work, a backup is made, they go on, and the older state comes
 * back, in each way that operators have, and by a standby that is promoted, on throw-away clusters of their own. A line a way; exit code 1 where anything is lost,
 * counted twice, or not noticed. WORDS chooses ways by their names.
 */
const words = process.argv.slice(2).join(' ');
await sweepAbandonedClusters();
const [first, second] = [await startTestCluster('durable'), await startTestCluster('durable')];
let isWell = true;
const play = async (disaster: Disaster) => {
  const outcome = await drill(disaster);
  isWell &&= isGood(outcome);
  process.stdout.write(`${told(outcome)}\n`);
};
try {
  for (const way of WAYS.filter(({ name }) => name.includes(words))) {
    await play(
      await restoreOf(
        way,
        async (where) => (await createTestDatabase(where === 'new cluster' ? second.url : first.url)).url,
      ),
    );
  }
  if (FAILOVER.includes(words)) {
    const disaster = await failoverOf(first, true);
    await play(disaster);
    await disaster.end();
  }
} finally {
  await first.stop();
  await second.stop();
}
process.exitCode = isWell ? 0 : 1;

function told({ name, made, forgotten, lost, doubled, epochs: [before, after], seconds }: Outcome): string {
  const noticed = before === after ? 'NOT NOTICED' : `noticed (epoch ${before} → ${after})`;
  const faults = doubled.map((fault) => `\n  ${fault}`).join('');
  return `${name}: ${made} made, ${forgotten} forgotten by the backup, lost ${lost}, doubled ${doubled.length}, ${noticed}, ${seconds} s${faults}`;
}
