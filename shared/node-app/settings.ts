import { fail, ok, type Result } from '#shared/contract/errors.ts';

export type Environment = Record<string, string | undefined>;

/** A setting's text, or null where it is absent or blank. */
export const readSetting = (env: Environment, name: string): string | null => env[name]?.trim() || null;

/** What an operator decides about either node. */
export interface NodeSettings {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** The origins from which the phone app may call. */
  appOrigins: string[];
  logLevel: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;

/** Reads what both nodes are told alike. The error is one sentence that names the setting at fault. */
export function readNodeSettings(env: Environment, standardPort: number): Result<NodeSettings, string> {
  const port = readPort(env, 'MANCHENGO_PORT', standardPort);
  if (!port.ok) return port;
  const appOrigins = (readSetting(env, 'MANCHENGO_APP_ORIGINS') ?? '').split(',').flatMap((text) => text.trim() || []);
  const wrong = appOrigins.find((origin) => originOf(origin) !== origin);
  if (wrong !== undefined) {
    return fail(
      `MANCHENGO_APP_ORIGINS must list origins such as https://manchengo.local:8443, and "${wrong}" is none.`,
    );
  }
  const host = readSetting(env, 'MANCHENGO_HOST') ?? '127.0.0.1';
  const tls = readSetting(env, 'MANCHENGO_TLS') ?? 'off';
  if (tls !== 'off') return fail('MANCHENGO_TLS must be off: this version does not speak TLS yet.');
  if (!LOOPBACK.test(host)) {
    return fail('MANCHENGO_HOST must be a loopback address such as 127.0.0.1: this version does not speak TLS yet.');
  }
  const logLevel = readSetting(env, 'MANCHENGO_LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) return fail(`MANCHENGO_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  return ok({ host, port: port.value, appOrigins, logLevel });
}

export function readPort(env: Environment, name: string, standard: number): Result<number, string> {
  const port = Number(readSetting(env, name) ?? standard);
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  return isPort ? ok(port) : fail(`${name} must be a port number from 0 (any free one) to 65535.`);
}

/** The origin of a web address, or null for anything else. */
export function originOf(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? origin : null;
  } catch {
    return null;
  }
}
