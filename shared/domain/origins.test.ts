import { expect, test } from 'vitest';
import { callableOrigin, isSameOrigin, isYardOrigin } from './origins.ts';

test('[FIND-1] loopback’s names equal each other, and nothing else is the same but the same', () => {
  expect(isSameOrigin('http://localhost:8440', 'http://127.0.0.1:8440')).toBe(true);
  expect(isSameOrigin('http://[::1]:8440', 'http://127.0.0.1:8440/')).toBe(true);
  expect(isSameOrigin('https://hq.example.com', 'https://HQ.example.com:443')).toBe(true);
  expect(isSameOrigin('http://localhost:8440', 'http://localhost:8441')).toBe(false);
  expect(isSameOrigin('http://localhost:8440', 'https://localhost:8440')).toBe(false);
  expect(isSameOrigin('https://hq.example.com', 'https://hq.example.com.evil.net')).toBe(false);
  expect(isSameOrigin('nowhere', 'nowhere')).toBe(false);
});

test('[FIND-1] a phone calls over HTTPS, or on loopback', () => {
  expect(callableOrigin('https://manchengo.local:8443/path?x')).toBe('https://manchengo.local:8443');
  expect(callableOrigin('http://127.0.0.1:8443')).toBe('http://127.0.0.1:8443');
  for (const text of ['http://192.168.1.10:8443', 'http://localhost.evil.net', 'javascript:alert(1)', '', 7, null]) {
    expect(callableOrigin(text)).toBeNull();
  }
});

test.each([
  ['https://manchengo.local:8443', true],
  ['https://manchengo-1a2b3c4d.local:8443', true],
  ['https://192.168.1.10:8443', true],
  ['https://10.0.0.3', true],
  ['https://172.16.0.1', true],
  ['https://172.31.255.255', true],
  ['https://172.15.0.1', false],
  ['https://172.32.0.1', false],
  ['https://169.254.7.7', true],
  ['https://[fd00::7]:8443', true],
  ['https://[fe80::7]:8443', true],
  ['https://[2001:db8::7]', false],
  ['https://8.8.8.8', false],
  ['https://hub.acme.dz', true],
  ['https://hub.acme.dz.evil.net', false],
  ['https://manchengo.local.evil.net', false],
  ['https://evil.net', false],
])('[FIND-4] a hub is called where only the company’s CA can vouch: %s %s', (origin, isSo) => {
  expect(isYardOrigin(origin, 'hub.acme.dz')).toBe(isSo);
});
