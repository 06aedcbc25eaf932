import { afterAll, describe, expect, test } from 'vitest';
import { ACT_NAMES } from '#shared/contract/hq/acts.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { CALLS } from '../../openapi/calls.ts';
import { tidy } from '../../store/housekeeping.ts';
import type { Example } from '../../testing/example.ts';
import { hqExamples } from '../../testing/hq-examples.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';
import { type Answer, turnedClock } from '../../testing/open-test-server.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const clock = turnedClock('2026-12-01T08:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, get, post, admin, clerk, alger } = hq;
afterAll(async () => {
  await server.close();
  await database.drop();
});

const EXAMPLES = hqExamples(hq);
const writing = Object.keys(CALLS).filter((call) => /^(POST|PATCH|PUT|DELETE) \/api\/admin\//.test(call));
const isPost = (call: string) => call.startsWith('POST');

const send = (
  call: string,
  { path, body, headers = {} }: Example,
  more: Record<string, string> = {},
): Promise<Answer> =>
  server.call(call.split(' ')[0] as 'POST' | 'PATCH' | 'PUT', `/api/admin/${path}`, {
    token: admin,
    body,
    headers: { ...headers, ...more },
  });
const lastAct = async () => (await get('acts?limit=1')).body.items[0];
const actCount = async (): Promise<number> =>
  (await server.deps.database.query('SELECT count(*) AS n FROM acts')).rows[0].n;

test('[ACT-1] every route that writes has an example here', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(writing.toSorted());
});

describe('the audit', () => {
  test.each(writing)('[ACT-1] %s leaves an act: who, from which device, what, when', async (call) => {
    const example = (await EXAMPLES[call]?.()) as Example;
    const before = await actCount();
    const answer = await send(call, example);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    // A file is one, and each of its rows another.
    expect(await actCount()).toBe(before + (call === 'POST /api/admin/import/:kind' ? 2 : 1));
    const act = await lastAct();
    expect(act).toMatchObject({ user_name: 'Admin', device_name: 'Test', at: new Date(clock.now()).toISOString() });
    expect(ACT_NAMES).toContain(act.what);
    expect((await get(`acts/${act.id}`)).body).toEqual(act);
    expect(JSON.stringify(act)).not.toMatch(/qr_payload|password|MCG1|argon2/);
  });

  test('[ACT-2] a change is kept with the members that it changed, as they were and as they are, and why', async () => {
    const product = (await post('products', hq.newProduct())).body;
    const { headers } = await get(`products/${product.id}`);
    await server.call('PATCH', `/api/admin/products/${product.id}`, {
      token: admin,
      body: { price_ht: 30_000, unit: product.unit },
      headers: { 'if-match': String(headers.etag) },
    });
    expect(await lastAct()).toMatchObject({
      what: 'PRODUCT_CHANGED',
      entity_type: 'PRODUCT',
      entity_id: String(product.id),
      entity_name: product.name,
      before: { price_ht: 28_500 },
      after: { price_ht: 30_000 },
    });
    await send('POST', (await EXAMPLES['POST /api/admin/devices/:id/revoke']?.()) as Example);
    expect(await lastAct()).toMatchObject({ what: 'DEVICE_REVOKED', reason: 'perdu', before: { is_active: true } });
  });

  test('[ACT-3] what is refused, and what was so already, leaves no act; a file leaves one, and one a row', async () => {
    const { body: delivery } = await post('deliveries', hq.newDelivery());
    await post(`deliveries/${delivery.id}/cancel`);
    const before = await actCount();
    expect((await post(`deliveries/${delivery.id}/cancel`)).status).toBe(200);
    expect((await post('products', { ...hq.newProduct(), code: 'P1' })).status).toBe(409);
    expect(await actCount()).toBe(before);
    const body = 'code;name;unit;price_ht;tva_rate\nF1;Brie;pièce;100;19\nF2;Bleu;pièce;100;19\n';
    await send('POST', { path: 'import/products', body, headers: { 'content-type': 'text/csv' } });
    expect(await actCount()).toBe(before + 3);
  });

  test('[ACT-4] nobody changes an act or takes one back, not even the owner of the database', async () => {
    for (const statement of [`UPDATE acts SET reason = 'other'`, 'DELETE FROM acts', 'TRUNCATE acts']) {
      await expect(server.owner.query(statement)).rejects.toThrow(/append-only/);
      await expect(server.deps.database.query(statement)).rejects.toThrow(
        /append-only|permission denied|must be owner/,
      );
    }
  });

  test('[ACT-5] the audit is searched by time, person, kind, thing and word, and is not for clerks', async () => {
    const start = new Date(clock.now()).toISOString();
    clock.turn(MINUTE);
    const { body: client } = await post('clients', { name: 'Crémerie du Lac', depot_ids: [alger] });
    const later = new Date(clock.now() + 1).toISOString();
    const found = async (query: string) =>
      (await get(`acts?${query}`)).body.items.map(({ entity_id }: { entity_id: string }) => entity_id);
    expect(await found(`from=${new Date(clock.now()).toISOString()}&to=${later}`)).toEqual([client.id]);
    expect(await found(`to=${start}`)).not.toContain(client.id);
    expect(await found(`what=CLIENT_CREATED&limit=1`)).toEqual([client.id]);
    expect(await found(`entity_id=${client.id}`)).toEqual([client.id]);
    expect(await found('q=cremerie%20lac%20admin')).toEqual([client.id]);
    expect(await found('user_id=999')).toEqual([]);
    expect((await get('acts', clerk)).status).toBe(403);
  });
});

describe('a request that is repeated', () => {
  test.each(writing.filter(isPost))(
    '[ACT-6] %s is done once under one Idempotency-Key, and answers the same',
    async (call) => {
      const example = (await EXAMPLES[call]?.()) as Example;
      const key = { 'idempotency-key': crypto.randomUUID() };
      const first = await send(call, example, key);
      expect(first.status, JSON.stringify(first.body)).toBeLessThan(300);
      const before = await actCount();
      const again = await send(call, example, key);
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      expect(await actCount()).toBe(before);
    },
  );

  test('[ACT-6] two at once are one', async () => {
    const example = { path: 'clients', body: { name: 'Deux fois' } };
    const key = { 'idempotency-key': 'two-at-once' };
    const answers = await Promise.all([1, 2, 3].map(() => send('POST', example, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await get('clients?q=deux%20fois')).body.items).toHaveLength(1);
  });

  test('[ACT-7] the key with another body or address is 409; another person’s is another key; a refusal uses none up', async () => {
    const key = { 'idempotency-key': 'k1' };
    const body = hq.newProduct();
    expect((await send('POST', { path: 'products', body: { ...body, code: 'P1' } }, key)).status).toBe(409);
    expect((await send('POST', { path: 'products', body }, key)).status).toBe(201);
    const other = { path: 'products', body: { ...body, name: 'Autre' } };
    expect(await send('POST', other, key)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await send('POST', { path: 'clients', body }, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    await server.addUsers({ username: 'admin2', name: 'Autre', role: 'admin', password: 'manchengo-test' });
    const { body: session } = await server.signIn('admin2', 'manchengo-test');
    const theirs = await server.call('POST', '/api/admin/clients', {
      token: session.access_token,
      body: { name: 'À lui' },
      headers: key,
    });
    expect(theirs.status).toBe(201);
  });

  test('[ACT-7] a key has 1 to 200 characters, and is forgotten after a day', async () => {
    const example = { path: 'hub-codes', body: { depot_id: alger } };
    const long = 'k'.repeat(LIMITS.idempotencyKeyChars);
    expect((await send('POST', example, { 'idempotency-key': `${long}k` })).status).toBe(400);
    expect((await send('POST', example, { 'idempotency-key': 'é' })).status).toBe(400);
    const first = (await send('POST', example, { 'idempotency-key': long })).body.code;
    clock.turn(LIMITS.idempotencyHours * HOUR - 1);
    const { body: session } = await server.signIn('admin', 'manchengo-test');
    const later = () =>
      server.call('POST', '/api/admin/hub-codes', {
        token: session.access_token,
        body: example.body,
        headers: { 'idempotency-key': long },
      });
    expect((await later()).body.code).toBe(first);
    clock.turn(1);
    expect((await later()).body.code).not.toBe(first);
    clock.turn(LIMITS.idempotencyHours * HOUR + 1);
    await tidy({ database: server.deps.database, clock });
    expect((await server.deps.database.query('SELECT count(*) AS n FROM repeats')).rows[0].n).toBe(0);
  });

  test('[ACT-8] kept answers are sealed: a one-time code stands nowhere in the database', async () => {
    const { body: session } = await server.signIn('admin', 'manchengo-test');
    const made = await server.call('POST', '/api/admin/hub-codes', {
      token: session.access_token,
      body: { depot_id: alger },
      headers: { 'idempotency-key': 'sealed' },
    });
    const { rows } = await server.deps.database.query<{ answer: Buffer }>('SELECT answer FROM repeats');
    expect(rows.length).toBeGreaterThan(0);
    for (const { answer } of rows) {
      expect(answer.includes(made.body.code)).toBe(false);
      expect(answer.includes('expires_at')).toBe(false);
    }
  });
});
