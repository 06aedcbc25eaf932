import type { HubHealth } from '#shared/contract/hub-health.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { overviewReader } from './app/overview.ts';
import type { SaidNumbers } from './app/said-numbers.ts';
import type { DataFolder, FolderKeepers } from './data-folder.ts';

export interface OwnHealthDeps {
  folder: Pick<DataFolder, 'database' | 'recoveries'> & Pick<FolderKeepers, 'disk' | 'backups'>;
  /** Of this run of the program. */
  runId: string;
  clock: Clock;
  /** In milliseconds; null where it has none. */
  certificateExpiresAt: () => number | null;
  said: SaidNumbers;
}

/** What a hub knows of itself, but for its queue's way up. */
export function ownHealth({ folder, runId, clock, certificateExpiresAt, said }: OwnHealthDeps) {
  const overview = overviewReader(folder.database);
  return (): Omit<HubHealth, 'backlog' | 'drain_per_second'> => {
    const end = certificateExpiresAt();
    return {
      run_id: runId,
      app_version: APP_VERSION,
      oldest_at: overview.queue(clock.now()).oldest_at,
      disk: folder.disk.state(),
      backup: folder.backups.state(),
      recovery: folder.recoveries.recent()[0] ?? null,
      certificate_expires_at: end === null ? null : isoTime(end),
      said: said.all(),
    };
  };
}
