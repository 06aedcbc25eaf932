import { makeBackup } from '#server/backup/make-backup.ts';
import { restoreBackup } from '#server/backup/restore-backup.ts';
import { openDatabase } from '#server/store/database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import type { Disaster } from './drill.ts';

/** How an operator brings an older state back. */
export interface Way {
  name: string;
  /** Into the database that it came from, or a new one in another cluster. */
  into: 'same database' | 'new cluster';
  /** What the server finds beside the database afterwards. */
  dataFolder: 'first' | 'second';
  /** Whether the server goes on meanwhile. */
  isRunning: boolean;
  /** Whether phones reach HQ by their depot's PC. */
  hasHub: boolean;
}

export const WAYS: readonly Way[] = [
  { name: 'a new cluster', into: 'new cluster', dataFolder: 'first', isRunning: false, hasHub: true },
  { name: 'the same database', into: 'same database', dataFolder: 'first', isRunning: false, hasHub: true },
  { name: 'another data folder', into: 'same database', dataFolder: 'second', isRunning: false, hasHub: true },
  { name: 'a new machine', into: 'new cluster', dataFolder: 'second', isRunning: false, hasHub: true },
  { name: 'while the server runs', into: 'same database', dataFolder: 'first', isRunning: true, hasHub: true },
  { name: 'without a hub', into: 'same database', dataFolder: 'second', isRunning: false, hasHub: false },
];

/** A backup that comes back in this way, on databases of their own. */
export async function restoreOf(way: Way, newDatabase: (where: Way['into']) => Promise<string>): Promise<Disaster> {
  const databaseUrl = await newDatabase('same database');
  const target = way.into === 'same database' ? databaseUrl : await newDatabase(way.into);
  let backup = '';
  return {
    ...way,
    databaseUrl,
    async remember({ place }) {
      const database = openDatabase(databaseUrl);
      const made = await makeBackup({ database, clock: systemClock, dataDir: place('first') }, place('backups'));
      await database.end();
      if (!made.ok) throw new Error(made.error);
      backup = made.value.folder;
    },
    async strike(stage) {
      const { place } = stage;
      if (!way.isRunning) await stage.end();
      const database = openDatabase(target);
      const beside = { databaseUrl: target, dataDir: place(way.dataFolder), random: systemRandom, log: silentLog };
      const restored = await restoreBackup({ database, ...beside }, backup, { replace: target === databaseUrl });
      await database.end();
      if (!restored.ok) throw new Error(restored.error);
      return target;
    },
    async recover(stage) {
      if (!way.isRunning) await stage.begin(target, stage.place(way.dataFolder));
    },
  };
}
