import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { ownAddresses } from './own-addresses.ts';
import { isPrivateAddress } from './private-addresses.ts';

test('[TLS-3] private addresses are those of yards, of links and of loopback, to the last one of each range', () => {
  const within = [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.1.1',
    '127.0.0.2',
  ];
  const beyond = [
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '8.8.8.8',
  ];
  expect(within.filter((address) => !isPrivateAddress(address))).toEqual([]);
  expect(beyond.filter(isPrivateAddress)).toEqual([]);
  expect(['fd00::1', 'fe80::1', '::1'].every(isPrivateAddress)).toBe(true);
  expect(['2001:db8::1', 'ff02::1', 'manchengo.local', '', '10.0.0.1:80'].some(isPrivateAddress)).toBe(false);
});

test('[TLS-3] a node’s own addresses: the one that it listens on, or the private ones of every interface but loopback', () => {
  const entry = (address: string, internal = false) => ({ address, internal }) as never;
  const interfaces = {
    lo: [entry('127.0.0.1', true)],
    eth0: [entry('192.168.1.10'), entry('fe80::1'), entry('fd00::10'), entry('41.1.2.3')],
    wlan0: [entry('10.0.0.7'), entry('192.168.1.10')],
  };
  expect(ownAddresses('0.0.0.0', interfaces)).toEqual(['10.0.0.7', '192.168.1.10', 'fd00::10']);
  expect(ownAddresses('127.0.0.1', interfaces)).toEqual(['127.0.0.1']);
  expect(ownAddresses('hub.example.com', interfaces)).toEqual([]);
  const many = {
    eth0: Array.from({ length: LIMITS.certificateAddresses + 1 }, (_, index) => entry(`10.0.0.${index}`)),
  };
  expect(ownAddresses('::', many)).toHaveLength(LIMITS.certificateAddresses);
});
