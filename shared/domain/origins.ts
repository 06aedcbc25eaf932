const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/;
/** Unique local (fc00::/7) and link-local (fe80::/10). */
const PRIVATE_IPV6 = /^\[(f[cd]|fe[89ab])/;

/** The web origin that a text is or begins with, as browsers write it; null for anything else. */
function parse(text: unknown): URL | null {
  if (typeof text !== 'string') return null;
  const url = urlOf(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}

/** As URL.parse, which the oldest browsers have not. */
function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Whether a host name, as in `URL.hostname`, is this very machine to itself. */
export const isLoopbackName = (hostname: string): boolean => LOOPBACK.test(hostname);

/** An origin that a phone may call: HTTPS, or plain HTTP on loopback. As browsers write it; null for anything else. */
export function callableOrigin(text: unknown): string | null {
  const url = parse(text);
  if (url === null || (url.protocol === 'http:' && !isLoopbackName(url.hostname))) return null;
  return url.origin;
}

/** Whether two origins are the same node's: loopback's names equal each other. */
export function isSameOrigin(a: string, b: string): boolean {
  const [one, other] = [parse(a), parse(b)];
  return one !== null && other !== null && comparable(one) === comparable(other);
}

const comparable = (url: URL): string =>
  isLoopbackName(url.hostname) ? `${url.protocol}//loopback:${url.port}` : url.origin;

/**
 * Whether a hub may be called there: a private address, a `.local` name, loopback, or the host that the app itself came
 * from. No public authority vouches for such names, so that only the company's own CA can: a forged pairing code or a
 * lying hub cannot lead a phone to a machine on the Internet.
 */
export function isYardOrigin(origin: string, appHost: string): boolean {
  const url = parse(origin);
  if (url === null) return false;
  const { hostname } = url;
  if (hostname === appHost || hostname.endsWith('.local') || isLoopbackName(hostname)) return true;
  const [, first, second] = IPV4.exec(hostname) ?? [];
  if (first === undefined) return PRIVATE_IPV6.test(hostname);
  const [a, b] = [Number(first), Number(second)];
  return a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254);
}
