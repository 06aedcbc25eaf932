import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signClaims } from '#server/identity/tokens.ts';
import { type AccessClaims, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { hubClaims } from '../../hub-claims.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type SeenApp, type SeenRoute, watchRoutes } from '../route-spy.ts';
import { call, DEMO_PASSWORD, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { isPage, nameOfApp } from './authorization-apps.ts';
import { plantDepots } from './authorization-facts.ts';
import { isOfHqApi, isRoleOfHq, OF_HQ, roleVerdict } from './authorization-roles.ts';
import { KEY_SCOPES, type Program, programVerdict } from './authorization-services.ts';
import { AUTHORIZATION, type Facts, type Place, type Row, type Verdict, WHO, type Who } from './authorization-table.ts';

let database: TestDatabase;
let world: World;
let facts: Facts;
const seen = watchRoutes();
const tokens = new Map<Who, string | null>();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  await eventually(
    () => world.hub.uplink.wan,
    ({ reachable }) => reachable,
    'the hub has met its server',
  );
  const people = await signInAll();
  facts = await plantDepots(world, people);
});
afterAll(async () => {
  seen.stop();
  await world?.close();
  await database?.drop();
});

async function signInAll(): Promise<Map<Who, SignedIn>> {
  const admin = await signIn(world.serverUrl, 'admin');
  const depot_id = world.hub.identity.depot.id;
  const hand = { username: 'warehouse.alger', name: 'Mag', role: 'warehouse', depot_id, password: DEMO_PASSWORD };
  await call(world.serverUrl, 'POST', '/api/admin/users', { authorization: admin.authorization, body: hand });
  const people = new Map<Who, SignedIn>([['admin', admin]]);
  for (const role of OF_HQ) {
    const body = { username: `${role}.siege`, name: role, role, password: DEMO_PASSWORD };
    await call(world.serverUrl, 'POST', '/api/admin/users', { authorization: admin.authorization, body });
    people.set(role, await signIn(world.serverUrl, `${role}.siege`));
  }
  for (const [who, username] of [
    ['driver', 'driver1.alger'],
    ['seller', 'seller1.alger'],
    ['warehouse', 'warehouse.alger'],
    ['clerk', 'clerk.alger'],
    ['revoked', 'driver2.alger'],
    ['expired', 'driver2.alger'],
  ] as const) {
    people.set(who, await signIn(world.serverUrl, username));
  }
  for (const [who, { session }] of people) tokens.set(who, session.access_token);
  const late = people.get('expired') as SignedIn;
  tokens.set('expired', await sign({ ...claimsOf(late.session.access_token), iat: 1, exp: 2 }));
  const { depot } = world.hub.identity;
  tokens.set('hub', await sign(hubClaims(world.hub.identity, Date.now())));
  tokens.set('window', new URL(world.desktopUrl).searchParams.get('token'));
  tokens.set('nobody', null);
  for (const program of Object.keys(KEY_SCOPES) as Program[]) {
    const body = {
      ...{ name: program, scopes: KEY_SCOPES[program] },
      ...(program === 'depotService' && { depot_id: depot.id }),
    };
    const made = await call(world.serverUrl, 'POST', '/api/admin/service-accounts', {
      authorization: admin.authorization,
      body,
    });
    tokens.set(program, made.body.key);
  }
  return people;
}

const claimsOf = (token: string): AccessClaims =>
  JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());
const sign = (claims: AccessClaims) => signClaims(world.server.deps.keys, TOKEN_TYPES.access, claims);

const routesOf = ({ routes }: SeenApp): SeenRoute[] =>
  routes.filter(({ path, method }) => path !== '*' && !isPage(path) && !isDerivedHead(routes, { method, path }));
/** Fastify answers HEAD wherever there is a GET; it is asked along with it. */
const isDerivedHead = (routes: SeenRoute[], { method, path }: SeenRoute): boolean =>
  method === 'HEAD' && AUTHORIZATION[`${nameOfApp(routes.map((route) => route.path))} HEAD ${path}`] === undefined;

/** Bytes, streams and pages, and what a hub passes on in the server's own statements. */
const WITHOUT_SCHEMA = [
  'desktop GET /api/desktop/live',
  'desktop GET /api/desktop/photos/:sha256',
  'hub POST /api/auth/login',
  'hub POST /api/auth/logout',
  'hub POST /api/auth/refresh',
  'hub POST /api/auth/reset',
  'hub GET /.well-known/jwks.json',
  'hub GET /api/sync/blobs/:sha256',
  'hub GET /api/sync/stream',
  'hub HEAD /api/sync/blobs/:sha256',
  'server GET /.well-known/manchengo-ca.pem',
  'server GET /api/admin/stream',
  'server GET /api/docs',
  'server GET /api/sync/blobs/:sha256',
  'server GET /api/sync/stream',
  'server HEAD /api/sync/blobs/:sha256',
];

test('[WIRE-1] every JSON answer of every app has a schema', () => {
  const without = seen.apps.flatMap((app) => {
    const name = nameOfApp(app.routes.map(({ path }) => path));
    const bare = routesOf(app).filter(({ schema, method }) => method !== 'OPTIONS' && !schema?.response);
    return bare.map(({ method, path }) => `${name} ${method} ${path}`);
  });
  expect(without.toSorted()).toEqual(WITHOUT_SCHEMA.toSorted());
});

test('[HARD-6] every route of every app stands in the table, and every row is of a route', () => {
  const apps = seen.apps.filter(({ routes }) => routes.length > 0);
  expect(apps.map(({ routes }) => nameOfApp(routes.map(({ path }) => path)))).toEqual(
    expect.arrayContaining(['server', 'hub', 'desktop']),
  );
  const found = apps.flatMap((app) => {
    const name = nameOfApp(app.routes.map(({ path }) => path));
    return routesOf(app).map(({ method, path }) => `${name} ${method} ${path}`);
  });
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(AUTHORIZATION).toSorted());
});

test.each(Object.entries(AUTHORIZATION))(
  '[HARD-6] %s lets in whom the table says, and nobody else',
  async (key, row) => {
    const [name, method, path] = key.split(' ') as [string, Method, string];
    const app = seen.apps.find(({ routes }) => nameOfApp(routes.map((route) => route.path)) === name)?.instance;
    const answers: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const who of WHO) {
      if (who === 'window' && name !== 'desktop') continue;
      if (isRoleOfHq(who) && !isOfHqApi(key)) continue;
      for (const place of ['own', 'other'] as const) {
        const wanted = verdictFor(key, { row, who, place });
        for (const asked of methodsOf(key)) {
          const status = await ask(app as FastifyInstance, asked, path, { place, who, row });
          answers[`${who} ${place} ${asked}`] = verdictOf(status, wanted);
          expected[`${who} ${place} ${asked}`] = wanted;
        }
      }
    }
    expect(answers, method).toEqual(expected);
  },
);

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'HEAD';

function verdictFor(key: string, { row, who, place }: { row: Row; who: Who; place: Place }): Verdict {
  const verdict = verdictOfRow(key, row, who);
  const [own, other] = Array.isArray(verdict)
    ? (verdict as [Verdict, Verdict])
    : [verdict as Verdict, verdict as Verdict];
  return place === 'own' ? own : other;
}

function verdictOfRow(key: string, row: Row, who: Who) {
  if (who === 'service' || who === 'depotService') return programVerdict(key, row, who);
  return isRoleOfHq(who) ? roleVerdict(key, row, who) : (row.who[who] ?? 401);
}

/** HEAD is asked along with GET where it has no row of its own. */
function methodsOf(key: string): Method[] {
  const [, method] = key.split(' ') as [string, Method];
  const isAlone = method !== 'GET' || AUTHORIZATION[key.replace(' GET ', ' HEAD ')] !== undefined;
  return isAlone ? [method] : ['GET', 'HEAD'];
}

/** A status as the table would say it: whoever got past the door got 'in', whatever came then, but never a fault. */
const verdictOf = (status: number, wanted: Verdict): Verdict =>
  wanted === 'in' && ![401, 403].includes(status) && status < 500 ? 'in' : status;

async function ask(
  app: FastifyInstance,
  method: Method,
  path: string,
  { place, who, row }: { place: Place; who: Who; row: Row },
): Promise<number> {
  const { url = path, body, raw } = row.ask?.(facts, place, who) ?? {};
  const token = tokens.get(who) ?? null;
  const payload = raw ?? (method === 'POST' || method === 'PATCH' ? JSON.stringify(body ?? {}) : undefined);
  const response = await app.inject({
    method,
    url,
    // A stream of events answers and goes on: its status is all that is asked.
    payloadAsStream: true,
    headers: {
      host: '127.0.0.1',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': raw ? 'image/png' : 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  response.stream().destroy();
  return response.statusCode;
}
