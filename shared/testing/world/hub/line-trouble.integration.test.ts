import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lineTrouble } from '#hub/uplink/line-trouble.ts';
import { companyCa } from '#server/ca/company-ca.ts';
import { DAY_MS } from '#shared/contract/durations.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { nodeTransport } from '#shared/ports/transport-node.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { eventually } from '../start-world.ts';
import { type SecureWorld, startSecureWorld } from './secure-world.ts';

/** An enrolled hub, and in HQ's place something whose certificate it cannot take. */
let database: TestDatabase;
let world: SecureWorld;
let dataDir: string;
const servers: Server[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startSecureWorld(database.url);
  dataDir = await world.folder();
  const hub = await world.hub({ dataDir });
  if (!hub.ok) throw new Error(hub.error);
  await hub.value.close();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

/** A server with a certificate that the CA of this folder made at that distance from now. */
async function standIn(caDir: string, laterMs: number): Promise<string> {
  const clock = { ...systemClock, now: () => Date.now() + laterMs };
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = companyCa({ dataDir: caDir, clock, random: systemRandom, domains: [] });
  const request = { publicKey: pair.publicKey, names: [], addresses: ['127.0.0.1'] };
  const issued = await ca.issue(request);
  if (!issued.ok) throw new Error(issued.error);
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const server = createServer({ cert: issued.value.certificate, key }, (_request, response) => response.end('{}'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function troubleAt(upstream: string): Promise<string | null> {
  const hub = await world.hub({ dataDir, env: { MANCHENGO_UPSTREAM: upstream } });
  if (!hub.ok) throw new Error(hub.error);
  const trouble = await eventually(
    () => hub.value.uplink.wan.trouble,
    (found) => found !== null,
    'the hub has tried, and knows what is the matter',
  );
  await hub.value.close();
  return trouble;
}

const ownCa = () => join(world.ca.folder.at('root'), '../../..');

test.each([
  ['one of next month', 30 * DAY_MS],
  ['one that has ended', -100 * DAY_MS],
])('[TLS-19] HQ’s certificate being %s, this PC’s clock is asked about', async (_, laterMs) => {
  expect(await troubleAt(await standIn(ownCa(), laterMs))).toBe('CLOCK');
});

test('[TLS-19] what answers with a certificate of another CA is told to be a stranger; a line that is down is neither', async () => {
  expect(await troubleAt(await standIn(await world.folder(), 0))).toBe('STRANGER');
  const network = nodeTransport(await world.ca.roots());
  const answer = await network.request({ method: 'GET', url: 'https://127.0.0.1:9/', headers: {}, timeoutMs: 5_000 });
  await network.close();
  expect(answer.kind === 'unreachable' && lineTrouble(answer.reason)).toBeNull();
});

test('[TLS-19] once HQ answers there is no trouble', async () => {
  const hub = await world.hub({ dataDir });
  if (!hub.ok) throw new Error(hub.error);
  const { uplink } = hub.value;
  await eventually(
    () => uplink.wan,
    ({ reachable }) => reachable,
    'HQ answers',
  );
  expect(uplink.wan.trouble).toBeNull();
});
