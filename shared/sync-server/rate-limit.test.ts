import { type FastifyInstance, fastify } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { ok, refuse } from '#shared/contract/errors.ts';
import { RELAYED_BY, RELAYED_FOR } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Caller } from './caller.ts';
import { networkOf, originOf } from './origin.ts';
import { limitRates } from './rate-limit.ts';

let nowMs: number;
let servers: number;
let app: FastifyInstance;
const clock: Clock = { now: () => nowMs, sleep: () => Promise.resolve() };
const phone = (deviceId: string): Caller => ({
  kind: 'device',
  deviceId,
  userId: 1,
  userName: '',
  role: 'driver',
  depotId: 1,
  key: { kty: 'EC', crv: 'P-256', x: '', y: '' },
  scopeFrom: 0,
  expired: false,
});
const known: Record<string, Caller> = {
  'Bearer phone1': phone('1'),
  'Bearer phone1-renewed': phone('1'),
  'Bearer phone2': phone('2'),
  'Bearer hub': { kind: 'hub', hubId: 'h', depotId: 1 },
};

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T10:00:00.000Z');
  servers = 1;
  app = fastify();
  const authenticate = await limitRates(app, {
    clock,
    servers: () => servers,
    authenticate: async (given) => {
      const caller = known[given ?? ''];
      return caller ? ok(caller) : refuse('TOKEN_INVALID', 'no token');
    },
  });
  app.get('/open', async () => 'ok');
  app.get('/from', async (request) => originOf(request));
  const payer = async (body: unknown) => {
    const { proves } = body as { proves?: string };
    return proves === undefined ? null : { kind: 'device' as const, id: proves };
  };
  app.post('/renew', { config: { payer } }, async () => 'ok');
  app.get('/own', async (request, reply) => {
    const caller = await authenticate(request.headers.authorization, 'read');
    return caller.ok ? 'ok' : reply.code(401).send('no');
  });
});

const call = (url: string, authorization?: string, remoteAddress = '10.0.0.1') =>
  app.inject({ url, remoteAddress, headers: authorization === undefined ? {} : { authorization } });
async function statuses(count: number, url: string, authorization?: string, address?: string): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => call(url, authorization, address)));
  return answers.map(({ statusCode }) => statusCode);
}

test('[HARD-2] strangers behind one address share its budget, to the last request; the next gets 429 and when to come back', async () => {
  expect(new Set(await statuses(LIMITS.requestsPerAddress, '/open'))).toEqual(new Set([200]));
  nowMs += 3_500;
  const refused = await call('/open');
  expect([refused.statusCode, refused.headers['retry-after'], refused.json().code]).toEqual([429, '7', 'RATE_LIMITED']);
  expect((await call('/nothing')).statusCode).toBe(429);
  expect((await call('/open', undefined, '10.0.0.2')).statusCode).toBe(200);
  nowMs += Number(refused.headers['retry-after']) * 1_000;
  expect((await call('/open')).statusCode).toBe(200);
});

test('[HARD-2] a phone that was verified pays for itself, whatever its neighbours do, and with any of its tokens', async () => {
  for (const token of ['phone1', 'phone2']) expect((await call('/own', `Bearer ${token}`)).statusCode).toBe(200);
  await statuses(LIMITS.requestsPerAddress, '/open');
  expect((await call('/open')).statusCode).toBe(429);
  expect(new Set(await statuses(LIMITS.requestsPerDevice, '/own', 'Bearer phone1'))).toEqual(new Set([200]));
  expect((await call('/own', 'Bearer phone1')).statusCode).toBe(429);
  expect((await call('/own', 'Bearer phone2')).statusCode).toBe(200);
});

test('[HARD-2] made-up tokens are strangers: they neither get a budget each nor spend another’s', async () => {
  await call('/own', 'Bearer phone1');
  const guesses = Array.from({ length: LIMITS.requestsPerAddress - 1 }, (_, n) => call('/own', `Bearer guess${n}`));
  expect(new Set((await Promise.all(guesses)).map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  expect((await call('/own', 'Bearer guess')).statusCode).toBe(429);
  expect((await call('/own', 'Bearer phone1')).statusCode).toBe(200);
});

test('[HARD-2] a hub that relays for its whole depot is not limited', async () => {
  await call('/own', 'Bearer hub');
  const count = LIMITS.requestsPerAddress + 10;
  expect(new Set(await statuses(count, '/own', 'Bearer hub'))).toEqual(new Set([200]));
});

const relayed = (url: string, address: string, by = 'Bearer hub') =>
  app.inject({ url, remoteAddress: '10.0.0.1', headers: { [RELAYED_BY]: by, [RELAYED_FOR]: address } });

test('[HARD-20] what a hub relays is counted by the address it names; another’s, and the hub’s own connection, have theirs', async () => {
  const flood = Array.from({ length: LIMITS.relayedPerAddress }, () => relayed('/open', '192.168.1.66'));
  expect(new Set((await Promise.all(flood)).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect((await relayed('/open', '192.168.1.66')).statusCode).toBe(429);
  expect((await relayed('/open', '192.168.1.67')).statusCode).toBe(200);
  expect((await relayed('/from', '192.168.1.67')).json()).toEqual({ hubId: 'h', address: '192.168.1.67' });
  expect(new Set(await statuses(LIMITS.requestsPerAddress, '/open'))).toEqual(new Set([200]));
});

test('[HARD-20] all that one hub relays is counted together, whatever addresses it makes up', async () => {
  const all = Array.from({ length: LIMITS.relayedPerHub }, (_, n) => relayed('/open', `10.1.${n >> 8}.${n & 255}`));
  expect(new Set((await Promise.all(all)).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect((await relayed('/open', '10.2.0.0')).statusCode).toBe(429);
  expect((await call('/open')).statusCode).toBe(200);
});

test('[HARD-20] from nobody but a hub that is enrolled does it mean anything', async () => {
  for (const by of ['Bearer guess', 'Bearer phone1', 'hub', '']) {
    expect((await relayed('/from', '192.168.1.66', by)).json()).toEqual({ hubId: null, address: '10.0.0.1' });
  }
  for (const address of ['', 'nobody', '1.2.3.4, 5.6.7.8']) {
    expect((await relayed('/from', address)).json()).toEqual({ hubId: null, address: '10.0.0.1' });
  }
  const guesses = Array.from({ length: LIMITS.requestsPerAddress }, (_, n) =>
    relayed('/open', '10.1.1.1', `Bearer ${n}`),
  );
  await Promise.all(guesses);
  expect((await relayed('/open', '10.1.1.1', 'Bearer another')).statusCode).toBe(429);
});

test('[HARD-21] who proves in the body who it is goes on where its address is spent, from a budget of its own', async () => {
  const renew = (payload: object) => app.inject({ method: 'POST', url: '/renew', remoteAddress: '10.0.0.1', payload });
  await statuses(LIMITS.requestsPerAddress, '/open');
  expect((await renew({ says: 'nobody' })).statusCode).toBe(429);
  const own = await Promise.all(Array.from({ length: LIMITS.requestsPerDevice }, () => renew({ proves: 'd' })));
  expect(new Set(own.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect((await renew({ proves: 'd' })).statusCode).toBe(429);
  expect((await renew({ proves: 'e' })).statusCode).toBe(200);
});

test('[HARD-21] a hub’s and a phone’s new token count where their address is spent, a made-up one does not', async () => {
  await statuses(LIMITS.requestsPerAddress, '/open');
  expect((await call('/own', 'Bearer made-up')).statusCode).toBe(429);
  expect((await call('/own', 'Bearer hub')).statusCode).toBe(200);
  expect((await call('/own', 'Bearer phone1')).statusCode).toBe(200);
  expect((await relayed('/open', '192.168.1.66')).statusCode).toBe(200);
  expect((await relayed('/open', '192.168.1.66', 'Bearer guess')).statusCode).toBe(429);
});

test('[HARD-2] a clock that is set back by a year keeps nobody out', async () => {
  await statuses(LIMITS.requestsPerAddress + 1, '/open');
  nowMs -= 365 * 24 * 3_600_000;
  expect((await call('/open')).statusCode).toBe(200);
});

test.each([
  ['192.168.1.7', '192.168.1.7'],
  ['::ffff:192.168.1.7', '192.168.1.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('[HARD-2] %s pays as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

test('[NODE-25] each of three servers gives a third of a budget, to the last request', async () => {
  servers = 3;
  const share = Math.ceil(LIMITS.requestsPerAddress / 3);
  expect(new Set(await statuses(share, '/open'))).toEqual(new Set([200]));
  expect((await call('/open')).statusCode).toBe(429);
  servers = 1;
  expect((await call('/open')).statusCode).toBe(200);
});
