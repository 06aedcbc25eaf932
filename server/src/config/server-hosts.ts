import { hostname } from 'node:os';
import { isEveryAddress, ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Settings } from './settings.ts';

/**
 * The origins under which this server may be called: those that the operator configured, and where it listens, by each
 * of its hosts. Never what a request calls it.
 */
export function ownOrigins(publicOrigins: string[], listeningAt: string[], hosts: string[]): string[] {
  const byHost = listeningAt.flatMap((origin) => {
    const { protocol, port } = new URL(origin);
    const suffix = port === '' ? '' : `:${port}`;
    return hosts.map((host) => `${protocol}//${host.includes(':') ? `[${host}]` : host}${suffix}`);
  });
  return [...new Set([...publicOrigins, ...listeningAt, ...byHost])];
}

/** The names and addresses by which this server is called, as its own certificate names them. */
export function serverHosts({ host, publicOrigins }: Pick<Settings, 'host' | 'publicOrigins'>): string[] {
  const called = (publicOrigins ?? []).map((origin) => new URL(origin).hostname.replace(/^\[|\]$/g, ''));
  const own = isEveryAddress(host)
    ? [`${hostname().split('.')[0]?.toLowerCase()}.local`, ...ownAddresses(host)]
    : [host];
  return [...new Set([...called, ...own])];
}
