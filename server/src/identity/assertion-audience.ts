import { ISSUER } from '#shared/contract/identity.ts';
import { isLoopbackName } from '#shared/domain/origins.ts';

const TOKEN_PATH = '/api/hubs/token';

/**
 * Whether a hub's assertion is meant for this server: `aud` is the issuer's name, the bare path of this endpoint, or its
 * URL under an origin that the server itself knows to be its own (`ownOrigins`). What the request calls the server, its
 * `Host`, is the caller's to choose and proves nothing. Schemes are not compared, since a proxy may end TLS. Where one of
 * its origins is on loopback, any name and any port there will do: a tunnel that ends on this machine has a port of its own.
 */
export function isMeantForUs(aud: string, ownOrigins: readonly string[]): boolean {
  if (aud === ISSUER || aud === TOKEN_PATH) return true;
  const named = URL.parse(aud);
  if (!named || !/^https?:$/.test(named.protocol)) return false;
  if (named.pathname !== TOKEN_PATH || named.search !== '' || named.hash !== '') return false;
  if (named.username !== '' || named.password !== '') return false;
  return ownOrigins.some((origin) => {
    const own = URL.parse(origin);
    if (!own) return false;
    return hostAndPort(named) === hostAndPort(own) || (isLoopbackName(named.hostname) && isLoopbackName(own.hostname));
  });
}

/** With the port that the URL's own scheme implies where it names none. */
const hostAndPort = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
