import type { Pairing } from '#shared/contract/finding.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { callableOrigin, isYardOrigin } from './origins.ts';

const UUID = new RegExp(UUID_PATTERN);
const SHA_256 = /^[0-9a-f]{64}$/;

/** Addresses of a hub as a stranger lists them: those that a phone may call, each once, not too many. */
export function readHubUrls(urls: unknown, appHost: string): string[] {
  if (!Array.isArray(urls)) return [];
  const origins = urls.slice(0, LIMITS.addressesPerNode).flatMap((url) => callableOrigin(url) ?? []);
  return [...new Set(origins)].filter((origin) => isYardOrigin(origin, appHost));
}

/**
 * Reads the text of a scanned code as a pairing code; null where it is none, or names no address that a hub can have.
 * `appHost`: the host name that the app came from.
 */
export function readPairing(text: string, appHost: string): Pairing | null {
  const code = parseObject(text);
  if (code === null || code.v !== 1) return null;
  const { depot, hub, server, ca } = code;
  if (typeof depot !== 'string' || depot.length === 0 || depot.length > LIMITS.identifierChars) return null;
  if (typeof hub !== 'string' || !UUID.test(hub)) return null;
  const urls = readHubUrls(code.urls, appHost);
  const origin = callableOrigin(server);
  if (urls.length === 0 || origin === null) return null;
  return { v: 1, depot, hub, urls, server: origin, ca: typeof ca === 'string' && SHA_256.test(ca) ? ca : null };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
