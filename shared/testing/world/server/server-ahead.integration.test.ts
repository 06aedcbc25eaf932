import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { loadDataKey, newPhoneFile, type PhoneFile } from '../phone/phone-file.ts';
import { DEMO_PASSWORD } from '../start-world.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const GRACE = LIMITS.offlineGraceSeconds * 1_000;

/** How much time has passed in this world, and how far the server's clock is ahead of it. */
let passed = 0;
let serverAhead = 0;
const phoneClock: Clock = { ...systemClock, now: () => Date.now() + passed };
const serverClock: Clock = { ...systemClock, now: () => Date.now() + passed + serverAhead };

let database: TestDatabase;
let server: OpenServer;
let url: string;
const opened: Phone[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  serverAhead = YEAR;
  const logger = nodeLog('server', 'silent');
  const started = await openServer({
    databaseUrl: database.url,
    appOrigins: [],
    demo: true,
    logger,
    clock: serverClock,
  });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  url = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const phone of opened.splice(0)) await phone.close();
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

async function start(file: PhoneFile, transport: Transport) {
  const phone = new Phone({
    sql: file.sql,
    keyValues: file.keyValues,
    dataKey: await loadDataKey(file.keyValues),
    transport,
    origin: url,
    card: { name: 'test', platform: 'node', app_version: '0' },
    clock: phoneClock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
  });
  opened.push(phone);
  await phone.open();
  return phoneApi(phone);
}

test('[SAFE-10] a phone that heard a server whose clock was a year ahead is opened by a sign-in, and by no sign-in of before told again', async () => {
  const file = await newPhoneFile();
  let recorded: Awaited<ReturnType<Transport['request']>> | null = null;
  let how: 'honest' | 'repeats' | 'away' = 'honest';
  const isCut = (url: string) => how !== 'honest' && !url.includes('jwks');
  const transport: Transport = {
    async request(request) {
      const isSignIn = request.url.endsWith('/api/auth/login');
      if (how === 'repeats' && isSignIn && recorded !== null) return recorded;
      if (isCut(request.url)) return { kind: 'unreachable', reason: 'away' };
      const answer = await fetchTransport.request(request);
      // What was on its way when the line was cut does not arrive three days later.
      if (isCut(request.url)) return { kind: 'unreachable', reason: 'away' };
      if (isSignIn) recorded = answer;
      return answer;
    },
  };
  const api = await start(file, transport);
  const signIn = () => api.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD });
  expect(await signIn()).toEqual({ kind: 'signed_in' });
  expect(await api.lock()).toMatchObject({ kind: 'open' });

  // HQ's clock is put right, and nobody is in reach for three days.
  how = 'away';
  serverAhead = 0;
  passed += GRACE;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
  how = 'repeats';
  await signIn();
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
  how = 'honest';
  expect(await signIn()).toEqual({ kind: 'signed_in' });
  expect(await api.lock()).toMatchObject({ kind: 'open', graceLeftMs: null });

  // The same three days later: what was recorded of the last one opens nothing.
  how = 'away';
  passed += GRACE;
  how = 'repeats';
  await signIn();
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
});
