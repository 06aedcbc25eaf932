import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPairing } from '#hub/pairing/build-pairing.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { SCOPES } from '#shared/contract/hq/service-accounts.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { hubClaims } from '../../../hub-claims.ts';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { type SeenRoute, watchRoutes } from '../../route-spy.ts';
import { isPage, nameOfApp } from '../../server/authorization-apps.ts';
import { plantDepots } from '../../server/authorization-facts.ts';
import type { Who } from '../../server/authorization-table.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../../start-world.ts';
import { type FuzzRequest, type Ground, requestsTo } from './requests.ts';

/** A fixed one, so that two runs ask the same; another finds other things. */
const SEED = Number(process.env.MANCHENGO_FUZZ_SEED ?? 8);
const REQUESTS_PER_ROUTE = Number(process.env.MANCHENGO_FUZZ_REQUESTS ?? 30);
const AT_ONCE = 8;
/** A device pays for so many requests in a window: the admin calls from several. */
const ADMINS = 6;

let database: TestDatabase;
let world: World;
let ground: Ground;
const seen = watchRoutes();
/** By app, who calls: the first is let in nearly everywhere. */
let tokens: Record<string, string[]>;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  await eventually(
    () => world.hub.uplink.wan,
    ({ reachable }) => reachable,
    'the hub has met its server',
  );
  const logger = nodeLog('hub', 'silent');
  await (await buildPairing({ roots: () => [], appUrl: 'https://manchengo.local:8443', logger })).ready();
  const people = new Map<Who, SignedIn>();
  for (const [who, name] of [
    ['admin', 'admin'],
    ['driver', 'driver1.alger'],
    ['seller', 'seller1.alger'],
    ['clerk', 'clerk.alger'],
    ['revoked', 'driver2.alger'],
  ] as const) {
    people.set(who, await signIn(world.serverUrl, name));
  }
  const { authorization } = people.get('admin') as SignedIn;
  await call(world.serverUrl, 'POST', '/api/admin/service-accounts', {
    authorization,
    body: { name: 'ERP', scopes: [...SCOPES] },
  });
  const facts = await plantDepots(world, people);
  const admins = [people.get('admin') as SignedIn];
  while (admins.length < ADMINS) admins.push(await signIn(world.serverUrl, 'admin'));
  const tokenOf = (who: Who) => people.get(who)?.session.access_token ?? '';
  const hub = await hubToken();
  const phones = [tokenOf('driver'), tokenOf('seller'), tokenOf('revoked')];
  tokens = {
    server: [...admins.map(({ session }) => session.access_token), hub, ...phones],
    hub: phones,
    desktop: [new URL(world.desktopUrl).searchParams.get('token') ?? ''],
  };
  const ids = Object.values(facts.ids).flatMap(({ own, other }) => [own, other]);
  ground = { ids: [...ids, facts.blob.own], device: (people.get('seller') as SignedIn).device };
});
afterAll(async () => {
  seen.stop();
  await world?.close();
  await database?.drop();
});

const hubToken = (): Promise<string> =>
  signClaims(world.server.deps.keys, TOKEN_TYPES.access, hubClaims(world.hub.identity, Date.now()));

let asked = 0;

async function ask(app: FastifyInstance, name: string, { headers, ...request }: FuzzRequest): Promise<number> {
  asked += 1;
  const callers = tokens[name] ?? [''];
  const token = callers[asked % callers.length];
  const response = await app.inject({
    ...request,
    headers: { host: '127.0.0.1', authorization: `Bearer ${token}`, ...headers },
    // Strangers pay by their address, and guess by it.
    remoteAddress: `10.0.${(asked >> 8) & 255}.${asked & 255}`,
  });
  return response.statusCode;
}

/** A world without a folder for a CA renews nothing, and a node gives four first loads at once. */
const MAY_ASK_FOR_PATIENCE = /^\/(a|%61)pi\/(hubs\/renew|sync\/bootstrap|admin\/import)/;

/** Files of a build are one route each, and all alike; where there is a GET there is a HEAD, which does the same. */
const isWorthAsking = ({ method, path }: SeenRoute): boolean =>
  (!isPage(path) || path === '/*') && (method !== 'HEAD' || path.includes('/blobs/'));

test('[IN-2] whatever is sent to any route of any app of both nodes, none answers that it is at fault', async () => {
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const jobs = seen.apps.flatMap(({ instance, routes }) => {
    const name = nameOfApp(routes.map(({ path }) => path));
    return routes
      .filter(isWorthAsking)
      .flatMap((route) =>
        fc
          .sample(requestsTo(route, ground), { seed: SEED, numRuns: REQUESTS_PER_ROUTE })
          .map((request) => ({ instance, name, request })),
      );
  });
  const work = jobs.values();
  const worker = async () => {
    for (const { instance, name, request } of work) {
      const status = await ask(instance, name, request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500 && !(status === 503 && MAY_ASK_FOR_PATIENCE.test(request.url)))
        faults.push(`${status} ${name} ${request.method} ${request.url} ${describe(request)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(`fuzz: ${jobs.length} requests to ${seen.apps.length} apps, by status ${JSON.stringify([...statuses])}`);
  expect(faults).toEqual([]);
  // Codes are guessed at, too, and few are looked at: nearly all requests get past the limits.
  expect(statuses.get(429) ?? 0).toBeLessThan(jobs.length / 100);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(jobs.length / 20);
});

const describe = ({ headers, payload }: FuzzRequest): string =>
  `${JSON.stringify(headers)} ${JSON.stringify(payload?.toString('utf8').slice(0, 600))}`;
