import path from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { callableOrigin } from '#shared/domain/origins.ts';
import { type Environment, type NodeSettings, readNodeSettings, readSetting } from '#shared/node-app/settings.ts';
import { unsafeDatabase } from './database-address.ts';

/** What an operator decides about a server; see .env.example for units and defaults. */
export interface Settings extends NodeSettings {
  /** Holds the embedded PostgreSQL; unused where `databaseUrl` names one. */
  dataDir: string;
  /** null: an embedded PostgreSQL. */
  databaseUrl: string | null;
  /** For how many seconds a start waits for a database that does not answer yet. */
  databaseWaitSeconds: number;
  demo: boolean;
  /** The origins under which phones call this server, as its tokens say them; null: where it listens. */
  publicOrigins: string[] | null;
  /** How far an invoice's price may lie from a valid one before HQ is told, in percent. */
  priceTolerancePercent: number;
  /** For how many months photos and signatures are kept. */
  pictureMonths: number;
  /** By which Prometheus reads /metrics; null: nobody does. */
  metricsToken: string | null;
  /** For how many days the log is kept in files of the data folder; 0: it goes to standard error alone. */
  logDays: number;
  /** Webhooks may reach addresses that are not public. */
  webhookPrivate: boolean;
}

const STANDARD_PORT = 8440;
/** A machine that comes back after a power cut has its database within this. */
const DATABASE_WAIT_SECONDS = 60;
/** Long enough that nobody guesses it. */
const METRICS_TOKEN = /^[\x21-\x7e]{32,256}$/;

/** Reads the settings from the environment. The error is one sentence that names the setting at fault. */
export function readSettings(env: Environment): Result<Settings, string> {
  const node = readNodeSettings(env, STANDARD_PORT);
  if (!node.ok) return node;
  const databaseUrl = readSetting(env, 'DATABASE_URL');
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return fail('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  const database = readDatabase(env, databaseUrl);
  if (!database.ok) return database;
  const demo = readSetting(env, 'MANCHENGO_DEMO') ?? '0';
  if (!['0', '1'].includes(demo)) return fail('MANCHENGO_DEMO must be 1 (demo data) or 0.');
  const publicOrigins = readPublicOrigins(env);
  if (!publicOrigins.ok) return publicOrigins;
  const numbers = readNumbers(env);
  if (!numbers.ok) return numbers;
  const watching = readWatching(env);
  if (!watching.ok) return watching;
  const hooks = readSetting(env, 'MANCHENGO_WEBHOOK_PRIVATE') ?? '0';
  if (!['0', '1'].includes(hooks)) return fail('MANCHENGO_WEBHOOK_PRIVATE must be 1 (allowed) or 0.');
  const dataDir = path.resolve(readSetting(env, 'MANCHENGO_DATA_DIR') ?? '.data/server');
  const shared = {
    ...database.value,
    ...watching.value,
    dataDir,
    databaseUrl,
    publicOrigins: publicOrigins.value,
    ...numbers.value,
    webhookPrivate: hooks === '1',
  };
  return ok({ ...node.value, ...shared, demo: demo === '1' });
}

function readDatabase(env: Environment, url: string | null): Result<{ databaseWaitSeconds: number }, string> {
  const plain = readSetting(env, 'MANCHENGO_DATABASE_PLAIN') ?? '0';
  if (!['0', '1'].includes(plain)) return fail('MANCHENGO_DATABASE_PLAIN must be 1 (allowed) or 0.');
  const unsafe = url === null ? null : unsafeDatabase(url, plain === '1');
  if (unsafe !== null) return fail(unsafe);
  const wait = readSetting(env, 'MANCHENGO_DATABASE_WAIT') ?? String(DATABASE_WAIT_SECONDS);
  if (!/^\d{1,4}$/.test(wait)) return fail('MANCHENGO_DATABASE_WAIT must be a whole number of seconds from 0 to 9999.');
  return ok({ databaseWaitSeconds: Number(wait) });
}

/** What is told to those who watch the server. */
function readWatching(env: Environment): Result<Pick<Settings, 'metricsToken' | 'logDays'>, string> {
  const metricsToken = readSetting(env, 'MANCHENGO_METRICS_TOKEN');
  if (metricsToken !== null && !METRICS_TOKEN.test(metricsToken)) {
    return fail('MANCHENGO_METRICS_TOKEN must have 32 to 256 characters, without spaces.');
  }
  const days = readSetting(env, 'MANCHENGO_LOG_DAYS') ?? '0';
  if (!/^\d{1,4}$/.test(days)) return fail('MANCHENGO_LOG_DAYS must be a whole number of days from 0 to 9999.');
  return ok({ metricsToken, logDays: Number(days) });
}

function readPublicOrigins(env: Environment): Result<string[] | null, string> {
  const origins = (readSetting(env, 'MANCHENGO_PUBLIC_ORIGINS') ?? '').split(',').flatMap((text) => text.trim() || []);
  const wrong = origins.find((origin) => callableOrigin(origin) !== origin);
  if (wrong === undefined) return ok(origins.length === 0 ? null : origins);
  return fail(
    `MANCHENGO_PUBLIC_ORIGINS must list origins such as https://hq.example.com (http on loopback only), and "${wrong}" is none.`,
  );
}

function readNumbers(env: Environment): Result<Pick<Settings, 'priceTolerancePercent' | 'pictureMonths'>, string> {
  const tolerance = readSetting(env, 'MANCHENGO_PRICE_TOLERANCE') ?? String(LIMITS.priceTolerancePercent);
  if (!/^\d{1,3}$/.test(tolerance) || Number(tolerance) > 100) {
    return fail('MANCHENGO_PRICE_TOLERANCE must be a whole number of percent from 0 to 100.');
  }
  const months = readSetting(env, 'MANCHENGO_PICTURE_MONTHS') ?? String(LIMITS.pictureMonths);
  if (!/^\d{1,3}$/.test(months) || Number(months) < 1 || Number(months) > LIMITS.pictureMonthsMost) {
    return fail(`MANCHENGO_PICTURE_MONTHS must be a whole number of months from 1 to ${LIMITS.pictureMonthsMost}.`);
  }
  return ok({ priceTolerancePercent: Number(tolerance), pictureMonths: Number(months) });
}
