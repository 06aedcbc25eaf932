import { isIPv6 } from 'node:net';
import { hubHost } from '#shared/domain/hub-host.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';

/**
 * The origins by which the phones of a yard call this hub, the app's own first: names outlive a change of address, and
 * addresses help where a network or a phone knows no `.local` names.
 */
export function yardOrigins({
  host,
  port,
  appHost,
  hubId,
}: {
  host: string;
  port: number;
  appHost: string;
  hubId: string;
}): string[] {
  const addresses = ownAddresses(host).map((address) => (isIPv6(address) ? `[${address}]` : address));
  return [appHost, hubHost(hubId), ...addresses].map((name) => `https://${name}:${port}`);
}
