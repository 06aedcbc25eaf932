import { BlockList, isIP } from 'node:net';

/** The addresses of yards, homes and single machines: RFC 1918, link-local, loopback, and their like in IPv6. */
export const PRIVATE_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
] as const;

const ranges = new BlockList();
for (const range of PRIVATE_RANGES) {
  const [network = '', prefix] = range.split('/');
  ranges.addSubnet(network, Number(prefix), familyOf(network));
}

/** Whether a text is an address that no public machine can have. */
export const isPrivateAddress = (text: string): boolean => isIP(text) !== 0 && ranges.check(text, familyOf(text));

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
