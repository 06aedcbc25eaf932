import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { buildServer } from './build-server.ts';
import { probes } from './probes.ts';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, turnedClock('2026-11-22T10:00:00.000Z'));
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

test('[NODE-3] every refusal is a problem with a stable code', async () => {
  const json = { 'content-type': 'application/json' };
  const send = (url: string, payload: string, headers: Record<string, string> = json) =>
    server.app.inject({ method: 'POST', url, headers, payload });
  const answers = [
    [await send('/api/auth/login', '{"username":'), 400, 'INVALID_REQUEST'],
    [await send('/api/auth/login', '{"username":1,"__proto__":{}}'), 400, 'INVALID_REQUEST'],
    [await send('/api/auth/login', '<x/>', { 'content-type': 'application/xml' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [await send('/api/auth/login', '{}', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [await send('/api/auth/login', ''), 400, 'INVALID_REQUEST'],
    [await send('/api/auth/login', `"${'x'.repeat(4 * 1024 * 1024)}"`), 413, 'BATCH_TOO_LARGE'],
    [await server.app.inject('/api/nothing'), 404, 'NOT_FOUND'],
    [await server.app.inject({ method: 'DELETE', url: '/api/auth/login' }), 404, 'NOT_FOUND'],
    [await server.app.inject('/api/admin/depots'), 401, 'TOKEN_INVALID'],
  ] as const;
  for (const [answer, status, code] of answers) {
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      status,
      title: expect.stringMatching(/^[A-Z][a-z ]/),
      detail: expect.any(String),
    });
  }
});

test('[NODE-4] pages run their own scripts only, and only the phone app may call from elsewhere', async () => {
  const page = await server.app.inject('/');
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self';/);
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const preflight = (origin: string) =>
    server.app.inject({
      method: 'OPTIONS',
      url: '/api/sync/push',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const phone = await preflight('https://manchengo.local:8443');
  expect(phone.headers['access-control-allow-origin']).toBe('https://manchengo.local:8443');
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  const called = await server.app.inject({ url: '/healthz', headers: { origin: 'https://manchengo.local:8443' } });
  expect(called.headers['access-control-expose-headers']).toMatch(/retry-after/i);
});

test('[NODE-5] the console answers for its own pages, never for the API or a file that is not there', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'manchengo-console-'));
  await writeFile(path.join(root, 'index.html'), '<title>HQ</title>');
  await writeFile(path.join(root, 'app.js'), 'export {}');
  const app = fastify();
  answerWithProblems(app);
  await appPages(app, { root, pages: ['deliveries'] });
  for (const url of ['/', '/deliveries', '/deliveries/1?x=y', '/index.html']) {
    expect((await app.inject(url)).body, url).toBe('<title>HQ</title>');
  }
  expect((await app.inject('/app.js')).headers['content-type']).toContain('javascript');
  for (const url of ['/api/x', '/app.css', '/../package.json', '/%2e%2e/package.json']) {
    expect((await app.inject(url)).statusCode, url).toBe(404);
  }
  for (const url of ['/metrics', '/readyz', '/wp-login', '/deliveries.json', '/deliver']) {
    expect((await app.inject({ url, headers: { accept: 'text/html' } })).json(), url).toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  const json = await app.inject({ url: '/deliveries', headers: { accept: 'application/json' } });
  expect(json.statusCode).toBe(404);
  await app.close();
  const withLost = fastify();
  answerWithProblems(withLost);
  await appPages(withLost, { root, pages: ['deliveries'], hasLostPage: true });
  const asked = async (url: string, accept = 'text/html,*/*;q=0.8') => {
    const { statusCode, body } = await withLost.inject({ url, headers: { accept } });
    return [statusCode, body === '<title>HQ</title>'];
  };
  expect([await asked('/deliveries'), await asked('/deliver'), await asked('/deliver/1')]).toEqual([
    [200, true],
    [404, true],
    [404, true],
  ]);
  for (const url of ['/api/x', '/deliveries.json', '/.env', '/.well-known/x']) {
    expect(await asked(url), url).toEqual([404, false]);
  }
  expect(await asked('/deliver', '*/*')).toEqual([404, false]);
  await withLost.close();
  await rm(root, { recursive: true });
});

test('[NODE-5] a server whose data folder has no room left is not ready, and says why', async () => {
  let free: number | null = LIMITS.serverDiskFloorBytes;
  const app = fastify();
  probes(app, { ...server.deps, freeBytes: () => free });
  const ready = async () => {
    const { statusCode, body } = await app.inject('/readyz');
    return [statusCode, JSON.parse(body).detail];
  };
  expect(await ready()).toEqual([200, undefined]);
  free -= 1;
  expect(await ready()).toEqual([503, expect.stringContaining('nearly full')]);
  free = null;
  expect(await ready()).toEqual([200, undefined]);
  await app.close();
});

test('[NODE-6] while the database is out of reach the answer is 503 with Retry-After, and then all is well again', async () => {
  const own = await createTestDatabase();
  const gate = await gateTo(own.url);
  const lone = await openTestServer(gate.url, turnedClock('2026-11-22T10:00:00.000Z'));
  expect(await lone.call('GET', '/healthz')).toMatchObject({ status: 200, body: { ok: true, decided_late: 0 } });
  await gate.shut();
  const refused = await lone.call('GET', '/healthz');
  expect(refused).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect(await lone.call('GET', '/readyz')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  await gate.open();
  expect((await lone.call('GET', '/healthz')).status).toBe(200);
  expect((await lone.call('GET', '/readyz')).body).toEqual({ ready: true });
  await lone.owner.query(`UPDATE meta SET value = '99' WHERE key = 'schema_version'`);
  expect(await lone.call('GET', '/readyz')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  await lone.close();
  await gate.shut();
  await own.drop();
});

/** A way to the database that can be cut. */
async function gateTo(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const [realHost, realPort] = [target.hostname, Number(target.port)];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const relay = (socket: Socket) => {
    const onward = keep(connect(realPort, realHost));
    keep(socket).pipe(onward).pipe(socket);
  };
  let gate = createServer(relay).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const { port } = gate.address() as AddressInfo;
  target.port = String(port);
  return {
    url: target.href,
    async shut() {
      gate.close();
      for (const socket of sockets) socket.destroy();
      await once(gate, 'close');
    },
    async open() {
      gate = createServer(relay).listen(port, '127.0.0.1');
      await once(gate, 'listening');
    },
  };
}

test('[NODE-7] no token and no password is written to the log', async () => {
  let written = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const log = nodeLog('server', 'info', sink);
  log.info({ password: 'geheim', body: { refresh_token: 'geheim', password: 'geheim' } }, 'x');
  log.info({ req: { method: 'GET', url: '/x?token=geheim', ip: '::1', headers: { authorization: 'geheim' } } }, 'y');
  expect(written).toContain('[redacted]');
  expect(written).not.toContain('geheim');
});

test('[OPS-2] every line that a request leaves in the log bears the id that the phone gave it', async () => {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(
        ...String(chunk)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
      done();
    },
  });
  const app = await buildServer({ deps: server.deps, appOrigins: [], logger: nodeLog('server', 'debug', sink) });
  for (const [url, id] of [
    ['/readyz', 'phone-good-1'],
    ['/api/admin/depots', 'phone-refused-1'],
    ['/api/none', 'phone-lost-1'],
  ] as const) {
    lines.length = 0;
    expect((await app.inject({ url, headers: { 'x-request-id': id } })).headers['x-request-id']).toBe(id);
    expect(lines.length, url).toBeGreaterThan(0);
    expect(new Set(lines.map(({ reqId }) => reqId)), url).toEqual(new Set([id]));
  }
  await app.close();
});

test('[NODE-8] many servers may start on one empty database: it is made once', async () => {
  const own = await createTestDatabase();
  const pools = [1, 2, 3].map(() => openDatabase(own.url));
  const results = await Promise.all(pools.map((pool) => migrate(pool, server.deps.random)));
  expect(new Set(results.map((result) => (result.ok ? result.value.epoch : result.error))).size).toBe(1);
  expect(results[0]).toMatchObject({ ok: true, value: { epoch: expect.stringMatching(/^[0-9a-z]{10}$/) } });
  await Promise.all(pools.map((pool) => pool.end()));
  await own.drop();
});

test('[NODE-9] a database of a newer program, or of something else, is left alone with one sentence', async () => {
  const own = await createTestDatabase();
  const pool = openDatabase(own.url);
  await pool.query('CREATE TABLE theirs (n integer)');
  expect(await migrate(pool, server.deps.random)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/something else/),
  });
  await pool.query('DROP TABLE theirs');
  await migrate(pool, server.deps.random);
  await pool.query(`UPDATE meta SET value = '99' WHERE key = 'schema_version'`);
  expect(await migrate(pool, server.deps.random)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/version 99/),
  });
  await pool.end();
  await own.drop();
});

test('[NODE-10] values come from the database as the wire speaks: integers, days and UTC times with milliseconds', async () => {
  const { rows } = await server.deps.database.query(
    `SELECT 9007199254740991::bigint AS n, ARRAY[1, 2]::bigint[] AS ns, DATE '2026-02-03' AS day,
            TIMESTAMPTZ '2026-11-22 11:00:00.5+01' AS half, TIMESTAMPTZ '2026-11-22 10:00:00+00' AS whole, NULL::date AS none`,
  );
  expect(rows[0]).toEqual({
    n: Number.MAX_SAFE_INTEGER,
    ns: [1, 2],
    day: '2026-02-03',
    half: '2026-11-22T10:00:00.500Z',
    whole: '2026-11-22T10:00:00.000Z',
    none: null,
  });
});
