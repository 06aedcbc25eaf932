import { resolve } from 'node:path';
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
  /** HTTPS, or plain HTTP on loopback. */
  tls: boolean;
  /** A certificate of the operator's own, by the names of its files; null: one of the company CA. */
  tlsFiles: TlsFiles | null;
  /** The host of the phone app's one origin. */
  appHost: string;
}

export interface TlsFiles {
  certificate: string;
  key: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];
/** The app's host where a company has no other: every hub claims this name in its own yard. */
export const STANDARD_APP_HOST = 'manchengo.local';
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Where hubs listen unless told otherwise: with the name, the app's one origin. */
const APP_PORT = 8443;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;

/** Whether a host is this very machine to itself. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

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
  const tls = readTls(env, host);
  if (!tls.ok) return tls;
  const appHost = (readSetting(env, 'MANCHENGO_APP_HOST') ?? STANDARD_APP_HOST).toLowerCase();
  if (!HOST_NAME.test(appHost)) {
    return fail('MANCHENGO_APP_HOST must be a host name without a port, such as manchengo.local.');
  }
  const logLevel = readSetting(env, 'MANCHENGO_LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) return fail(`MANCHENGO_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  return ok({
    host,
    port: port.value,
    appOrigins: [`https://${appHost}:${APP_PORT}`, ...appOrigins],
    logLevel,
    appHost,
    ...tls.value,
  });
}

/** Plain HTTP is for this machine alone: on a network anybody could read and change what passes. */
function readTls(env: Environment, host: string): Result<Pick<NodeSettings, 'tls' | 'tlsFiles'>, string> {
  const tls = readSetting(env, 'MANCHENGO_TLS') ?? (isLoopback(host) ? 'off' : 'on');
  if (tls !== 'on' && tls !== 'off') return fail('MANCHENGO_TLS must be on or off.');
  if (tls === 'off' && !isLoopback(host)) {
    return fail('MANCHENGO_TLS may be off on a loopback MANCHENGO_HOST such as 127.0.0.1 only.');
  }
  const certificate = readSetting(env, 'MANCHENGO_TLS_CERT');
  const key = readSetting(env, 'MANCHENGO_TLS_KEY');
  if ((certificate === null) !== (key === null)) {
    return fail('MANCHENGO_TLS_CERT and MANCHENGO_TLS_KEY go together: name both files, or neither.');
  }
  const tlsFiles =
    certificate === null || key === null ? null : { certificate: resolve(certificate), key: resolve(key) };
  return ok({ tls: tls === 'on', tlsFiles });
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
