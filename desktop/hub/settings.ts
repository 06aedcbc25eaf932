import { resolve } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';

/** What an operator decides about a hub; see .env.example for units and defaults. */
export interface HubSettings {
  /** Holds the queue, the replica and the hub's identity. */
  dataDir: string;
  host: string;
  /** Where phones call; 0 takes any free one. */
  port: number;
  /** Where the hub's own window calls, on loopback; 0 takes any free one. */
  desktopPort: number;
  /** The central server's origin; null where the stored identity knows it. */
  upstream: string | null;
  /** For the first start only. */
  enrollCode: string | null;
  /** Further origins from which the phone app may call. */
  appOrigins: string[];
  logLevel: string;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

type Read = (name: string) => string | null;
const PORTS = { MANCHENGO_PORT: '8443', MANCHENGO_DESKTOP_PORT: '0' } as const;

/** Reads the settings from the environment. The error is one sentence that names the setting at fault. */
export function readHubSettings(env: Record<string, string | undefined>): Result<HubSettings, string> {
  const read: Read = (name) => env[name]?.trim() || null;
  const host = read('MANCHENGO_HOST') ?? '127.0.0.1';
  const upstream = read('MANCHENGO_UPSTREAM');
  const appOrigins = (read('MANCHENGO_APP_ORIGINS') ?? '').split(',').flatMap((origin) => origin.trim() || []);
  const logLevel = read('MANCHENGO_LOG_LEVEL') ?? 'info';
  const fault = faultIn(read, { host, upstream, appOrigins, logLevel });
  if (fault !== null) return fail(fault);
  return ok({
    dataDir: resolve(read('MANCHENGO_DATA_DIR') ?? '.data/hub'),
    host,
    port: portOf(read, 'MANCHENGO_PORT'),
    desktopPort: portOf(read, 'MANCHENGO_DESKTOP_PORT'),
    upstream: upstream && originOf(upstream),
    enrollCode: read('MANCHENGO_ENROLL_CODE'),
    appOrigins,
    logLevel,
  });
}

const portOf = (read: Read, name: keyof typeof PORTS): number => Number(read(name) ?? PORTS[name]);

function faultIn(
  read: Read,
  { host, upstream, appOrigins, logLevel }: Pick<HubSettings, 'host' | 'upstream' | 'appOrigins' | 'logLevel'>,
): string | null {
  for (const name of Object.keys(PORTS) as (keyof typeof PORTS)[]) {
    const port = portOf(read, name);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `${name} must be a port number from 0 (any free one) to 65535.`;
    }
  }
  if (!LOOPBACK.test(host)) {
    return 'The yard speaks TLS, which this version does not have yet: MANCHENGO_HOST must be 127.0.0.1.';
  }
  if (upstream !== null && originOf(upstream) === null) {
    return 'MANCHENGO_UPSTREAM must be the central server’s address, such as https://hq.example.com.';
  }
  const wrong = appOrigins.find((origin) => originOf(origin) !== origin);
  if (wrong !== undefined) return `MANCHENGO_APP_ORIGINS must list origins, and "${wrong}" is none.`;
  return LOG_LEVELS.includes(logLevel) ? null : `MANCHENGO_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`;
}

function originOf(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? origin : null;
  } catch {
    return null;
  }
}
