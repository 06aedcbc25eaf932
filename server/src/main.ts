import path from 'node:path';
import process from 'node:process';
import { type DestinationStream, destination } from 'pino';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { listen } from '#shared/node-app/listen.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { resolveName } from './admin/webhooks/keep-sending.ts';
import { logFiles } from './app/log-files.ts';
import { type OpenServer, openServer } from './app/open-server.ts';
import { serverHosts } from './config/server-hosts.ts';
import { readSettings, type Settings } from './config/settings.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded.ts';

/** The contract gives a node 5 s to end. Most of them are for the requests under way; a PostgreSQL of our own needs some. */
const CLOSE_TIMEOUT_MS = { alone: 4_500, withPostgres: 2_800 };

interface Running {
  server: OpenServer;
  postgres: EmbeddedPostgres | null;
}

/** Starts what the settings say, or says in one sentence why not; whatever had been started is ended again. */
async function start(settings: Settings): Promise<Result<Running & { url: string }, string>> {
  const logger = nodeLog('server', settings.logLevel, logTo(settings));
  const postgres = settings.databaseUrl === null ? await embedded(settings, (line) => logger.info({}, line)) : ok(null);
  if (!postgres.ok) return postgres;
  const stopPostgres = async () => postgres.value?.stop();
  try {
    const { appOrigins, demo, publicOrigins, priceTolerancePercent, metricsToken, databaseWaitSeconds } = settings;
    const webhooks = { allowPrivate: settings.webhookPrivate, resolve: resolveName };
    const databaseUrl = settings.databaseUrl ?? postgres.value?.connectionString ?? '';
    const tls = { on: settings.tls, files: settings.tlsFiles, appHost: settings.appHost, hosts: serverHosts(settings) };
    const { dataDir } = settings;
    const { pictureMonths } = settings;
    const told = { appOrigins, publicOrigins, priceTolerancePercent, demo, metricsToken, databaseWaitSeconds };
    const server = await openServer({ databaseUrl, webhooks, ...told, pictureMonths, logger, dataDir, tls });
    if (!server.ok) {
      await stopPostgres();
      return server;
    }
    const running = { server: server.value, postgres: postgres.value };
    const listening = await listen(server.value.app, settings.host, settings.port);
    if (listening.ok) return ok({ ...running, url: listening.value });
    await stop(running);
    return listening;
  } catch (error) {
    await stopPostgres();
    throw error;
  }
}

/** Standard error, and where the operator wants it files as well. */
function logTo({ dataDir, logDays }: Settings): DestinationStream {
  const told = destination(process.stderr.fd);
  if (logDays === 0) return told;
  return logFiles({ folder: path.join(dataDir, 'logs'), days: logDays, clock: systemClock, told });
}

async function embedded(settings: Settings, log: (line: string) => void): Promise<Result<EmbeddedPostgres, string>> {
  const dataDir = path.join(settings.dataDir, 'postgres');
  // A supervisor that starts the node anew is all that may help then; nothing that was acked is lost by it.
  const onLost = ({ message }: { message: string }) => giveUp(`PostgreSQL ended and does not come back. ${message}`);
  const started = await startEmbeddedPostgres({ dataDir, log, onLost });
  return started.ok ? started : fail(started.error.message);
}

/** Lets running requests end, for a while, and then the database. */
async function stop({ server, postgres }: Running): Promise<void> {
  const ms = postgres ? CLOSE_TIMEOUT_MS.withPostgres : CLOSE_TIMEOUT_MS.alone;
  const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([server.close(), late]);
  await postgres?.stop();
}

/** Resolves with the first request to end, from the very beginning on: a start that is asked to end does so when it can. */
const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
});

function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function sentenceFor(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === '53100')
    return 'The disk is full: free some space and start again; nothing was lost.';
  return `The server cannot start: ${message}`;
}

const settings = readSettings(process.env);
if (!settings.ok) giveUp(settings.error);
const started = await start(settings.value).catch((error) => giveUp(sentenceFor(error)));
if (!started.ok) giveUp(started.error);
process.stdout.write(`${JSON.stringify({ ready: 'server', url: started.value.url })}\n`);
await asked;
await stop(started.value).catch((error) => giveUp(`The server did not end cleanly: ${error.message}`));
process.exit(0);
