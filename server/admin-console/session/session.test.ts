import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Device, User } from '#shared/contract/entities.ts';
import { reader } from '#shared/contract/reader.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { Session } from './session.ts';
import type { SharedToken } from './shared-token.ts';

const USER: User = { id: 1, username: 'admin', name: 'Admin', role: 'admin', depot_id: null, is_active: true };
const DEVICE = {
  id: '0193512e-0000-7000-8000-000000000000',
  name: 'Console',
  platform: 'test',
  app_version: '0',
  public_key: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const,
};

const REGISTERED: Device = {
  id: DEVICE.id,
  user_id: USER.id,
  name: DEVICE.name,
  platform: DEVICE.platform,
  app_version: DEVICE.app_version,
  is_active: true,
  registered_at: '2026-11-30T05:00:00.000Z',
  last_seen_at: null,
  pending_events: 0,
  clock_drift_ms: 0,
  revoked_at: null,
  revoke_reason: null,
  wipe_state: null,
  wipe_told_at: null,
  wipe_confirmed_at: null,
};

/** A server that knows one access token at a time, as the real one does after a renewal. */
function world() {
  const kept = new Map<string, string>();
  const calls: string[] = [];
  const server = { access: 'access-1', refresh: 'refresh-1', up: true };
  const answer = (status: number, body: unknown): TransportAnswer => ({
    kind: 'answer',
    status,
    retryAfterSeconds: null,
    body,
  });
  const request = async ({ url, headers, body }: TransportRequest): Promise<TransportAnswer> => {
    const path = url.replace('http://hq.test', '');
    calls.push(path);
    if (!server.up) return { kind: 'unreachable', reason: 'down' };
    const tokens = () => ({ access_token: server.access, refresh_token: server.refresh });
    if (path === '/api/auth/login')
      return answer(200, { ...tokens(), user: USER, device: REGISTERED, phone_secret: 'x' });
    if (path === '/api/auth/refresh') {
      if (JSON.parse(body ?? '{}').refresh_token !== server.refresh) return answer(401, { code: 'TOKEN_REUSED' });
      server.access = `${server.access}+`;
      server.refresh = `${server.refresh}+`;
      return answer(200, tokens());
    }
    return headers.authorization === `Bearer ${server.access}`
      ? answer(200, { path })
      : answer(401, { code: 'TOKEN_EXPIRED' });
  };
  const tokens = new Map<string, string>();
  const turns = new Map<string, Promise<unknown>>();
  const sharedToken = (key: string): SharedToken => ({
    alone(work) {
      const turn = (turns.get(key) ?? Promise.resolve()).then(work);
      turns.set(key, turn);
      return turn;
    },
    read: async () => tokens.get(key) ?? null,
    write: async (token) => void tokens.set(key, token),
    remove: async () => void tokens.delete(key),
  });
  const session = (storage = kept) =>
    new Session({
      transport: { request },
      origin: 'http://hq.test',
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      newSessionKey: () => crypto.randomUUID(),
      sharedToken,
      device: async () => DEVICE,
    });
  return { server, calls, kept, tokens, session };
}

const readPath = reader(Type.Object({ path: Type.String() }));

it('[LIVE-2] a stream is asked for by the token at hand, or by a new one where that was refused', async () => {
  const { session, calls } = world();
  const hq = session();
  await hq.signIn('admin', 'secret');
  expect(await hq.authorization(false)).toBe('Bearer access-1');
  expect(await hq.authorization(true)).toBe('Bearer access-1+');
  expect(calls.filter((path) => path === '/api/auth/refresh')).toHaveLength(1);
  await hq.signOut();
  expect(await hq.authorization(false)).toBeNull();
});

describe('a session', () => {
  it('signs in and calls with what it was given', async () => {
    const { session } = world();
    const hq = session();
    expect(await hq.signIn('admin', 'secret')).toEqual({ ok: true, value: USER });
    expect(hq.state()).toEqual({ kind: 'signedIn', user: USER, deviceId: DEVICE.id });
    expect(await hq.call(readPath, 'GET', '/api/admin/depots')).toEqual({
      ok: true,
      value: { path: '/api/admin/depots' },
    });
  });

  it('renews once for all calls that find the token expired', async () => {
    const { server, calls, session } = world();
    const hq = session();
    await hq.signIn('admin', 'secret');
    server.access = 'access-2';
    const answers = await Promise.all(['/a', '/b', '/c'].map((path) => hq.call(readPath, 'GET', path)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(calls.filter((path) => path === '/api/auth/refresh')).toHaveLength(1);
  });

  it('goes on after a reload without the password, and keeps no access token', async () => {
    const { kept, session } = world();
    await session().signIn('admin', 'secret');
    expect([...kept.values()].join()).not.toContain('access-1');
    const reloaded = session();
    expect(reloaded.state()).toEqual({ kind: 'signedIn', user: USER, deviceId: DEVICE.id });
    expect((await reloaded.call(readPath, 'GET', '/api/admin/depots')).ok).toBe(true);
  });

  it('ends when the server will not renew it, and says why', async () => {
    const { server, kept, tokens, session } = world();
    const hq = session();
    await hq.signIn('admin', 'secret');
    server.access = 'access-2';
    server.refresh = 'somebody used it';
    expect(await hq.call(readPath, 'GET', '/a')).toMatchObject({ ok: false, error: { code: 'TOKEN_REUSED' } });
    expect(hq.state()).toMatchObject({ kind: 'signedOut', because: { code: 'TOKEN_REUSED' } });
    expect(kept.size + tokens.size).toBe(0);
  });

  it('stays signed in while the server is out of reach', async () => {
    const { server, session } = world();
    await session().signIn('admin', 'secret');
    server.up = false;
    const reloaded = session();
    expect(await reloaded.call(readPath, 'GET', '/a')).toMatchObject({ ok: false, error: { code: 'OFFLINE' } });
    expect(reloaded.state().kind).toBe('signedIn');
  });

  it('[AUTH-60] is shared with a duplicated tab: both renew, in turn and at once, and neither is signed out', async () => {
    const { server, kept, session } = world();
    const first = session();
    await first.signIn('admin', 'secret');
    const second = session(new Map(kept));
    for (let round = 0; round < 3; round += 1) {
      for (const tab of [second, first]) expect((await tab.call(readPath, 'GET', '/a')).ok).toBe(true);
    }
    server.access = 'access-2';
    const answers = await Promise.all([first, second].map((tab) => tab.call(readPath, 'GET', '/a')));
    expect(answers.map(({ ok }) => ok)).toContain(true);
    expect([first.state().kind, second.state().kind]).toEqual(['signedIn', 'signedIn']);
  });

  it('[AUTH-60] ends in its duplicates when one of them signs out, and in no other tab', async () => {
    const { server, kept, session } = world();
    const first = session();
    await first.signIn('admin', 'secret');
    const second = session(new Map(kept));
    const other = session(new Map());
    await other.signIn('admin', 'secret');
    await first.signOut();
    server.access = 'access-2';
    expect(await second.call(readPath, 'GET', '/a')).toMatchObject({ ok: false, error: { code: 'TOKEN_EXPIRED' } });
    expect(second.state().kind).toBe('signedOut');
    expect((await other.call(readPath, 'GET', '/a')).ok).toBe(true);
  });

  it('takes a spoilt storage as signed out', () => {
    const { kept, session } = world();
    kept.set('manchengo.session', '{"refresh": 1');
    expect(session().state()).toEqual({ kind: 'signedOut', because: null });
  });
});
