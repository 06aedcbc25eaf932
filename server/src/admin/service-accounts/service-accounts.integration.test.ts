import { afterAll, expect, test } from 'vitest';
import { scopesAllow } from '#shared/contract/hq/service-accounts.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { redactLine } from '#shared/node-app/redact.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';

const clock = turnedClock('2026-12-01T08:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, alger, oran } = hq;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const keyFor = async (scopes: string[], more: object = {}): Promise<{ key: string; id: string }> => {
  const { status, body } = await post('service-accounts', { name: 'Sage', scopes, ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  return { key: body.key, id: body.account.id };
};

test('[ERP-1] a key is shown once: the database has its hash alone, and no list and no act shows it', async () => {
  const made = await post('service-accounts', { name: 'Sage', scopes: ['clients:read'] });
  const { account, key } = made.body;
  expect(key).toMatch(/^mck_[0-9a-z]{8}_[\w-]{43}$/);
  expect(key.startsWith(`${account.key_prefix}_`)).toBe(true);
  const secret = key.slice(account.key_prefix.length + 1);
  const { rows } = await server.deps.database.query('SELECT sa::text FROM service_accounts sa');
  const seen = [rows, (await get('service-accounts')).body, (await get('acts')).body];
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect((await get(`service-accounts/${account.id}`)).body).toEqual(account);
  expect(redactLine(`no such key: ${key}`)).not.toContain(secret);
});

test('[ERP-2] a key does what its scopes say, by resource; writing includes reading', async () => {
  const { key } = await keyFor(['clients:write', 'products:read']);
  expect((await post('clients', { name: 'Par l’ERP' }, key)).status).toBe(201);
  expect((await get('clients', key)).status).toBe(200);
  expect((await get('products', key)).status).toBe(200);
  expect(await post('products', hq.newProduct(), key)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  for (const path of ['deliveries', 'acts', 'service-accounts', 'devices']) {
    expect((await get(path, key)).status, path).toBe(403);
  }
  expect(scopesAllow(['users:write'], 'POST', '/users/:id/reset-code')).toBe(false);
  expect((await post('service-accounts', { name: 'x', scopes: ['keys:write'] })).status).toBe(400);
  expect((await server.call('GET', '/api/sync/status', { token: key })).status).toBe(403);
});

test('[ERP-2] no program makes or changes people of HQ', async () => {
  const { key } = await keyFor(['users:write']);
  const person = { username: 'erp.made', name: 'X', password: PASSWORD, depot_id: alger };
  expect((await post('users', { ...person, role: 'driver' }, key)).status).toBe(201);
  expect((await post('users', { ...person, username: 'boss', role: 'admin' }, key)).status).toBe(403);
  const [admin] = (await get('users?q=admin')).body.items;
  const closing = await server.call('PATCH', `/api/admin/users/${admin.id}`, {
    ...{ token: key, body: { is_active: false }, headers: { 'if-match': '*' } },
  });
  expect(closing.status).toBe(403);
});

test('[ERP-3] a key of one depot reads and writes there alone', async () => {
  const { key } = await keyFor(['deliveries:write', 'lots:write', 'clients:read'], { depot_id: alger });
  const { body: own } = await post('deliveries', hq.newDelivery(), key);
  expect(own.depot_id).toBe(alger);
  const elsewhere = hq.newDelivery({ depot_id: oran, driver_user_id: hq.oranDriver });
  expect((await post('deliveries', elsewhere, key)).status).toBe(403);
  expect((await post('lots', hq.newLot({ depot_id: oran }), key)).status).toBe(403);
  const { body: other } = await post('deliveries', elsewhere);
  expect((await post(`deliveries/${other.id}/cancel`, {}, key)).status).toBe(404);
  expect((await get(`deliveries/${other.id}`, key)).status).toBe(404);
  expect((await get(`deliveries?depot_id=${oran}`, key)).status).toBe(403);
  expect((await post(`deliveries/${own.id}/cancel`, {}, key)).status).toBe(200);
  const beyond = { name: 'x', scopes: ['products:write'], depot_id: alger };
  expect(await post('service-accounts', beyond)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect((await post('service-accounts', { ...beyond, scopes: ['lots:read'], depot_id: 999 })).status).toBe(404);
});

test('[ERP-4] a key ends with its last day in Algiers, when it is revoked, and when its maker is no admin any more', async () => {
  const late = await keyFor(['clients:read'], { expires_on: '2026-12-03' });
  const revoked = await keyFor(['clients:read']);
  expect((await get('clients', late.key)).status).toBe(200);
  expect((await post(`service-accounts/${revoked.id}/revoke`, { reason: 'perdue' })).body.revoked_at).not.toBeNull();
  expect((await post(`service-accounts/${revoked.id}/revoke`)).status).toBe(200);
  expect(await get('clients', revoked.key)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  clock.turn(Date.parse('2026-12-03T22:59:59.999Z') - clock.now());
  expect((await get('clients', late.key)).status).toBe(200);
  clock.turn(1);
  expect(await get('clients', late.key)).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } });
  const admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  const past = { name: 'x', scopes: ['clients:read'], expires_on: '2026-12-02' };
  expect((await post('service-accounts', past, admin)).status).toBe(400);
  expect((await get(`service-accounts/${late.id}`, admin)).body.last_used_at).toBe('2026-12-03T22:59:59.999Z');

  await server.addUsers({ username: 'leaving', name: 'Part', role: 'admin', password: PASSWORD });
  const leaving = (await server.signIn('leaving', PASSWORD)).body.access_token;
  const theirs = (await post('service-accounts', { name: 'x', scopes: ['clients:read'] }, leaving)).body.key;
  expect((await get('clients', theirs)).status).toBe(200);
  await server.owner.query(`UPDATE users SET is_active = false WHERE username = 'leaving'`);
  expect((await get('clients', theirs)).status).toBe(401);
});

test('[ERP-5] acts name the program, and its Idempotency-Key is its own', async () => {
  const admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  const { body } = await post('service-accounts', { name: 'Sage', scopes: ['clients:write'] }, admin);
  const send = (token: string) =>
    server.call('POST', '/api/admin/clients', {
      ...{ token, body: { name: 'Une fois' }, headers: { 'idempotency-key': 'k' } },
    });
  const [first, again, others] = [await send(body.key), await send(body.key), await send(admin)];
  expect(again.body).toEqual(first.body);
  expect(others.body.id).not.toBe(first.body.id);
  const acts = (await get(`acts?entity_id=${first.body.id}`, admin)).body.items;
  expect(acts).toMatchObject([
    { user_name: 'Sage', device_id: body.account.id, device_name: body.account.key_prefix, what: 'CLIENT_CREATED' },
  ]);
});

test('[ERP-6] a program pays from a budget of its own, and goes on where its address has spent its own', async () => {
  const admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  const { key } = (await post('service-accounts', { name: 'Sage', scopes: ['clients:read'] }, admin)).body;
  const statuses = new Set<number>();
  for (let asked = 0; asked <= LIMITS.requestsPerAddress; asked += 1) {
    statuses.add((await server.call('GET', '/api/node')).status);
  }
  expect([...statuses]).toEqual([200, 429]);
  expect((await get('company', key)).status).toBe(403);
  // Whatever a busy database makes of one of them: what is counted here is who is refused for asking too often.
  const refused: number[] = [];
  for (let asked = 1; asked <= LIMITS.requestsPerDevice; asked += 1) {
    if ((await get('company', key)).status === 429) refused.push(asked);
  }
  expect(refused).toEqual([LIMITS.requestsPerDevice]);
});
