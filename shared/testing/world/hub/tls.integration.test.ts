import { X509Certificate } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateRequest } from '#hub/certificates/certificate-request.ts';
import { type HubKey, loadHubKey } from '#hub/key/hub-key.ts';
import type { RunningHub } from '#hub/open-hub.ts';
import { hubCredentials } from '#hub/uplink/hub-credentials.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { hubHost } from '#shared/domain/hub-host.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { type NodeTransport, nodeTransport } from '#shared/ports/transport-node.ts';
import { handshake } from '../../handshake.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { TestDevice } from '../../test-device.ts';
import { DEMO_PASSWORD } from '../start-world.ts';
import { type HubOptions, type SecureWorld, startSecureWorld } from './secure-world.ts';

let database: TestDatabase;
let world: SecureWorld;
let network: NodeTransport;
const ids = uuidV7(systemClock, systemRandom);

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startSecureWorld(database.url);
  network = nodeTransport(await world.ca.roots());
});
afterAll(async () => {
  await network?.close();
  await world?.close();
  await database?.drop();
});

async function post(path: string, body: unknown, authorization?: string) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const request = { method: 'POST' as const, url: world.url + path, headers, timeoutMs: 10_000 };
  const answer = await network.request({ ...request, body: JSON.stringify(body) });
  if (answer.kind === 'unreachable') throw new Error(answer.reason);
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
  return { status: answer.status, body: answer.body as any };
}

async function newKey(): Promise<HubKey> {
  const key = await loadHubKey(await world.folder(), null);
  if (!key.ok) throw new Error(key.error);
  return key.value;
}

const enrol = (code: string, key: HubKey, csr?: string) =>
  post('/api/hubs/enroll', { code, name: 'Hub', public_key: key.public_jwk, ...(csr === undefined ? {} : { csr }) });

const tokenOf = async (hubId: string, key: HubKey): Promise<string> => {
  const identity = { hub_id: hubId, name: 'Hub', depot: { id: 1, code: 'ALG', name: 'A' }, upstream: world.url };
  const credentials = hubCredentials(identity, key, { transport: network, clock: systemClock, ids });
  return (await credentials.authorization({ kind: 'server', url: world.url })) ?? '';
};

const namesOf = (pem: string): string[] => (new X509Certificate(pem).subjectAltName ?? '').split(', ').sort();

async function hubsExpiry(hubId: string): Promise<string | null> {
  const { rows } = await world.server.deps.database.query('SELECT certificate_expires_at FROM hubs WHERE id = $1', [
    hubId,
  ]);
  return rows[0]?.certificate_expires_at ?? null;
}

async function start(options: HubOptions): Promise<RunningHub> {
  const hub = await world.hub(options);
  if (!hub.ok) throw new Error(hub.error);
  return hub.value;
}

describe('a hub’s certificate', () => {
  test('[TLS-3] is for the app’s name, the hub’s own, and its private addresses; whatever else it asks for is ignored', async () => {
    const key = await newKey();
    const many = Array.from({ length: LIMITS.certificateAddresses }, (_, index) => `10.0.0.${index + 1}`);
    const csr = await certificateRequest(key, ['8.8.8.8', '127.0.0.1', ...many]);
    const { status, body } = await enrol(await world.code(), key, csr);
    expect(status).toBe(200);
    const addresses = ['127.0.0.1', ...many.slice(0, -1)].map((address) => `IP Address:${address}`);
    expect(namesOf(body.certificate)).toEqual(
      ['DNS:manchengo.local', `DNS:${hubHost(body.hub_id)}`, ...addresses].sort(),
    );
    expect(body.ca).toBe((await world.ca.roots()).join(''));
    expect(await hubsExpiry(body.hub_id)).toBe(new X509Certificate(body.certificate).validToDate.toISOString());
  });

  test('[TLS-3] a code and key get the same answer again, with a certificate of the same names; without a csr none', async () => {
    const key = await newKey();
    const code = await world.code();
    const csr = await certificateRequest(key, ['192.168.1.10']);
    const first = await enrol(code, key, csr);
    const again = await enrol(code, key, csr);
    expect({ ...again.body, certificate: namesOf(again.body.certificate) }).toEqual({
      ...first.body,
      certificate: namesOf(first.body.certificate),
    });
    expect((await enrol(code, key)).body).toMatchObject({ certificate: null, ca: null });
  });

  test('[TLS-4] a csr of another key, one that is not signed with its key, or none at all is 400 and spends no code', async () => {
    const key = await newKey();
    const code = await world.code();
    const good = await certificateRequest(key, []);
    const der = Buffer.from(good.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    const bad = [await certificateRequest(await newKey(), []), forged, 'nothing of the kind', '-----BEGIN', ''];
    for (const csr of bad)
      expect(await enrol(code, key, csr)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    const long = await enrol(code, key, good.padEnd(LIMITS.csrChars + 1, '\n'));
    expect(long).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(await enrol(code, key, good.padEnd(LIMITS.csrChars, '\n'))).toMatchObject({ status: 200 });
  });

  test('[TLS-2] while the CA’s key is away a hub is told where it belongs, its code stays good, and the server goes on', async () => {
    const key = await newKey();
    const code = await world.code();
    const csr = await certificateRequest(key, []);
    const file = world.ca.folder.at('rootKey');
    renameSync(file, `${file}.away`);
    const refused = await enrol(code, key, csr);
    renameSync(`${file}.away`, file);
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'UNAVAILABLE', detail: expect.stringContaining(file) },
    });
    expect(await enrol(code, key, csr)).toMatchObject({ status: 200 });
  });

  test('[TLS-5] an enrolled hub renews it; a phone and a closed hub get none', async () => {
    const key = await newKey();
    const { body } = await enrol(await world.code(), key);
    const authorization = await tokenOf(body.hub_id, key);
    const csr = await certificateRequest(key, ['192.168.7.7']);
    const renewed = await post('/api/hubs/renew', { csr }, authorization);
    expect(namesOf(renewed.body.certificate)).toContain('IP Address:192.168.7.7');
    expect(await hubsExpiry(body.hub_id)).toBe(new X509Certificate(renewed.body.certificate).validToDate.toISOString());
    const device = new TestDevice(0);
    const registration = { id: device.id, name: 't', platform: 'n', app_version: '0', public_key: device.publicKey };
    const session = await post('/api/auth/login', {
      username: 'driver1.alger',
      password: DEMO_PASSWORD,
      device: registration,
    });
    const asPhone = await post('/api/hubs/renew', { csr }, `Bearer ${session.body.access_token}`);
    expect(asPhone).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await post('/api/hubs/renew', { csr })).toMatchObject({ status: 401 });
    await world.server.deps.database.query('UPDATE hubs SET is_active = false WHERE id = $1', [body.hub_id]);
    expect(await post('/api/hubs/renew', { csr }, authorization)).toMatchObject({ status: 401 });
  });
});

describe('a node that speaks TLS', () => {
  test('[TLS-7] it speaks TLS 1.3 alone, HTTP/2 and HTTP/1.1, and tells browsers never to come without', async () => {
    const hub = await start({ dataDir: await world.folder() });
    const ca = await world.ca.roots();
    for (const url of [world.url, hub.url]) {
      expect(url).toMatch(/^https:/);
      expect(await handshake(url, { ca })).toMatchObject({ protocol: 'TLSv1.3', alpn: 'h2' });
      expect(await handshake(url, { ca, maxVersion: 'TLSv1.2' })).toHaveProperty('refused');
      expect(await handshake(url, { ca: [] })).toHaveProperty('refused');
      const session = connectHttp2(url, { ca });
      const stream = session.request({ ':path': '/.well-known/jwks.json' });
      const [headers] = await new Promise<[Record<string, unknown>]>((resolve) =>
        stream.once('response', (h) => resolve([h])),
      );
      expect(headers).toMatchObject({ ':status': 200, 'strict-transport-security': 'max-age=31536000' });
      session.destroy();
    }
  });

  test('[HARD-11] over HTTP/2 a snapshot goes compressed to whoever takes it, from both nodes', async () => {
    const hub = await start({ dataDir: await world.folder() });
    const ca = await world.ca.roots();
    const device = new TestDevice(0);
    const registration = { id: device.id, name: 't', platform: 'n', app_version: '0', public_key: device.publicKey };
    const credentials = { username: 'driver1.alger', password: DEMO_PASSWORD, device: registration };
    const { body } = await post('/api/auth/login', credentials);
    for (const url of [world.url, hub.url]) {
      const session = connectHttp2(url, { ca });
      const ask = (coding: string) => {
        const headers = { authorization: `Bearer ${body.access_token}`, 'accept-encoding': coding };
        const stream = session.request({ ':path': '/api/sync/bootstrap', ...headers });
        return new Promise<Record<string, unknown>>((resolve) => stream.once('response', resolve));
      };
      await expect.poll(async () => (await ask('gzip, br'))['content-encoding']).toBe('br');
      expect(await ask('identity')).not.toHaveProperty('content-encoding');
      session.destroy();
    }
  });

  test('[TLS-7] it ends although clients keep their sessions open', async () => {
    const hub = await start({ dataDir: await world.folder() });
    const session = connectHttp2(hub.url, { ca: await world.ca.roots() });
    const ended = new Promise((resolve) => session.once('close', resolve));
    session.on('error', () => {});
    await new Promise((resolve) => session.once('connect', resolve));
    await hub.close();
    await ended;
  });
});

describe('a hub’s trust', () => {
  test('[TLS-11] it enrols, pulls and passes sign-in on over TLS, by the fingerprint that HQ gives with the code', async () => {
    const dataDir = await world.folder();
    const hub = await start({
      dataDir,
      env: { MANCHENGO_CA: (await world.ca.fingerprint()).toUpperCase().replace(/(..)(?=.)/g, '$1:') },
    });
    await expect.poll(() => hub.uplink.wan.reachable).toBe(true);
    expect(readFileSync(join(dataDir, 'ca.pem'), 'utf8')).toBe((await world.ca.roots()).join(''));
    await hub.close();
    const again = await start({ dataDir, env: { MANCHENGO_CA: '', MANCHENGO_ENROLL_CODE: '' } });
    await expect.poll(() => again.uplink.wan.reachable).toBe(true);
  });

  test('[TLS-11] a server of another CA, or one whose CA is not known, gets nothing: no code, no key', async () => {
    const other = await world.hub({ dataDir: await world.folder(), env: { MANCHENGO_CA: '0'.repeat(64) } });
    expect(other).toEqual({ ok: false, error: expect.stringContaining('another CA') });
    const unknown = await world.hub({ dataDir: await world.folder(), env: { MANCHENGO_CA: '' } });
    expect(unknown).toEqual({ ok: false, error: expect.stringContaining('MANCHENGO_CA') });
  });
});
