import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_HELP, REQUEST_HELP } from '#shared/contract/error-help.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { CALLS } from '../../../../server/src/openapi/calls.ts';
import type { OpenApi, Operation } from '../../../../server/src/openapi/openapi.ts';
import { openTestServer, type TestServer } from '../../../../server/src/testing/open-test-server.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type SeenRoute, watchRoutes } from '../route-spy.ts';

let database: TestDatabase;
let server: TestServer;
let routes: SeenRoute[];
let document: OpenApi;

beforeAll(async () => {
  const spy = watchRoutes();
  database = await createTestDatabase();
  server = await openTestServer(database.url, systemClock);
  spy.stop();
  routes = spy.apps.flatMap((app) => app.routes).filter(({ path }) => !/^\/(\*|assets.*)?$/.test(path));
  document = (await server.call('GET', '/api/openapi.json')).body;
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      operation,
    ]),
  );

test('[WIRE-5] every call of the server is described, and nothing that is not there', () => {
  const described = operations().map(([name]) => name);
  expect(described.toSorted()).toEqual(Object.keys(CALLS).toSorted());
  const isAdded = ({ method, path }: SeenRoute) =>
    method === 'OPTIONS' || (method === 'HEAD' && !path.startsWith('/api/sync/blobs/'));
  const calls = routes.filter(
    (route) => /^\/(api\/|\.well-known\/|healthz|readyz)/.test(route.path) && !isAdded(route),
  );
  expect(calls.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(described.toSorted());
});

test('[WIRE-1] [WIRE-5] every call says what it answers and what it is refused with, and names each part of its address', () => {
  expect(document.openapi).toBe('3.1.0');
  for (const [name, { summary, responses, parameters = [] }] of operations()) {
    expect(summary, name).toMatch(/^[A-Z].{5,}[^.]$/);
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    expect(good.length, name).toBeGreaterThan(0);
    for (const [status, { content }] of good) {
      const isNoJson = CALLS[name]?.answers !== undefined || status === '204';
      expect(content?.['application/json']?.schema !== undefined || isNoJson, `${name} ${status}`).toBe(true);
    }
    expect(responses.default?.content?.['application/problem+json']).toEqual({
      schema: { $ref: '#/components/schemas/Problem' },
    });
    const inPath = [...name.matchAll(/:(\w+)/g)].map(([, part]) => part);
    expect(parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(inPath);
  }
});

test('[WIRE-5] the page shows every call to a browser under the console’s policy: no script, nothing from elsewhere', async () => {
  const { status, headers, body } = await server.call('GET', '/api/docs');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(String(headers['content-security-policy'])).toContain("default-src 'none';script-src 'self'");
  for (const path of Object.keys(document.paths)) expect(body).toContain(`<code>${path}</code>`);
  for (const code of Object.keys({ ...EVENT_HELP, ...REQUEST_HELP })) expect(body).toContain(`<code>${code}</code>`);
  expect(body).not.toMatch(/<script|<link|<img|(?:src|href)="https?:|\son\w+=/);
});
