import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { LIMITS } from '#shared/contract/limits.ts';
import { isPrivateAddress } from './private-addresses.ts';

/** Whether a host means every address of this machine. */
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';

/**
 * The private addresses under which a node that listens on `host` is called. Link-local ones of IPv6 are left out: nobody
 * can call them without naming an interface of their own.
 */
export function ownAddresses(host: string, interfaces = networkInterfaces()): string[] {
  if (!isEveryAddress(host)) return isIP(host) !== 0 && isPrivateAddress(host) ? [host] : [];
  const all = Object.values(interfaces).flatMap((entries) => entries ?? []);
  const reachable = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  const addresses = reachable.map(({ address }) => address).filter(isPrivateAddress);
  return [...new Set(addresses)].sort().slice(0, LIMITS.certificateAddresses);
}
