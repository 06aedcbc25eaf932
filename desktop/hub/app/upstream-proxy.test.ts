import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import type { TransportRequest } from '#shared/ports/transport.ts';
import { forwardTo } from './upstream-proxy.ts';

test('[OPS-2] what a hub relays goes on under the id that the phone gave it', async () => {
  const sent: TransportRequest[] = [];
  const forward = forwardTo({
    upstream: 'https://hq.example.com',
    isOnline: () => true,
    ownToken: () => 'own',
    transport: {
      async request(request) {
        sent.push(request);
        return { kind: 'unreachable', reason: 'no line' };
      },
    },
  });
  const routeOptions = { url: '/api/auth/login' };
  const asked = { method: 'POST', id: 'phone-0001', ip: '192.168.1.7', headers: {}, routeOptions, body: {} };
  expect(await forward(asked as unknown as FastifyRequest)).toBeNull();
  expect(sent[0]).toMatchObject({
    url: 'https://hq.example.com/api/auth/login',
    headers: { 'x-request-id': 'phone-0001' },
  });
});
