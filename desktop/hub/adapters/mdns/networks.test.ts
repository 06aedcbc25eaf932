import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { isOnLink } from './networks.ts';

const at = (cidr: string) => [{ address: cidr.split('/')[0], cidr, family: 'IPv4' } as NetworkInterfaceInfo];
const machine = { wlan0: at('192.168.1.10/24'), eth0: at('10.0.0.5/8'), docker0: at('172.17.0.1/16') };

test('[FIND-17] a packet belongs to the link whose network its sender is on, and to that alone', () => {
  expect(isOnLink('192.168.1.99', '192.168.1.10', machine)).toBe(true);
  expect(isOnLink('192.168.1.99', '10.0.0.5', machine)).toBe(false);
  expect(isOnLink('10.77.3.1', '10.0.0.5', machine)).toBe(true);
  expect(isOnLink('10.77.3.1', '192.168.1.10', machine)).toBe(false);
});

test('[FIND-17] who is on no network that we know of is left out by none', () => {
  expect(isOnLink('169.254.3.3', '10.0.0.5', machine)).toBe(true);
});

test('[FIND-17] two cards in one network both answer', () => {
  const twice = { wlan0: at('10.0.0.5/24'), eth0: at('10.0.0.6/24') };
  for (const own of ['10.0.0.5', '10.0.0.6']) expect(isOnLink('10.0.0.77', own, twice)).toBe(true);
});
