import process from 'node:process';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { freeBytesOf } from '#shared/node-app/free-bytes.ts';
import type { TlsMaterial } from '#shared/node-app/node-app.ts';
import { keepPrivate } from '#shared/node-app/private-files.ts';
import { STANDARD_APP_HOST, type TlsFiles } from '#shared/node-app/settings.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Random, systemRandom } from '#shared/ports/random.ts';
import { keepSending } from '../admin/webhooks/keep-sending.ts';
import type { Reach } from '../admin/webhooks/post-message.ts';
import { caDomains, companyCa } from '../ca/company-ca.ts';
import type { HubCertificates } from '../ca/hub-certificates.ts';
import { keepServerCertificate, type ServerCertificateDeps, serverCertificate } from '../ca/server-certificate.ts';
import { agreeOnCa } from '../ca/shared-ca.ts';
import { ownOrigins } from '../config/server-hosts.ts';
import { seedDemoData } from '../demo-data/seed.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { ServerKeys } from '../identity/keys.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { lookAtDatabase, startMaintenance } from '../store/housekeeping.ts';
import { keepNumbering } from '../store/keep-numbering.ts';
import { migrate } from '../store/migrate.ts';
import { notingClock, repairFutureTimes, watchClock } from '../store/repair-times.ts';
import { openWorkingDatabase } from '../store/role/working-database.ts';
import { keepSweeping } from '../store/sync/keep-sweeping.ts';
import { waitForDatabase } from '../store/wait-for-database.ts';
import { buildServer } from './build-server.ts';

export interface OpenOptions {
  databaseUrl: string;
  appOrigins: string[];
  /** Under which phones call this server; absent or null: where it listens. */
  publicOrigins?: string[] | null;
  /** In percent; absent: the shipped one. */
  priceTolerancePercent?: number;
  /** For how many months photos and signatures are kept; absent: the shipped number. */
  pictureMonths?: number;
  demo: boolean;
  logger: FastifyBaseLogger & Log;
  clock?: Clock;
  random?: Random;
  /** Where the server notes how far its log has come, and keeps the company CA; absent: nowhere. */
  dataDir?: string;
  /** Absent: plain HTTP, and a CA for `.local` names. */
  tls?: ServerTls;
  consoleDir?: string;
  /** How many connections to the database it works with at most. */
  poolSize?: number;
  /** See `BuildOptions`. */
  metricsToken?: string | null;
  /** How it reaches programs that it tells of changes; absent: it tells none. */
  webhooks?: Reach;
  /** For how long it waits for a database that does not answer yet; absent: not at all. */
  databaseWaitSeconds?: number;
}

/** How a server speaks TLS, and what its CA may vouch for. */
export interface ServerTls {
  on: boolean;
  files: TlsFiles | null;
  appHost: string;
  /** The names and addresses by which the server is called. */
  hosts: string[];
}

/** The embedded PostgreSQL's, which has rules of its own for what lies in it. */
const CLUSTER = 'postgres';
/** Started by root, that PostgreSQL runs under another account, which passes through the folder and may not read it. */
const folderMode = (): number => (process.getuid?.() === 0 ? 0o711 : 0o700);

const NO_TLS: ServerTls = { on: false, files: null, appHost: STANDARD_APP_HOST, hosts: [] };

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
  const { logger, random = systemRandom, dataDir = null, databaseWaitSeconds = 0 } = options;
  const clock = notingClock(options.clock ?? systemClock);
  if (dataDir !== null) keepPrivate(dataDir, { log: logger, except: [CLUSTER], topMode: folderMode() });
  let servers = 1;
  const onServers = (running: number) => {
    servers = running;
  };
  const looking = { random, dataDir, log: logger, onServers };
  await waitForDatabase(options.databaseUrl, { clock, log: logger, seconds: databaseWaitSeconds });
  const readied = await readyDatabase(options.databaseUrl, looking, options.poolSize);
  if (!readied.ok) return readied;
  const database = readied.value;
  try {
    const keys = await ServerKeys.load(database, clock);
    const tls = options.tls ?? NO_TLS;
    const certificates = hubCertificates(dataDir, tls, { clock, random });
    let listeningAt: string[] = [];
    const deps: ServerDeps = {
      database,
      clock,
      random,
      ids: uuidV7(clock, random),
      keys,
      log: logger,
      certificates,
      publicOrigins: () => options.publicOrigins ?? listeningAt,
      ownOrigins: () => ownOrigins(options.publicOrigins ?? [], listeningAt, tls.hosts),
      priceTolerancePercent: options.priceTolerancePercent ?? LIMITS.priceTolerancePercent,
    };
    const secure = await securing(deps, dataDir, tls);
    if (!secure.ok) return await refused(secure);
    if (options.demo) {
      const planted = await seedDemoData(deps);
      if (!planted.ok) return await refused(planted);
    }
    const repaired = await repairFutureTimes(database, clock.now());
    if (repaired > 0) logger.warn({ repaired }, 'what was dated in the future counts from now: a clock was set back');
    const numbering = await keepNumbering({ database, log: logger });
    const sweeping = await keepSweeping({ ...syncDeps(deps), log: logger });
    const { appOrigins, consoleDir, metricsToken = null } = options;
    const material = secure.value?.material ?? null;
    const further = consoleDir === undefined ? {} : { consoleDir };
    const app = await buildServer({
      deps,
      appOrigins,
      metricsToken,
      logger,
      tls: material,
      servers: () => servers,
      freeBytes: () => (dataDir === null ? null : freeBytesOf(dataDir)),
      ...further,
    });
    app.addHook('onListen', async () => {
      listeningAt = [app.listeningOrigin];
    });
    const followCa = async () => {
      await sameCa(database, certificates, logger);
    };
    const maintenance = startMaintenance({
      ...{ ...deps, dataDir, followCa, onServers },
      pictureMonths: options.pictureMonths,
    });
    const sending = options.webhooks && keepSending({ ...deps, reach: options.webhooks });
    const watch = watchClock({ database, clock, log: logger });
    const kept = secure.value && keepServerCertificate(app, secure.value.deps, secure.value.material);
    app.addHook('onClose', async () => {
      maintenance.stop();
      watch.stop();
      kept?.stop();
      await sweeping.stop();
      await numbering.stop();
      await sending?.stop();
      await lookAtDatabase({ database, ...looking }).catch(() => {});
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

/** As its owner: brings the schema up to date, and finds out whether it came back from a backup. Then as its server. */
async function readyDatabase(
  url: string,
  looking: Omit<Parameters<typeof lookAtDatabase>[0], 'database'>,
  poolSize: number | undefined,
): Promise<Result<Database, string>> {
  const { random, log } = looking;
  const owner = openDatabase(url, log);
  try {
    const migrated = await migrate(owner, random);
    if (!migrated.ok) return migrated;
    await lookAtDatabase({ database: owner, ...looking });
    return ok(await openWorkingDatabase(owner, url, log, poolSize));
  } finally {
    await owner.end();
  }
}

/** That this server has the company CA of its database. The error is one sentence, told in the log where there is one. */
async function sameCa(
  database: Database,
  certificates: HubCertificates | null,
  log?: Log,
): Promise<Result<null, string>> {
  const agreed = certificates === null ? ok(null) : await agreeOnCa(database, certificates.ca);
  if (!agreed.ok) log?.warn({}, agreed.error);
  return agreed;
}

function hubCertificates(
  dataDir: string | null,
  { appHost, hosts }: ServerTls,
  deps: { clock: Clock; random: Random },
): HubCertificates | null {
  if (dataDir === null) return null;
  const ca = companyCa({ ...deps, dataDir, domains: caDomains(appHost, hosts) });
  return { ca, appHost, serverHosts: hosts };
}

/** What the server proves itself with, and how it is renewed; null where it speaks plain HTTP. */
async function securing(
  { database, certificates, clock, log }: ServerDeps,
  dataDir: string | null,
  { on, files, hosts }: ServerTls,
): Promise<Result<{ material: TlsMaterial; deps: ServerCertificateDeps } | null, string>> {
  const agreed = await sameCa(database, certificates);
  if (!agreed.ok) return agreed;
  if (!on || certificates === null || dataDir === null) return ok(null);
  const deps = { ca: certificates.ca, dataDir, clock, log, files, hosts };
  const material = await serverCertificate(deps);
  return material.ok ? ok({ material: material.value, deps }) : material;
}
