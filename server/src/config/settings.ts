import path from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';

/** What an operator decides about a server; see .env.example for units and defaults. */
export interface Settings {
  /** Holds the embedded PostgreSQL; unused where `databaseUrl` names one. */
  dataDir: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** null: an embedded PostgreSQL. */
  databaseUrl: string | null;
  /** The origins from which the phone app may call. */
  appOrigins: string[];
  demo: boolean;
  logLevel: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** Reads the settings from the environment. The error is one sentence that names the setting at fault. */
export function readSettings(env: Record<string, string | undefined>): Result<Settings, string> {
  const read = (name: string): string | null => env[name]?.trim() || null;
  const port = Number(read('MANCHENGO_PORT') ?? '8440');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return fail('MANCHENGO_PORT must be a port number from 0 (any free one) to 65535.');
  }
  const databaseUrl = read('DATABASE_URL');
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return fail('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  const appOrigins = (read('MANCHENGO_APP_ORIGINS') ?? '').split(',').flatMap((origin) => origin.trim() || []);
  const wrong = appOrigins.find((origin) => originOf(origin) !== origin);
  if (wrong !== undefined) {
    return fail(
      `MANCHENGO_APP_ORIGINS must list origins such as https://manchengo.local:8443, and "${wrong}" is none.`,
    );
  }
  const demo = read('MANCHENGO_DEMO') ?? '0';
  if (!['0', '1'].includes(demo)) return fail('MANCHENGO_DEMO must be 1 (demo data) or 0.');
  const host = read('MANCHENGO_HOST') ?? '127.0.0.1';
  const logLevel = read('MANCHENGO_LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) return fail(`MANCHENGO_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  const dataDir = path.resolve(read('MANCHENGO_DATA_DIR') ?? '.data/server');
  return ok({ dataDir, host, port, databaseUrl, appOrigins, demo: demo === '1', logLevel });
}

function originOf(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? origin : null;
  } catch {
    return null;
  }
}
