import { connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protect } from './protect.ts';
import { SOCKET_LIMITS } from './sockets.ts';

const HOME = 'https://manchengo.local:8443';
let app: FastifyInstance;
beforeAll(async () => {
  app = fastify({ http: { connectionsCheckingInterval: 20 } });
  await protect(app, { features: ['camera'] }, [HOME]);
  app.get('/api/x', async () => 'ok');
  app.get('/page', async () => 'ok');
  app.get('/api/kept', async (_request, reply) => reply.header('cache-control', 'public, max-age=1').send('ok'));
});
afterAll(() => app.close());

const preflight = (origin: string) =>
  app.inject({
    method: 'OPTIONS',
    url: '/api/x',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  });

test('[HARD-4] the named origin may call, and never with cookies', async () => {
  const allowed = await preflight(HOME);
  expect(allowed.headers['access-control-allow-origin']).toBe(HOME);
  expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
  expect(allowed.headers.vary).toMatch(/origin/i);
});

test.each([
  'null',
  'https://evil.example',
  'http://manchengo.local:8443',
  'https://manchengo.local',
  'https://manchengo.local:443',
  'https://manchengo.local:84430',
  'https://MANCHENGO.local:8443',
  'https://manchengo.local.:8443',
  'https://manchengo.local:8443.evil.example',
  'https://evil.example#https://manchengo.local:8443',
  'https://manchengo.local:8443@evil.example',
  'https://evilmanchengo.local:8443',
  'https://sub.manchengo.local:8443',
  'https://manchengo.local:8443/',
  ' https://manchengo.local:8443',
  '*',
])('[HARD-4] %s is another origin', async (origin) => {
  expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
  const called = await app.inject({ url: '/api/x', headers: { origin } });
  expect(called.headers['access-control-allow-origin']).toBeUndefined();
});

test('[HARD-3] every answer carries the headers, errors and unknown addresses too; API answers are kept nowhere', async () => {
  for (const url of ['/page', '/api/x', '/nothing']) {
    const { headers } = await app.inject(url);
    expect(headers, url).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.*object-src 'none'.*frame-ancestors 'none'/,
      ),
    });
    expect(headers['permissions-policy']).toMatch(/camera=\(self\).*geolocation=\(\).*microphone=\(\)/);
    expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
  }
  for (const url of ['/api/x', '/%61pi/x', '/%61pi/nothing', '/api/../api/x', '/nothing']) {
    expect((await app.inject(url)).headers['cache-control'], url).toBe('no-store');
  }
  expect((await app.inject('/api/kept')).headers['cache-control']).toBe('public, max-age=1');
});

test('[HARD-5] connections have an end in every phase', () => {
  const { server } = app;
  expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout]).toEqual([
    SOCKET_LIMITS.headersMs,
    SOCKET_LIMITS.requestMs,
    SOCKET_LIMITS.idleMs,
    SOCKET_LIMITS.silentMs,
  ]);
});

test('[HARD-5] headers that never end are answered 408 and the line is cut', async () => {
  app.server.headersTimeout = 1;
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.addresses()[0] as { port: number };
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  // Bytes of ours that the server had not read when it cut the line come back as a reset, after its answer.
  socket.on('error', (error) => expect(error).toMatchObject({ code: 'ECONNRESET' }));
  socket.write('GET /api/x HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  await new Promise((resolve) => socket.once('close', resolve));
  expect(said).toMatch(/^HTTP\/1.1 408 /);
});
