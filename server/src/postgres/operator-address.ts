import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { DEFAULT_REACHABLE_DIR, startEmbeddedPostgres } from './embedded.ts';
import { type Home, resolveHome } from './embedded-home.ts';
import { readPassword, SUPERUSER } from './embedded-init.ts';
import { isPostgresOf } from './embedded-process.ts';

/** Where an operator's command finds the server's database, and what it does once it is done with it. */
export interface OperatorAddress {
  url: string;
  stop(): Promise<void>;
}

/**
 * The database of a server's settings, for a command of its operator: the one that they name, or the server's own. That
 * one is gone to where it runs already, so that no server has to be stopped for it, and is started where it does not.
 */
export async function operatorAddress(
  { databaseUrl, dataDir }: { databaseUrl: string | null; dataDir: string },
  log: (line: string) => void,
): Promise<Result<OperatorAddress, string>> {
  if (databaseUrl !== null) return ok({ url: databaseUrl, stop: async () => {} });
  const own = path.join(dataDir, 'postgres');
  const home = await resolveHome(own, DEFAULT_REACHABLE_DIR, log);
  if (!home.ok) return fail(home.error.message);
  const running = await runningAt(home.value);
  if (running !== null) return ok({ url: running, stop: async () => {} });
  const started = await startEmbeddedPostgres({ dataDir: own, log });
  if (!started.ok) return fail(started.error.message);
  return ok({ url: started.value.connectionString, stop: () => started.value.stop() });
}

/** Where the PostgreSQL of this folder listens; null where none runs. The first line of its file is its process, the fourth its port. */
async function runningAt(home: Home): Promise<string | null> {
  const lines = (await readFile(path.join(home.dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 1) || !(port > 0) || !isPostgresOf(pid, home.dataDir)) return null;
  const password = await readPassword(home);
  return password.ok ? `postgres://${SUPERUSER}:${password.value}@127.0.0.1:${port}/postgres` : null;
}
