import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isPublic } from './addresses.ts';
import { nextAttempt } from './retries.ts';
import { newWebhookSecret, signedHeaders } from './signature.ts';

const CLOSED: [first: string, last: string, before: string | null, after: string | null][] = [
  ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
  ['::', 'ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '100:0:0:1::'],
  ['::1', '::7f00:1', null, null],
  ['::ffff:8.8.8.8', '::ffff:127.0.0.1', null, null],
  ['64:ff9b::', '64:ff9b::ffff:ffff', null, null],
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', null, null],
  ['100::', '100::ffff:ffff:ffff:ffff', null, '100:0:0:1::'],
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::', '2001:200::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff::', '2003::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff::', '3fff:1000::'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fbff:ffff::', null],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe7f:ffff::', null],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
];

test.each(CLOSED)(
  '[ERP-15] %s to %s is not of the public network, its neighbours are',
  (first, last, before, after) => {
    expect([isPublic(first), isPublic(last)]).toEqual([false, false]);
    for (const beside of [before, after]) if (beside !== null) expect(isPublic(beside), beside).toBe(true);
  },
);

test('[ERP-15] what is no address, or one of some link, is not public', () => {
  for (const text of ['', 'erp.example', '2a00::1%eth0', '8.8.8', '0x7f.1']) expect(isPublic(text), text).toBe(false);
  for (const text of ['8.8.8.8', '2a00::1']) expect(isPublic(text), text).toBe(true);
});

test('[ERP-13] [ERP-14] signs as Standard Webhooks says, once for each secret', () => {
  // The example of its specification's libraries.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  const first = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  expect(signedHeaders(message, [secret])).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': first,
  });
  const other = newWebhookSecret({ next: () => 0, bytes: (length) => new Uint8Array(length) });
  const key = Buffer.alloc(32);
  const signed = `${message.id}.${message.timestamp}.${message.body}`;
  const second = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  expect(signedHeaders(message, [secret, other])['webhook-signature']).toBe(`${first} ${second}`);
});

test('[ERP-16] tries again after growing delays, the last time at the end of the three days', () => {
  const end = LIMITS.webhookRetryDays * DAY_MS;
  const waits: number[] = [];
  let now = 0;
  for (let failures = 1; ; failures += 1) {
    const next = nextAttempt(failures, 0, now);
    if (next.kind === 'PAUSE') break;
    waits.push(next.at - now);
    now = next.at;
  }
  expect(waits.slice(0, 7)).toEqual([5_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 21_600_000]);
  expect(now).toBe(end);
  expect(nextAttempt(9, 0, end - 1)).toEqual({ kind: 'RETRY', at: end });
});
