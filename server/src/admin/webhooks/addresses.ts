import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Of both versions of IP, what is no address of one machine in the public network. */
const V4: readonly [net: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Those that carry an address of version 4 within (mapped and translated ones in the first, 6to4, Teredo) reach whatever that one does. */
const V6: readonly [net: string, bits: number][] = [
  ['::', 8],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

// One list a version: a list of both takes every address of version 4 for a mapped one.
const listOf = (nets: typeof V4, version: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, version);
  return list;
};
const closed4 = listOf(V4, 'ipv4');
const closed6 = listOf(V6, 'ipv6');

/** Whether an address is one of the public network. An address with a zone is of some link, and so none. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !closed4.check(address, 'ipv4');
  return isIPv6(address) && !address.includes('%') && !closed6.check(address, 'ipv6');
}
