import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Whether a packet from this sender belongs to the link that stands on `own`. On a machine with several networks each
 * socket hears all of them, and a phone that takes the first answer must not be given an address of another network.
 * What is on no network that we know of (an odd mask) belongs to every link.
 */
export function isOnLink(sender: string, own: string, interfaces = networkInterfaces()): boolean {
  const networks = Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ address, cidr }) => isIPv4(address) && cidr !== null);
  const holds = ({ cidr }: { cidr: string | null }) => isWithin(sender, cidr ?? '');
  return networks.some((one) => one.address === own && holds(one)) || !networks.some(holds);
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  if (!isIPv4(address) || !isIPv4(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}
