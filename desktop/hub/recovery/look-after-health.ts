import { schedule } from 'node-cron';
import type { Log } from '#shared/ports/log.ts';
import { type HubDatabase, isDamage, markDamaged } from '../store/hub-database.ts';

const NIGHTLY = '41 2 * * *';

export interface HealthDeps {
  dataDir: string;
  database: HubDatabase;
  /** After a crash a large file is looked at once the hub serves, not before. */
  lookNow: boolean;
  /** The database is damaged: the hub must end, and its next start repairs it. */
  onDamaged: () => void;
  log: Log;
}

export interface Health {
  /** An error that a request or the way up met; only one of damage counts. */
  met(error: unknown): void;
  /** Looks at the whole file, table by table, so that phones are served in between. */
  look(): Promise<void>;
  stop(): void;
}

/** Looks at the database every night, and after a crash. */
export function lookAfterHealth({ dataDir, database, lookNow, onDamaged, log }: HealthDeps): Health {
  let stopped = false;
  let isTold = false;
  const damaged = (reason: string): void => {
    if (isTold || stopped) return;
    isTold = true;
    log.error({ reason }, 'the database is damaged: the hub ends, and repairs it when it starts again');
    markDamaged(dataDir);
    onDamaged();
  };
  const met = (error: unknown): void => {
    if (isDamage(error)) damaged((error as Error).message);
  };
  const look = async (): Promise<void> => {
    try {
      for (const name of tablesOf(database)) {
        await new Promise((resolve) => setImmediate(resolve));
        if (stopped) return;
        const health = checkTable(database, name);
        if (health !== 'ok') return damaged(health);
      }
    } catch (error) {
      met(error);
    }
  };
  const task = schedule(NIGHTLY, look);
  if (lookNow) void look();
  return {
    met,
    look,
    stop() {
      stopped = true;
      void task.stop();
    },
  };
}

const tablesOf = (database: HubDatabase): string[] =>
  database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => name);

function checkTable(database: HubDatabase, table: string): string {
  const found = database
    .prepare<[string], { quick_check: string }>('SELECT quick_check FROM pragma_quick_check(?)')
    .get(table);
  return found?.quick_check ?? 'ok';
}
