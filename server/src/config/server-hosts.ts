import { hostname } from 'node:os';
import { isEveryAddress, ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Settings } from './settings.ts';

/** The names and addresses by which this server is called, as its own certificate names them. */
export function serverHosts({ host, publicOrigins }: Pick<Settings, 'host' | 'publicOrigins'>): string[] {
  const called = (publicOrigins ?? []).map((origin) => new URL(origin).hostname.replace(/^\[|\]$/g, ''));
  const own = isEveryAddress(host)
    ? [`${hostname().split('.')[0]?.toLowerCase()}.local`, ...ownAddresses(host)]
    : [host];
  return [...new Set([...called, ...own])];
}
