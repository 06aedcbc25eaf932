import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { serverLog } from './app/log.ts';
import { type OpenServer, openServer } from './app/open-server.ts';
import { readSettings, type Settings } from './config/settings.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded.ts';

/** The contract gives a node 5 s to end; embedded PostgreSQL needs the rest of them. */
const CLOSE_TIMEOUT_MS = 2_500;

const LOOPBACK = /^(127\.|localhost$|::1$)/;

interface Running {
  server: OpenServer;
  postgres: EmbeddedPostgres | null;
}

/** Starts what the settings say, or says in one sentence why not; whatever had been started is ended again. */
async function start(settings: Settings): Promise<Result<Running & { url: string }, string>> {
  const logger = serverLog(settings.logLevel);
  if (settings.demo && !LOOPBACK.test(settings.host)) {
    logger.warn({ host: settings.host }, 'demo data beyond loopback: everybody knows the password');
  }
  const postgres = settings.databaseUrl === null ? await embedded(settings, (line) => logger.info({}, line)) : ok(null);
  if (!postgres.ok) return postgres;
  const stopPostgres = async () => postgres.value?.stop();
  try {
    const { appOrigins, demo } = settings;
    const databaseUrl = settings.databaseUrl ?? postgres.value?.connectionString ?? '';
    const server = await openServer({ databaseUrl, appOrigins, demo, logger });
    if (!server.ok) {
      await stopPostgres();
      return server;
    }
    const running = { server: server.value, postgres: postgres.value };
    const listening = await listen(server.value, settings);
    if (listening.ok) return ok({ ...running, url: listening.value });
    await stop(running);
    return listening;
  } catch (error) {
    await stopPostgres();
    throw error;
  }
}

async function embedded(settings: Settings, log: (line: string) => void): Promise<Result<EmbeddedPostgres, string>> {
  const started = await startEmbeddedPostgres({ dataDir: path.join(settings.dataDir, 'postgres'), log });
  return started.ok ? started : fail(started.error.message);
}

async function listen({ app }: OpenServer, { host, port }: Settings): Promise<Result<string, string>> {
  try {
    await app.listen({ host, port });
    const address = app.server.address() as AddressInfo;
    const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return ok(`http://${name}:${address.port}`);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        return fail(`Port ${port} on ${host} is taken by another program: end it, or choose another MANCHENGO_PORT.`);
      case 'EACCES':
        return fail(`This account may not listen on port ${port}: choose a MANCHENGO_PORT above 1023.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return fail(`This machine has no address ${host}: correct MANCHENGO_HOST.`);
      default:
        throw error;
    }
  }
}

/** Lets running requests end, for a while, and then the database. */
async function stop({ server, postgres }: Running): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
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
