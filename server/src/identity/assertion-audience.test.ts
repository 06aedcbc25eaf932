import { expect, test } from 'vitest';
import { isMeantForUs } from './assertion-audience.ts';

test.each([
  ['manchengo', 'https://hq.example'],
  ['/api/hubs/token', 'https://hq.example'],
  ['https://hq.example/api/hubs/token', 'https://hq.example'],
  ['https://hq.example:443/api/hubs/token', 'https://hq.example'],
  ['http://hq.example:8440/api/hubs/token', 'https://HQ.example:8440'],
  ['http://127.0.0.1:50123/api/hubs/token', 'http://localhost:8440'],
  ['http://localhost:1/api/hubs/token', 'https://[::1]:8440'],
])('[HUB-4] %s is meant for %s', (aud, own) => {
  expect(isMeantForUs(aud, ['https://other.example', own])).toBe(true);
});

test.each([
  ['https://evil.example/api/hubs/token', 'https://hq.example'],
  ['https://evil.example/api/hubs/token', 'http://127.0.0.1:8440'],
  ['http://127.0.0.1:8440/api/hubs/token', 'https://hq.example'],
  ['https://hq.example.evil.example/api/hubs/token', 'https://hq.example'],
  ['https://hq.example@evil.example/api/hubs/token', 'https://hq.example'],
  ['https://evil@hq.example/api/hubs/token', 'https://hq.example'],
  ['https://hq.example:8443/api/hubs/token', 'https://hq.example'],
  ['http://hq.example/api/hubs/token', 'https://hq.example'],
  ['https://hq.example/x/api/hubs/token', 'https://hq.example'],
  ['https://hq.example/api/hubs/token/', 'https://hq.example'],
  ['https://hq.example/api/hubs/token?x', 'https://hq.example'],
  ['https://hq.example', 'https://hq.example'],
  ['hq.example', 'https://hq.example'],
  ['https:///api/hubs/token', ''],
  ['', 'https://hq.example'],
])('[HUB-4] %s is not meant for %s', (aud, own) => {
  expect(isMeantForUs(aud, [own])).toBe(false);
});
