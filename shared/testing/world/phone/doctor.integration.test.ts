import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newRoot } from '#server/ca/company-ca.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { type Cause, type Diagnosis, diagnose } from '../../../../mobile-pwa/sync/doctor/diagnose.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { DEMO_PASSWORD, enrollCode, eventually, startHub, startWorld, type World } from '../start-world.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile } from './phone-file.ts';

/** The connection doctor at real TCP ports: what it observes there, and what it makes of it. */
let database: TestDatabase;
let world: World;
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
  world.wan.reconnect();
  await world.database.query('UPDATE devices SET is_active = false');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

async function newPhone(origin: string): Promise<Phone> {
  const phone = await openNodePhone(await newPhoneFile(), origin);
  opened.push(phone);
  return phone;
}

/** As its screen does: all addresses at once. */
async function examine(phone: Phone): Promise<Diagnosis> {
  const api = phoneApi(phone);
  const nodes = await api.knownNodes();
  return diagnose(true, await Promise.all(nodes.map(async (node) => ({ node, answer: await api.askNode(node.url) }))));
}

/** A machine under load may fail slowly, too: then it is examined again. */
const findsOut = (phone: Phone, cause: Cause) =>
  eventually(
    () => examine(phone),
    (diagnosis) => diagnosis.cause === cause,
    cause,
  );

const signIn = async (phone: Phone) =>
  expect(await phone.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });

/** Listens on a free port of loopback, for as long as the test. */
async function listening(server: Server, scheme: 'http' | 'https' = 'http'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  opened.push({ close });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that was somebody's a moment ago. */
async function deadUrl(): Promise<string> {
  const url = await listening(createTcp());
  await opened.pop()?.close();
  return url;
}

const pair = (phone: Phone, urls: string[]) =>
  phone.addDepot(
    JSON.stringify({ v: 1, depot: 'ALG', hub: testIds.uuid(), urls, server: 'https://hq.example.com', ca: null }),
  );

test('[FIND-12] a phone at its own depot is well', async () => {
  const phone = await newPhone(world.hubUrl);
  expect(await examine(phone)).toMatchObject({ cause: 'well', findings: ['hub'] });
  await signIn(phone);
  const at = await examine(phone);
  expect(at).toMatchObject({ cause: 'well', isGuess: false });
  expect(at.findings).toEqual(expect.arrayContaining(['own_hub', 'server']));
  world.wan.cut();
  expect(await examine(phone)).toMatchObject({ cause: 'well', findings: expect.arrayContaining(['no_server']) });
});

test('[FIND-12] another depot’s hub, and the server alone, are told from the own depot’s', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-oran-'));
  opened.push({ close: () => rm(folder, { recursive: true, force: true }) });
  const hub = await startHub(folder, world.wan.url, await enrollCode(world.serverUrl, 'ORN'));
  opened.push(hub);
  const phone = await newPhone(hub.url);
  await signIn(phone);
  world.wan.cut();
  expect(await examine(phone)).toMatchObject({ cause: 'other_depot', depot: 'ORN' });
  world.wan.reconnect();
  expect(await examine(phone)).toMatchObject({ cause: 'server_only' });
});

test('[FIND-12] [LESSON-10] a port at which nobody listens is told from one that keeps silent', async () => {
  const dead = await findsOut(await newPhone(await deadUrl()), 'refused');
  expect(dead).toEqual({ cause: 'refused', isGuess: true, depot: null, findings: ['refused'] });
  const silent = await newPhone(await listening(createTcp()));
  expect(await examine(silent)).toMatchObject({ cause: 'silent', findings: ['silent'] });
});

test('[FIND-12] an HTTP server that is no node is a stranger, whatever it says', async () => {
  const page = await listening(createHttp((_request, response) => response.end('<h1>Login to the WiFi</h1>')));
  expect(await examine(await newPhone(page))).toMatchObject({ cause: 'stranger', findings: ['stranger'] });
  const json = await listening(createHttp((_request, response) => response.end('{"v":1,"node":"hub"}')));
  expect(await examine(await newPhone(json))).toMatchObject({ cause: 'stranger', findings: ['stranger'] });
});

test('[FIND-12] who calls itself the server and is not is a stranger to whoever knows the server', async () => {
  const card = JSON.stringify({ v: 1, node: 'server', hub: null, depot: null, urls: [] });
  const liar = await listening(createHttp((_request, response) => response.end(card)));
  const phone = await newPhone(world.hubUrl);
  await signIn(phone);
  expect(await phone.doctor.ask(liar)).toEqual({ kind: 'stranger' });
  expect(await phone.doctor.ask(world.wan.url)).toEqual({ kind: 'server' });
});

test('[FIND-12] a certificate that is not believed is guessed where no machine of a yard ever was', async () => {
  const { pem, keyPem } = await newRoot({
    dataDir: '',
    clock: systemClock,
    random: systemRandom,
    domains: [],
  });
  let handshakes = 0;
  const server = createHttps({ cert: pem, key: keyPem }, (_request, response) => response.end('{}'));
  server.on('tlsClientError', () => {
    handshakes += 1;
  });
  const url = await listening(server, 'https');
  // The app's own name leads nowhere in this yard.
  const phone = await newPhone('https://manchengo.invalid:8443');
  await pair(phone, [url]);
  const { findings } = await findsOut(phone, 'certificate');
  expect(findings[1]).toBe('certificate');
  expect(handshakes).toBeGreaterThan(0);
});

test('[FIND-12] a locked phone is examined too, and tells nobody whose depot it is', async () => {
  const phone = await newPhone(world.hubUrl);
  await signIn(phone);
  await phone.setPin('135790', 5);
  phone.lockNow();
  await eventually(
    () => examine(phone),
    ({ findings }) => findings.includes('server'),
    'the server has been noted',
  );
  const { cause, findings } = await examine(phone);
  expect(cause).toBe('well');
  expect(findings).toContain('hub');
  expect(findings).not.toContain('own_hub');
});
