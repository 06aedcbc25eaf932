import { hostname } from 'node:os';
import { isEveryAddress, ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Settings } from './settings.ts';

/** The names and addresses by which this server is called, as its own certificate names them. */
export function serverHosts({ host }: Pick<Settings, 'host'>): string[] {
  if (!isEveryAddress(host)) return [host];
  const own = `${hostname().split('.')[0]?.toLowerCase()}.local`;
  return [own, ...ownAddresses(host)];
}
