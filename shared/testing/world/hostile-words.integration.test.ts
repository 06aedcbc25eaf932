import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LoginResponse, TokenPair } from '#shared/contract/identity.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { phoneApi } from '../../../mobile-pwa/sync/phone-api.ts';
import { forgeries } from './forgeries.ts';
import { atHq, fail, type HostileWorld, openHostileWorld, untilHandedIn } from './hostile-world.ts';
import { DEMO_PASSWORD, eventually, signIn } from './start-world.ts';

/** A hub that lies to production phones about who they are and about what HQ has said. */
let hostile: HostileWorld;

beforeAll(async () => {
  hostile = await openHostileWorld();
});
afterEach(() => hostile.repent());
afterAll(() => hostile?.close());

const SIGNED_TIME = "SELECT value FROM sync_meta WHERE key = 'signed_time'";
const EXPIRED = { status: 401, body: { code: 'TOKEN_EXPIRED' } };

/** An access token whose claims a liar made up, in each way that there is. */
const falseTokens = async (genuine: string, more: object = {}): Promise<[string, string][]> => {
  const { keys } = hostile.world.server.deps;
  const all = await forgeries(keys, TOKEN_TYPES.access, { ...decodeJwt(genuine), ...more }, genuine);
  const bent = `${genuine.slice(0, -6)}${genuine.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
  return [...all, ['with its signature bent', bent]];
};

test('[HOSTILE-8] tokens that a hub makes up, in the name of a key that the phone holds too, sign nobody out', async () => {
  const it = await hostile.handset('driver1.alger');
  const genuine = (await it.phone.session()) as NonNullable<Awaited<ReturnType<typeof it.phone.session>>>;
  const { access_token, refresh_token } = genuine;
  let offered: TokenPair | null = null;
  let renewals = 0;
  hostile.down.says = (path) => {
    if (offered === null || path === '/api/node') return null;
    if (path.startsWith('/api/sync/')) return EXPIRED;
    renewals += path === '/api/auth/refresh' ? 1 : 0;
    return path === '/api/auth/refresh' ? { status: 200, body: offered } : null;
  };
  const other = await hostile.handset('driver2.alger');
  const theirs = (await other.phone.session()) as TokenPair;
  const false_pairs: [string, TokenPair][] = [
    ...(await falseTokens(access_token)).map(([what, token]): [string, TokenPair] => [
      `an access token ${what}`,
      { access_token: token, refresh_token },
    ]),
    ['another’s tokens', { access_token: theirs.access_token, refresh_token: theirs.refresh_token }],
    ['a refresh token that is none', { access_token, refresh_token: 'x' }],
    ['another’s refresh token', { access_token, refresh_token: theirs.refresh_token }],
    ['two access tokens', { access_token, refresh_token: access_token }],
  ];
  for (const [what, pair] of false_pairs) {
    offered = pair;
    const before = renewals;
    await it.phone.engine?.syncOnce();
    await it.phone.engine?.syncOnce();
    expect(renewals, what).toBeGreaterThan(before);
    expect(await it.phone.session(), what).toEqual(genuine);
  }
  const id = await fail(it);
  await untilHandedIn(it);
  expect((await atHq(hostile.world, it.deviceId)).join()).toContain(id);
});

test('[HOSTILE-9] a sign-in that a hub makes up opens no locked phone and makes nobody somebody else', async () => {
  const it = await hostile.handset('driver1.alger');
  const api = phoneApi(it.phone);
  let login: LoginResponse | null = null;
  hostile.down.hears = (path, _body, _authorization, { body }) => {
    if (path === '/api/auth/login') login = body;
  };
  expect(await api.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  delete hostile.down.hears;
  const genuine = login as unknown as LoginResponse;
  const { session: theirs } = await signIn(hostile.hub.url, 'driver2.alger');
  expect(await api.setPin('271828', 5)).toBe(true);
  // The phone has heard the server since.
  it.line.isUp = true;
  await eventually(
    () => {
      it.phone.kick();
      return JSON.parse(it.file.sql.all<{ value: string }>(SIGNED_TIME)[0]?.value ?? '{}').signed;
    },
    (signed) => signed > (decodeJwt(genuine.access_token).iat ?? 0) * 1_000,
    'a newer word',
  );
  it.line.isUp = false;
  await api.lockNow();
  const before = await it.phone.session();
  let answer: object = {};
  hostile.down.says = (path) => (path === '/api/auth/login' ? { status: 200, body: answer } : null);
  const false_sessions: [string, object][] = [
    ...(await falseTokens(genuine.access_token)).map(([what, access_token]): [string, object] => [
      `a token ${what}`,
      { ...genuine, access_token },
    ]),
    ['the sign-in of before, word for word', genuine],
    ['nothing', {}],
    ['tokens that are numbers', { ...genuine, access_token: 1, refresh_token: 2 }],
    ['another’s session', theirs],
    ['another’s tokens in this user’s name', { ...genuine, access_token: theirs.access_token }],
    ['this user’s tokens in another’s name', { ...genuine, user: theirs.user }],
  ];
  for (const [what, lie] of false_sessions) {
    answer = lie;
    const said = await api.signIn({ username: 'driver1.alger', password: 'whatever' });
    expect(said, what).toMatchObject({ kind: 'refused', code: 'SERVER_UNKNOWN' });
    expect(await api.lock(), what).toMatchObject({ kind: 'pin' });
  }
  expect(await it.phone.session()).toEqual(before);
  expect(await api.unlock('271828')).toBe('right');
});
