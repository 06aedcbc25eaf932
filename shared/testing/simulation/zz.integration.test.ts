import { test } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { simulate } from './simulate.ts';

test('x', async () => {
  for (const seed of [2, 4, 9, 14, 26]) {
    const c = process.cpuUsage();
    const { faults } = await simulate(seed, {
      mutant: MUTANTS['one refused event blocks the hub’s whole queue'] ?? {},
    });
    const d = process.cpuUsage(c);
    process.stdout.write(`@@ ${seed} cpu ${Math.round((d.user + d.system) / 1000)} faults ${faults.length}\n`);
  }
}, 900000);
