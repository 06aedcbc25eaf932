import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#server/postgres/embedded.ts';
import { playDay } from './demo/day.ts';
import { liveTable } from './demo/live-table.ts';
import { printSums, sumUp } from './demo/sums.ts';
import { startWorld } from './start-world.ts';

/**
 * `npm run demo`: a day at the depot without a window, with the real hub, the real server on a real PostgreSQL, and the
 * production phone behind a dozen drivers and sellers. Exit code 0 only if every sum agrees.
 */
const folder = await mkdtemp(join(tmpdir(), 'manchengo-demo-'));
const postgres = await startEmbeddedPostgres({
  dataDir: join(folder, 'postgres'),
  log: () => {},
  reachableDir: tmpdir(),
});
if (!postgres.ok) {
  process.stderr.write(`${postgres.error.message}\n`);
  process.exit(1);
}
try {
  const world = await startWorld(postgres.value.connectionString);
  const table = liveTable(process.stdout, world);
  try {
    const day = await playDay(world, table);
    table.stop();
    const sums = await sumUp(world, day);
    printSums(process.stdout, sums);
    process.exitCode = sums.agrees ? 0 : 1;
    await Promise.all(day.phones.map((phone) => phone.close()));
  } finally {
    table.stop();
    await world.close();
  }
} finally {
  await postgres.value.stop();
  await rm(folder, { recursive: true, force: true });
}
