import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BootstrapResponse } from '#shared/contract/sync.ts';
import { TestDevice, testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn } from '../start-world.ts';
import { type HostileWorld, openHostileWorld } from './hostile-world.ts';

/** How far a hub's token reaches at the server, and a file's name at both nodes. */
let hostile: HostileWorld;
let admin: SignedIn;
/** As the hub itself shows it to the server. */
let hubToken = '';
let depots: Record<'ALG' | 'ORN', number>;

beforeAll(async () => {
  hostile = await openHostileWorld();
  admin = await signIn(hostile.world.serverUrl, 'admin');
  hostile.up.hears = (_path, _body, authorization) => {
    hubToken = authorization ?? hubToken;
  };
  hostile.hub.uplink.kick();
  await eventually(
    () => hubToken,
    (token) => token !== '',
    'the hub shows its token',
  );
  const { rows } = await hostile.world.database.query<{ id: number; code: 'ALG' | 'ORN' }>(
    'SELECT id, code FROM depots',
  );
  depots = Object.fromEntries(rows.map(({ id, code }) => [code, id])) as typeof depots;
});
afterEach(() => hostile.repent());
afterAll(() => hostile?.close());

const asHub = (method: 'GET' | 'POST', path: string, body?: unknown) =>
  call(hostile.world.serverUrl, method, path, { authorization: hubToken, ...(body === undefined ? {} : { body }) });

const said = (n: string) => ({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } });

test('[HOSTILE-13] another depot’s visitor is carried by its signature; in its name a hub says nothing and learns nothing', async () => {
  const { serverUrl, database } = hostile.world;
  const visitor = await signIn(serverUrl, 'driver1.oran');
  const device_id = hostile.hub.identity.hub_id;
  const push = (events: unknown[]) =>
    asHub('POST', '/api/sync/push', new TestDevice(0).pushBody(events, { device_id }));
  const liar = new TestDevice(visitor.device.userId);
  const invented = liar.seal({ ...liar.say(said('made up')), device_id: visitor.device.id });
  const refused = await push([invented]);
  expect(refused.body).toMatchObject({ acked_event_ids: [], checkpoints: [] });
  expect(refused.body.failed_events).toMatchObject([{ event_id: invented.id, error_code: 'SIGNATURE_INVALID' }]);
  const genuine = visitor.device.say(said('visited'));
  const taken = await push([genuine]);
  expect(taken.body).toMatchObject({ acked_event_ids: [genuine.id], failed_events: [] });
  expect(taken.body.checkpoints.map((jws: string) => decodeJwt(jws).device_id)).toEqual([visitor.device.id]);
  const { rows } = await database.query('SELECT id FROM events WHERE device_id = $1', [visitor.device.id]);
  expect(rows.map(({ id }) => id)).toEqual([genuine.id]);
});

test('[HOSTILE-13] whatever a hub asks for, it is given its own depot and no other', async () => {
  const { serverUrl } = hostile.world;
  const visitor = await signIn(serverUrl, 'driver1.oran');
  const photo = randomBytes(500);
  const sha256 = createHash('sha256').update(photo).digest('hex');
  const { authorization } = visitor;
  const put = { authorization, raw: new Uint8Array(photo), headers: { 'content-type': 'image/jpeg' } };
  expect((await call(serverUrl, 'PUT', `/api/sync/blobs/${sha256}`, put)).status).toBe(201);
  const failed = visitor.device.say({
    entity_type: 'DELIVERY',
    entity_id: testIds.uuid(),
    action: 'DELIVERY_FAILED',
    payload: { reason: 'CLOSED', photo_blobs: [sha256] },
  });
  await call(serverUrl, 'POST', '/api/sync/push', { authorization, body: visitor.device.pushBody([failed]) });
  const own = await asHub('GET', '/api/sync/bootstrap');
  const since = own.body.next_since;
  const lot = await call(serverUrl, 'POST', '/api/admin/lots', {
    authorization: admin.authorization,
    body: {
      depot_id: depots.ORN,
      product_id: own.body.entities.products[0].id,
      lot_number: testIds.uuid(),
      produced_at: '2026-11-01',
      expires_at: '2027-11-01',
      quantity: 5,
    },
  });
  expect(lot.status, JSON.stringify(lot.body)).toBe(201);

  const theirs = `device_id=${visitor.device.id}`;
  const pulled = await asHub('GET', `/api/sync/pull?since=${since}&${theirs}`);
  expect([pulled.status, pulled.body.code]).toEqual([403, 'FORBIDDEN']);
  expect((await asHub('GET', `/api/sync/pull?since=${since}`)).body.events).toEqual([]);
  for (const query of ['', theirs, `${theirs}&depot_id=${depots.ORN}`]) {
    for (let page: string | null = ''; page !== null; ) {
      const answer: { status: number; body: BootstrapResponse } = await asHub(
        'GET',
        `/api/sync/bootstrap?${query}&page=${page}`,
      );
      expect(answer.status).toBe(200);
      const { entities, next_page } = answer.body;
      const found = [...entities.stock_levels, ...entities.deliveries].map(({ depot_id }) => depot_id);
      expect(new Set(found)).toEqual(new Set(found.length > 0 ? [depots.ALG] : []));
      expect(entities.clients.every(({ depot_ids }) => depot_ids.includes(depots.ALG))).toBe(true);
      expect(entities.users.map(({ id }) => id)).not.toContain(visitor.session.user.id);
      page = next_page;
    }
  }
  expect((await asHub('GET', `/api/sync/blobs/${sha256}`)).status).toBe(404);
  for (const path of [
    'deliveries',
    `devices/${visitor.device.id}`,
    `stock?depot_id=${depots.ORN}`,
    `events/${failed.id}`,
  ]) {
    expect((await asHub('GET', `/api/admin/${path}`)).status, path).toBe(403);
  }
});

/** Sends the words as they stand: no client tidies the path. Gives the answer's status and body. */
function raw(url: string, head: string, body = Buffer.alloc(0)): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head}\r\nHost: ${hostname}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [top = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      resolve({ status: Number(top.split(' ')[1]), body: rest.join('\r\n\r\n') });
    });
  });
}

const EVIL = `evil-${testIds.uuid()}`;
const NAME = createHash('sha256').update(EVIL).digest('hex');
const PATH_TRICKS = [
  '..',
  `../${EVIL}`,
  `../../${EVIL}`,
  `..%2f${EVIL}`,
  `..%2F..%2F${EVIL}`,
  `%2e%2e%2f${EVIL}`,
  `%252e%252e%252f${EVIL}`,
  `..%5c${EVIL}`,
  `..\\${EVIL}`,
  `%c0%ae%c0%ae%c0%af${EVIL}`,
  `/${EVIL}`,
  `%2f${EVIL}`,
  `${NAME}/../${EVIL}`,
  `${NAME}%2f..%2f${EVIL}`,
  `${NAME}.jpg`,
  `${NAME}-${EVIL}`,
  `${NAME}%00`,
  `${NAME}%00.jpg`,
  `${NAME}%0d%0aX-Evil:1`,
  `${NAME}%20`,
  `%ef%bb%bf${NAME}`,
  NAME.toUpperCase(),
  NAME.slice(1),
  `${NAME}0`,
  NAME.repeat(100),
  `${'a'.repeat(60)}%D9%A3%D9%A3%D9%A3%D9%A3`,
  `${NAME.slice(2)}%zz`,
  'parts',
  '.',
  '',
];

/** Every name under a folder, however deep. */
const filesIn = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

test('[HOSTILE-14] path tricks in a blob’s name get a clear answer at both nodes, and write nothing anywhere', async () => {
  const { world, hub, dataDir } = hostile;
  const driver = await signIn(world.serverUrl, 'driver1.alger');
  const uploads = async () => (await world.database.query('SELECT * FROM blob_uploads')).rowCount;
  const before = [await filesIn(dataDir), await uploads()];
  for (const url of [hub.url, world.serverUrl]) {
    for (const trick of PATH_TRICKS) {
      for (const method of ['PUT', 'GET', 'HEAD']) {
        const head = `${method} /api/sync/blobs/${trick} HTTP/1.1\r\nAuthorization: ${driver.authorization}`;
        const answer = await raw(url, head, method === 'PUT' ? Buffer.from(EVIL) : Buffer.alloc(0));
        const what = `${method} ${trick.slice(0, 200)} ${answer.status} ${answer.body}`;
        expect([400, 404, 405, 414], what).toContain(answer.status);
        if (method !== 'HEAD') expect(JSON.parse(answer.body).code, what).toMatch(/^[A-Z_]+$/);
      }
    }
    // What is no path at all never gets as far as a route.
    const nul = await raw(url, `PUT /api/sync/blobs/${NAME}\0 HTTP/1.1\r\nAuthorization: ${driver.authorization}`);
    expect(nul.status).toBe(400);
  }
  expect([await filesIn(dataDir), await uploads()]).toEqual(before);
  for (const folder of [process.cwd(), tmpdir(), dirname(process.cwd()), '/', join(dataDir, 'blobs')]) {
    expect((await readdir(folder)).join()).not.toContain(EVIL);
  }
});

test('[HOSTILE-14] ranges that are none, contradict themselves or lead beyond all bounds are refused, and keep nothing', async () => {
  const { world, hub } = hostile;
  const driver = await signIn(world.serverUrl, 'driver2.alger');
  const bytes = randomBytes(100);
  const name = createHash('sha256').update(bytes).digest('hex');
  const path = `/api/sync/blobs/${name}`;
  const ranges: [string, number][] = [
    ['bytes', 400],
    ['bytes=0-99', 400],
    ['bytes 0-99', 400],
    ['bytes 0-99/*', 400],
    ['bytes -1-98/100', 400],
    ['bytes 0--1/100', 400],
    ['bytes 99-0/100', 400],
    ['bytes 1e1-99/100', 400],
    ['bytes 0x0-0x63/100', 400],
    ['bytes 0.5-99.5/100', 400],
    ['bytes 0-99/50', 400],
    ['bytes 0-99/100, bytes 0-99/100', 400],
    ['bytes 0-199/200', 400],
    [`bytes 0-${'9'.repeat(400)}/${'9'.repeat(401)}`, 400],
    ['bytes 9007199254740893-9007199254740992/9007199254740993', 400],
    ['bytes 8388609-8388708/8388709', 413],
    ['bytes 100-199/300', 409],
  ];
  for (const url of [hub.url, world.serverUrl]) {
    const { authorization } = driver;
    for (const [range, status] of ranges) {
      const headers = `Authorization: ${authorization}\r\nContent-Type: image/jpeg\r\nContent-Range: ${range}`;
      const answer = await raw(url, `PUT ${path} HTTP/1.1\r\n${headers}`, bytes);
      const what = `${range.slice(0, 80)} ${answer.body}`;
      expect(answer.status, what).toBe(status);
      expect(JSON.parse(answer.body).code, what).toMatch(/^[A-Z_]+$/);
      expect((await call(url, 'HEAD', path, { authorization })).headers.get('upload-offset'), what).toBe('0');
    }
    const honest = { authorization, raw: new Uint8Array(bytes), headers: { 'content-type': 'image/jpeg' } };
    expect((await call(url, 'PUT', path, honest)).status).toBe(201);
  }
});
