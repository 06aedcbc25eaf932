import { expect, test } from 'vitest';
import { isMeantForUs } from './assertion-audience.ts';

test.each([
  ['manchengo', 'hq.example'],
  ['/api/hubs/token', 'hq.example'],
  ['https://hq.example/api/hubs/token', 'hq.example'],
  ['https://hq.example/api/hubs/token', 'hq.example:443'],
  ['http://hq.example:8440/api/hubs/token', 'HQ.example:8440'],
  ['http://127.0.0.1:50123/api/hubs/token', 'localhost:8440'],
  ['http://localhost:1/api/hubs/token', '[::1]:8440'],
])('[HUB-4] %s is meant for %s', (aud, host) => {
  expect(isMeantForUs(aud, host)).toBe(true);
});

test.each([
  ['https://evil.example/api/hubs/token', 'hq.example'],
  ['https://evil.example/api/hubs/token', '127.0.0.1:8440'],
  ['http://127.0.0.1:8440/api/hubs/token', 'hq.example'],
  ['https://hq.example.evil.example/api/hubs/token', 'hq.example'],
  ['https://hq.example@evil.example/api/hubs/token', 'hq.example'],
  ['https://hq.example:8443/api/hubs/token', 'hq.example'],
  ['https://hq.example/x/api/hubs/token', 'hq.example'],
  ['https://hq.example/api/hubs/token/', 'hq.example'],
  ['https://hq.example/api/hubs/token?x', 'hq.example'],
  ['https://hq.example', 'hq.example'],
  ['hq.example', 'hq.example'],
  ['https:///api/hubs/token', ''],
  ['', ''],
])('[HUB-4] %s is not meant for %s', (aud, host) => {
  expect(isMeantForUs(aud, host)).toBe(false);
});
