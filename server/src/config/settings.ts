import path from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { callableOrigin } from '#shared/domain/origins.ts';
import { type Environment, type NodeSettings, readNodeSettings, readSetting } from '#shared/node-app/settings.ts';

/** What an operator decides about a server; see .env.example for units and defaults. */
export interface Settings extends NodeSettings {
  /** Holds the embedded PostgreSQL; unused where `databaseUrl` names one. */
  dataDir: string;
  /** null: an embedded PostgreSQL. */
  databaseUrl: string | null;
  demo: boolean;
  /** The origins under which phones call this server, as its tokens say them; null: where it listens. */
  publicOrigins: string[] | null;
  /** How far an invoice's price may lie from a valid one before HQ is told, in percent. */
  priceTolerancePercent: number;
  /** By which Prometheus reads /metrics; null: nobody does. */
  metricsToken: string | null;
}

const STANDARD_PORT = 8440;
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
  const demo = readSetting(env, 'MANCHENGO_DEMO') ?? '0';
  if (!['0', '1'].includes(demo)) return fail('MANCHENGO_DEMO must be 1 (demo data) or 0.');
  const publicOrigins = readPublicOrigins(env);
  if (!publicOrigins.ok) return publicOrigins;
  const tolerance = readSetting(env, 'MANCHENGO_PRICE_TOLERANCE') ?? String(LIMITS.priceTolerancePercent);
  if (!/^\d{1,3}$/.test(tolerance) || Number(tolerance) > 100) {
    return fail('MANCHENGO_PRICE_TOLERANCE must be a whole number of percent from 0 to 100.');
  }
  const priceTolerancePercent = Number(tolerance);
  const metricsToken = readSetting(env, 'MANCHENGO_METRICS_TOKEN');
  if (metricsToken !== null && !METRICS_TOKEN.test(metricsToken)) {
    return fail('MANCHENGO_METRICS_TOKEN must have 32 to 256 characters, without spaces.');
  }
  const dataDir = path.resolve(readSetting(env, 'MANCHENGO_DATA_DIR') ?? '.data/server');
  const shared = { dataDir, databaseUrl, publicOrigins: publicOrigins.value, priceTolerancePercent, metricsToken };
  return ok({ ...node.value, ...shared, demo: demo === '1' });
}

function readPublicOrigins(env: Environment): Result<string[] | null, string> {
  const origins = (readSetting(env, 'MANCHENGO_PUBLIC_ORIGINS') ?? '').split(',').flatMap((text) => text.trim() || []);
  const wrong = origins.find((origin) => callableOrigin(origin) !== origin);
  if (wrong === undefined) return ok(origins.length === 0 ? null : origins);
  return fail(
    `MANCHENGO_PUBLIC_ORIGINS must list origins such as https://hq.example.com (http on loopback only), and "${wrong}" is none.`,
  );
}
