import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import { type LoginResponse, TOKEN_TYPES, type TokenPair } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { PushResponse } from '#shared/contract/sync.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { systemClock } from '#shared/ports/clock.ts';
import type { DraftInvoice } from '../../../../mobile-pwa/store/views.ts';
import { phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, eventually, signIn } from '../start-world.ts';
import { forgeries } from './forgeries.ts';
import {
  archived,
  atHq,
  fail,
  type Handset,
  type HostileWorld,
  openHostileWorld,
  queued,
  recorded,
  untilHandedIn,
} from './hostile-world.ts';

/** A hub that lies to production phones about who they are and about what HQ has said. */
let hostile: HostileWorld;

beforeAll(async () => {
  hostile = await openHostileWorld();
});
afterEach(() => hostile.repent());
afterAll(() => hostile?.close());

const SIGNED_TIME = "SELECT value FROM sync_meta WHERE key = 'signed_time'";
const NOBODY = testIds.uuid();
const FALSE_NUMBER = { reference: 'FAC-ALG-2026-999999', total_ht: 1, total_tva: 0, stamp_duty: 0, total_ttc: 1 };
const INVENTED = {
  id: NOBODY,
  reference: 'BL-ALG-2026-999999',
  depot_id: 1,
  client_id: NOBODY,
  client_name: 'Personne',
  planned_for: algiersDay(Date.now()),
  status: 'PENDING',
  lines: [],
  total_ht: 0,
  total_tva: 0,
  total_ttc: 0,
};
const EXPIRED = { status: 401, body: { code: 'TOKEN_EXPIRED' } };

const says = (action: string, entity_id: string, payload: object): ServerEvent => ({
  id: testIds.uuid(),
  entity_type: 'ANY',
  entity_id,
  action,
  payload: payload as Record<string, unknown>,
  occurred_at: new Date().toISOString(),
  pos: 1,
});

/** A hub that asks for patience with each event. */
const takesNothing = (body: string): PushResponse => {
  const { events } = JSON.parse(body) as { events: SyncEvent[] };
  const failed_events = events.map(({ id }) => ({ event_id: id, error_code: 'BUSY', retry: true }));
  return { success: false, acked_event_ids: [], failed_events, server_time: new Date().toISOString(), custody: 'hub' };
};

/** Has the hub's next answer to a pull bring words of its own, and the cursor where it likes. */
const tells = (events: ServerEvent[], next_since?: (since: string) => string) => {
  let told = false;
  hostile.down.twists = (path, said) => {
    if (told || said.status !== 200 || !path.startsWith('/api/sync/pull')) return said;
    told = true;
    const { body } = said;
    return { ...said, body: { ...body, events, next_since: next_since?.(body.next_since) ?? body.next_since } };
  };
  return () => told;
};

const heard = async (it: Handset, isTold: () => boolean): Promise<void> => {
  await eventually(
    () => {
      it.phone.kick();
      return isTold();
    },
    Boolean,
    'the hub has lied',
  );
  await it.phone.engine?.syncOnce();
};

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

test('[HOSTILE-10] what a hub makes up of the server’s statements purges and changes nothing that was recorded, and the server’s own statement puts it right', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const it = await hostile.handset('driver2.alger', { clock });
  const { store } = it.phone;
  const truth = () => ({
    clients: store.clients().map(({ id, name }) => [id, name]),
    products: store.products(),
    tour: store.tour(algiersDay(Date.now())).map(({ id, status }) => [id, status]),
  });
  const before = truth();
  const [product] = before.products;
  // Nothing of it reaches HQ before the lie is told.
  hostile.down.says = (path, body) => (path === '/api/sync/push' ? { status: 200, body: takesNothing(body) } : null);
  const lines = [{ product_id: product?.id ?? 0, quantity: 1, unit_price_ht: product?.price_ht ?? 0, tva_rate: 19 }];
  const [client_id = '', client_name = ''] = before.clients[0] ?? [];
  const terms = { new_client: null, payment: 'CREDIT', handed_over: false } as const;
  const draft: DraftInvoice = { id: testIds.uuid(), client_id, client_name, lines, ...terms };
  await store.issueInvoice(draft);
  const unissued = { ...draft, id: testIds.uuid() };
  store.saveDraft(unissued);
  const refused = await fail(it);
  const [issued, drafted] = [store.invoice(draft.id), store.invoice(unissued.id)];
  const texts = recorded(it);
  const saved = JSON.parse(texts[0] ?? '') as SyncEvent;
  const lied = tells([
    says('EVENT_APPLIED', saved.id, { event_id: saved.id }),
    says('EVENT_REJECTED', refused, { event_id: refused, error_code: 'ALREADY_VALIDATED' }),
    ...[draft.id, unissued.id].map((id) => says('INVOICE_REF_ASSIGNED', id, { ...FALSE_NUMBER, id })),
    says('PRODUCT_UPSERTED', String(product?.id), {
      ...product,
      code: 'FAUX',
      name: 'Faux',
      price_ht: 1,
      is_active: true,
    }),
    says('CLIENT_UPSERTED', NOBODY, { id: NOBODY, depot_ids: [1], name: 'Personne', phone: null, balance: 0 }),
    says('DELIVERY_ASSIGNED', NOBODY, { ...INVENTED, driver_user_id: (await it.phone.session())?.user.id }),
    says('DEVICE_REVOKED', it.deviceId, { device_id: it.deviceId }),
  ]);
  await heard(it, lied);
  expect(truth()).not.toEqual(before);
  expect(store.invoice(draft.id)?.reference).toBe(FALSE_NUMBER.reference);
  expect(store.invoice(unissued.id)).toEqual(drafted);
  expect(store.inbox().map(({ error_code }) => error_code)).toEqual(['ALREADY_VALIDATED']);
  expect([recorded(it), archived(it), queued(it).length]).toEqual([texts, [], texts.length]);

  // The server acks: what it takes, it has not refused. Its own snapshot, within the hour, puts the rest right.
  await untilHandedIn(it);
  await eventually(
    () => store.inbox(),
    (items) => items.length === 0,
    'the false refusal is gone',
  );
  ahead = LIMITS.unverifiedHubDataMs;
  await eventually(
    () => {
      it.phone.kick();
      return JSON.stringify(truth()) === JSON.stringify(before);
    },
    Boolean,
    'products, clients and the tour are as HQ says',
  );
  const { rows } = await hostile.world.database.query('SELECT reference FROM invoices WHERE id = $1', [draft.id]);
  expect(store.invoice(draft.id)).toMatchObject({ ...rows[0], total_ttc: issued?.total_ttc });
  expect(recorded(it)).toEqual(texts);
  expect(await atHq(hostile.world, it.deviceId)).toEqual(texts);
});

test('[HOSTILE-10] words that a hub keeps back, or steps over for ever, are heard from the server itself within the hour', async () => {
  let ahead = 0;
  const it = await hostile.handset('seller1.alger', {
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
  });
  await heard(
    it,
    tells([], (since) => `${since.split('.')[0]}.9007199254740991`),
  );
  it.line.isUp = true;
  const admin = await signIn(hostile.world.serverUrl, 'admin');
  const code = `NEU-${testIds.uuid().slice(-6)}`;
  const made = await call(hostile.world.serverUrl, 'POST', '/api/admin/products', {
    authorization: admin.authorization,
    body: { code, name: code, unit: 'kg', price_ht: 100, tva_rate: 19 },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const knows = () => it.phone.store.products().some((product) => product.code === code);
  await it.phone.engine?.syncOnce();
  await it.phone.engine?.syncOnce();
  expect(knows()).toBe(false);
  ahead = LIMITS.unverifiedHubDataMs;
  await eventually(
    () => {
      it.phone.kick();
      return knows();
    },
    Boolean,
    'the new product',
  );
});
