import { ISSUER } from '#shared/contract/identity.ts';

const TOKEN_PATH = '/api/hubs/token';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a hub's assertion is meant for this server: `aud` is the issuer's name, the bare path of this endpoint, or
 * its URL under the very host (name and port) that the request came to. On loopback any name and any port will do,
 * since a tunnel that ends on this machine has a port of its own; a reverse proxy must hand on the `Host` it was
 * called by. `requestHost` is the request's `Host`.
 */
export function isMeantForUs(aud: string, requestHost: string): boolean {
  if (aud === ISSUER || aud === TOKEN_PATH) return true;
  const named = parsed(aud);
  if (!named || !/^https?:$/.test(named.protocol)) return false;
  if (named.pathname !== TOKEN_PATH || named.search !== '' || named.hash !== '') return false;
  // Read under the same scheme, so that a default port is written by neither.
  const here = parsed(`${named.protocol}//${requestHost}`);
  if (!here) return false;
  return named.host === here.host || (LOOPBACK.test(named.hostname) && LOOPBACK.test(here.hostname));
}

function parsed(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
