import { createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { companyCa } from '../../ca/company-ca.ts';
import { openTestHq, PASSWORD } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';
import type { Reach } from './post-message.ts';
import { sendDue } from './send-due.ts';

const clock = turnedClock('2026-12-01T08:00:00.000Z');
const database = await createTestDatabase();
const hq = await openTestHq(database.url, clock);
const { server, newProduct } = hq;

/** A real receiver, on loopback, whose certificate is of a real CA. */
const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-webhooks-'));
const ca = companyCa({ dataDir: folder, clock: systemClock, random: systemRandom, domains: [] });
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const leaf = await ca.issue({ publicKey: pair.publicKey, names: ['erp.local'], addresses: [] });
if (!leaf.ok) throw new Error(leaf.error);
const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });

interface Received {
  headers: IncomingMessage['headers'];
  text: string;
  product: string;
}
type Answering = (answer: ServerResponse) => void;
const received: Received[] = [];
const well: Answering = (answer) => answer.writeHead(204).end();
let answering: Answering = well;
const receiver = createServer({ key, cert: leaf.value.certificate }, async (request, answer) => {
  let text = '';
  for await (const piece of request) text += piece;
  received.push({ headers: request.headers, text, product: JSON.parse(text).data.payload.name });
  answering(answer);
});
await once(receiver.listen(0, '127.0.0.1'), 'listening');
const url = `https://erp.local:${(receiver.address() as AddressInfo).port}/hook`;
const reach: Reach = { resolve: async () => ['127.0.0.1'], allowPrivate: true, ca: await ca.roots() };
const send = (over: Partial<Reach> = {}) => sendDue({ ...server.deps, reach: { ...reach, ...over } });

afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await server.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let admin = hq.admin;
const post = (path: string, body: unknown = {}) => hq.post(path, body, admin);
const make = async () => {
  const made = await post('webhooks', { name: 'Sage', url, kinds: ['products'] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as { webhook: { id: string }; secret: string };
};
const newProducts = async (count: number) => {
  const names: string[] = [];
  for (let made = 0; made < count; made += 1) names.push((await post('products', newProduct())).body.name);
  return names;
};
const products = () => received.map(({ product }) => product);
const shown = async (id: string) => (await hq.get(`webhooks/${id}`, admin)).body;

beforeEach(async () => {
  received.length = 0;
  answering = well;
  await server.owner.query(`UPDATE webhooks SET state = 'STOPPED'`);
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
});

const signature = (secret: string, { headers, text }: Received) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`)
    .digest('base64')}`;

test('[ERP-13] tells what was committed since, in order and signed; the secret is shown once', async () => {
  await newProducts(1);
  const { webhook, secret } = await make();
  const names = await newProducts(3);
  await post('clients', { name: 'Nobody asked' });
  await send();
  expect(products()).toEqual(names);
  for (const one of received) {
    expect(one.headers['webhook-signature']).toBe(signature(secret, one));
    expect(JSON.parse(one.text)).toMatchObject({ type: 'PRODUCT_UPSERTED', data: { id: one.headers['webhook-id'] } });
  }
  await send();
  expect(received).toHaveLength(3);
  const seen = [await shown(webhook.id), (await hq.get('webhooks', admin)).body, (await hq.get('acts', admin)).body];
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(seen[0]).toMatchObject({ failure: null, last_delivered_at: expect.any(String) });
  for (const wrong of ['http://erp.local/', 'https://a:b@erp.local/', 'https://erp.local/#x', 'erp']) {
    expect((await post('webhooks', { name: 'x', url: wrong, kinds: ['products'] })).status, wrong).toBe(400);
  }
});

test('[ERP-16] what fails is tried again after its delay, and the later changes wait behind it', async () => {
  const { webhook } = await make();
  const names = await newProducts(3);
  answering = (answer) => answer.writeHead(received.length === 2 ? 503 : 200).end();
  await send();
  expect(products()).toEqual(names.slice(0, 2));
  expect(await shown(webhook.id)).toMatchObject({ state: 'ACTIVE', failure: 'STATUS', failure_status: 503 });
  clock.turn(4_999);
  await send();
  expect(received).toHaveLength(2);
  clock.turn(1);
  await send();
  expect(products()).toEqual([names[0], names[1], names[1], names[2]]);
  expect(received[1]?.headers['webhook-id']).toBe(received[2]?.headers['webhook-id']);
  expect(await shown(webhook.id)).toMatchObject({ failing_since: null, failure: null });
});

test('[ERP-16] after three days it is paused and HQ told; sent again, it goes on with the change that failed', async () => {
  const { webhook } = await make();
  const names = await newProducts(2);
  answering = (answer) => answer.writeHead(500).end();
  for (let hours = 0; hours <= 80; hours += 6) {
    await send();
    clock.turn(6 * HOUR_MS);
  }
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  expect(await shown(webhook.id)).toMatchObject({ state: 'PAUSED', failure: 'STATUS' });
  const alerts = (await hq.get('alerts?kind=WEBHOOK_PAUSED', admin)).body.items;
  expect(alerts).toMatchObject([{ details: { webhook: 'Sage' } }]);
  received.length = 0;
  answering = well;
  await send();
  expect(received).toEqual([]);
  expect((await post(`webhooks/${webhook.id}/resume`)).body).toMatchObject({ state: 'ACTIVE', failure: null });
  await send();
  expect(products()).toEqual(names);
  const [act] = (await hq.get(`acts?entity_id=${webhook.id}`, admin)).body.items;
  expect(act).toMatchObject({ what: 'WEBHOOK_RESUMED' });
});

test('[ERP-15] no redirect is followed, no inner address reached, nobody waited for, no strange certificate believed', async () => {
  const { webhook } = await make();
  const names = await newProducts(1);
  const again = async (failure: string, over: Partial<Reach> = {}) => {
    await send(over);
    expect(await shown(webhook.id)).toMatchObject({ failure });
    await post(`webhooks/${webhook.id}/resume`);
  };
  answering = (answer) => answer.writeHead(302, { location: `${url}/inner` }).end();
  await again('REDIRECT');
  expect(received).toHaveLength(1);
  answering = () => {};
  await again('TIMEOUT', { attemptMs: 200 });
  received.length = 0;
  await again('ADDRESS_REFUSED', { allowPrivate: false });
  await again('ADDRESS_REFUSED', { allowPrivate: false, resolve: async () => ['8.8.8.8', '127.0.0.1'] });
  await again('UNRESOLVED', { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  await again('TIMEOUT', { resolve: () => new Promise(() => {}), attemptMs: 20 });
  await again('CERTIFICATE', { ca: [] });
  expect(received).toEqual([]);
  // An answer without an end is read so far, and counts by its status.
  answering = (answer) => answer.writeHead(200).write('x'.repeat(2 * LIMITS.webhookAnswerBytes));
  await send();
  expect([products(), (await shown(webhook.id)).failure]).toEqual([names, null]);
});

test('[ERP-14] a new secret signs at once, the former one beside it for 24 hours', async () => {
  const { webhook, secret } = await make();
  const second = (await post(`webhooks/${webhook.id}/rotate`)).body.secret;
  await newProducts(1);
  clock.turn(LIMITS.webhookOverlapHours * HOUR_MS - 1);
  await send();
  const [both] = received as [Received];
  expect(both.headers['webhook-signature']).toBe(`${signature(second, both)} ${signature(secret, both)}`);
  clock.turn(1);
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  await newProducts(1);
  await send();
  expect(received[1]?.headers['webhook-signature']).toBe(signature(second, received[1] as Received));
});

test('[ERP-17] of several servers one sends; one that died leaves the rest to another after a minute', async () => {
  const { webhook } = await make();
  const names = await newProducts(4);
  await Promise.all([send(), send(), send()]);
  expect(products()).toEqual(names);
  received.length = 0;
  const [more] = await newProducts(1);
  await server.owner.query(`UPDATE webhooks SET lease = gen_random_uuid(), leased_until = $2 WHERE id = $1`, [
    ...[webhook.id, new Date(clock.now() + 60_000).toISOString()],
  ]);
  await send();
  expect(received).toEqual([]);
  clock.turn(60_000);
  await send();
  expect(products()).toEqual([more]);
});

test('[ERP-13] changed, it goes to the new kinds; stopped, it tells nothing any more', async () => {
  const { webhook } = await make();
  const changed = { name: 'Sage 2', url, kinds: ['clients'] };
  expect((await post(`webhooks/${webhook.id}/change`, changed)).body).toMatchObject(changed);
  await newProducts(1);
  await send();
  expect(received).toEqual([]);
  expect((await post(`webhooks/${webhook.id}/stop`, { reason: 'remplacé' })).body.state).toBe('STOPPED');
  expect((await post(`webhooks/${webhook.id}/stop`)).status).toBe(200);
  for (const act of ['rotate', 'resume']) expect((await post(`webhooks/${webhook.id}/${act}`)).status).toBe(409);
  await post('clients', { name: 'Nouveau', depot_ids: [hq.alger] });
  await send();
  expect(received).toEqual([]);
});

test('[ERP-16] where the log has lost what was not had, it is paused, and sending again says so', async () => {
  const { webhook } = await make();
  await newProducts(1);
  await server.owner.query(
    `INSERT INTO meta VALUES ('floor', (SELECT last::text FROM change_counter))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  await send();
  expect(await shown(webhook.id)).toMatchObject({ state: 'PAUSED', failure: 'LOG_EXPIRED' });
  expect(await post(`webhooks/${webhook.id}/resume`)).toMatchObject({ status: 410, body: { code: 'CURSOR_EXPIRED' } });
  expect(received).toEqual([]);
  clock.turn(DAY_MS);
});
