import { fail, ok, type Result } from '#shared/contract/errors.ts';
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

/** Why a scanned text adds no depot: another thing's code, of an app newer than this one, not whole, or leading out of every yard. */
export type PairingFault = 'OTHER_CODE' | 'NEWER' | 'BROKEN' | 'OUTSIDE';

/** Reads the text of a scanned code as a hub's pairing code. `appHost`: the host name that the app came from. */
export function readPairing(text: string, appHost: string): Result<Pairing, PairingFault> {
  const code = parseCode(text);
  if (code === null) return fail('OTHER_CODE');
  if (code.v !== 1) return fail(typeof code.v === 'number' && code.v > 1 ? 'NEWER' : 'BROKEN');
  const { depot, hub, ca } = code;
  if (typeof depot !== 'string' || depot.length === 0 || depot.length > LIMITS.identifierChars) return fail('BROKEN');
  if (typeof hub !== 'string' || !UUID.test(hub)) return fail('BROKEN');
  const server = callableOrigin(code.server);
  if (server === null || !Array.isArray(code.urls) || code.urls.length === 0) return fail('BROKEN');
  const urls = readHubUrls(code.urls, appHost);
  if (urls.length === 0) return fail('OUTSIDE');
  return ok({ v: 1, depot, hub, urls, server, ca: typeof ca === 'string' && SHA_256.test(ca) ? ca : null });
}

/** What looks like a pairing code, of whatever version; null for any other text. */
function parseCode(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isCode = typeof value === 'object' && value !== null && 'hub' in value && 'urls' in value;
    return isCode ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
