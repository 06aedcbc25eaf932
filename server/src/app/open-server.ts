import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { ok, type Result } from '#shared/contract/errors.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Random, systemRandom } from '#shared/ports/random.ts';
import { plantDemoData } from '../demo-data/plant.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { loadServerKeys } from '../identity/keys.ts';
import { openDatabase } from '../store/database.ts';
import { beginEpochIfRestored, noteHighWater } from '../store/epoch.ts';
import { keepHouse } from '../store/housekeeping.ts';
import { migrate } from '../store/migrate.ts';
import { decideKnownVersions } from '../store/sync/decide-stored.ts';
import { buildServer } from './build-server.ts';
import { syncDeps } from './sync-deps.ts';

export interface OpenOptions {
  databaseUrl: string;
  appOrigins: string[];
  demo: boolean;
  logger: FastifyBaseLogger & Log;
  clock?: Clock;
  random?: Random;
  /** Where the server notes how far its log has come; absent: nowhere. */
  dataDir?: string;
  consoleDir?: string;
}

export interface OpenServer {
  app: FastifyInstance;
  deps: ServerDeps;
  /** Ends requests and connections; the database itself goes on. */
  close(): Promise<void>;
}

/**
 * A server on a database that is there: migrates it, loads or makes its keys, plants the demo data where asked, and
 * builds the app, which does not listen yet. The error is one sentence for whoever starts it.
 */
export async function openServer(options: OpenOptions): Promise<Result<OpenServer, string>> {
  const { logger, clock = systemClock, random = systemRandom } = options;
  const database = openDatabase(options.databaseUrl, logger);
  try {
    const migrated = await migrate(database, random);
    if (!migrated.ok) return await refused(migrated);
    const dataDir = options.dataDir ?? null;
    const { restored, epoch } = await beginEpochIfRestored(database, random, dataDir);
    if (restored) logger.warn({ epoch }, 'the database came back from a backup: a new epoch begins');
    const keys = await loadServerKeys(database, clock);
    const deps: ServerDeps = { database, clock, random, ids: uuidV7(clock, random), keys, log: logger };
    if (options.demo) {
      const planted = await plantDemoData(deps);
      if (!planted.ok) return await refused(planted);
    }
    const decided = await decideKnownVersions(syncDeps(deps));
    if (decided > 0) logger.info({ decided }, 'events of a version that is known now were decided');
    const { appOrigins, consoleDir } = options;
    const app = await buildServer({ deps, appOrigins, logger, ...(consoleDir === undefined ? {} : { consoleDir }) });
    const house = keepHouse({ ...deps, dataDir });
    app.addHook('onClose', async () => {
      house.stop();
      if (dataDir !== null) await noteHighWater(database, dataDir).catch(() => {});
      await database.end();
    });
    return ok({ app, deps, close: () => app.close() });
  } catch (error) {
    await database.end();
    throw error;
  }

  async function refused<E>(refusal: { ok: false; error: E }): Promise<{ ok: false; error: E }> {
    await database.end();
    return refusal;
  }
}
