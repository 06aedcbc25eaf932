import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** From where a call came: the connection's address, or the one that an enrolled hub says it relays for. */
export interface Origin {
  /** The hub that relays, as its own token proves; null for a call that comes directly. */
  hubId: string | null;
  address: string;
}

const origins = new WeakMap<object, Origin>();

export const setOrigin = (request: FastifyRequest, origin: Origin): void => {
  origins.set(request, origin);
};

/** Where a request came from. No proxy stands before a node, so the connection says it, or a hub that has proved itself. */
export const originOf = (request: FastifyRequest): Origin =>
  origins.get(request) ?? { hubId: null, address: request.ip };

/** As what an origin is counted. Private addresses are others in each yard. */
export const addressOf = ({ hubId, address }: Origin): string =>
  hubId === null ? networkOf(address) : `${hubId} ${networkOf(address)}`;

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/** An IPv4 address as it is; of an IPv6 address its network, since one machine has all addresses of a /64. */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const behind = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: tail === undefined ? 0 : IPV6_GROUPS - before.length - behind.length }, () => '0');
  return `${[...before, ...zeros, ...behind].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
