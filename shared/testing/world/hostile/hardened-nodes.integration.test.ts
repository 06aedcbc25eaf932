import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, DEMO_PASSWORD, enrollCode, eventually, type SignedIn, signIn } from '../start-world.ts';

/** Both nodes as their operators start them, at the most talkative level. */
let database: TestDatabase;
let server: NodeProcess;
let hub: NodeProcess;
let folder: string;
let code: string;
let admin: SignedIn;
let driver: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'manchengo-hardened-'));
  const talkative = { MANCHENGO_LOG_LEVEL: 'debug', MANCHENGO_TLS: 'off' };
  server = await startNode('server', {
    ...talkative,
    DATABASE_URL: database.url,
    MANCHENGO_DEMO: '1',
    MANCHENGO_DATA_DIR: join(folder, 'server'),
  });
  admin = await signIn(server.ready.url, 'admin');
  code = await enrollCode(server.ready.url, 'ALG', admin);
  hub = await startNode('hub', {
    ...talkative,
    MANCHENGO_DATA_DIR: join(folder, 'hub'),
    MANCHENGO_UPSTREAM: server.ready.url,
    MANCHENGO_ENROLL_CODE: code,
  });
  driver = await signIn(hub.ready.url, 'driver1.alger');
});
afterAll(async () => {
  await hub?.end('SIGTERM');
  await server?.end('SIGTERM');
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const MEBI = 1024 * 1024;
/** Half a gigabyte of nothing. Members and frames may stand one behind another, and are one body. */
const inflating: Record<string, () => Buffer> = {
  gzip: () => Buffer.concat(Array.from({ length: 32 }, () => gzipSync(Buffer.alloc(16 * MEBI)))),
  zstd: () => Buffer.concat(Array.from({ length: 32 }, () => zstdCompressSync(Buffer.alloc(16 * MEBI)))),
  br: () => brotliCompressSync(Buffer.alloc(128 * MEBI), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};
const AT_ONCE = 8;
const MORE_BYTES = 64 * MEBI;

/** The most memory that a process ever had since it was last asked to forget, as the system counts it. */
async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
const forgetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5');

/** What one caller may cost besides: its body as far as it is read, and its decoder's window. */
const A_CALLER_BYTES = LIMITS.bodyBytes + 4 * MEBI;

test.each(Object.keys(inflating))(
  '[HARD-8] a small %s body that inflates to a huge one is 413, in less than 64 MiB more; eight at once cost a body each',
  async (encoding) => {
    const raw = new Uint8Array(inflating[encoding]?.() ?? Buffer.alloc(0));
    expect(raw.length).toBeLessThan(MEBI);
    for (const node of [server, hub]) {
      const pid = node.child.pid as number;
      const headers = { 'content-encoding': encoding };
      const send = () =>
        call(node.ready.url, 'POST', '/api/sync/push', { authorization: driver.authorization, raw, headers });
      const costOf = async (count: number): Promise<number> => {
        await forgetPeak(pid);
        const before = await peakBytes(pid);
        const answers = await Promise.all(Array.from({ length: count }, send));
        for (const { status, body } of answers) expect([status, body.code]).toEqual([413, 'BATCH_TOO_LARGE']);
        return (await peakBytes(pid)) - before;
      };
      expect(await costOf(1)).toBeLessThan(MORE_BYTES);
      expect(await costOf(AT_ONCE)).toBeLessThan(MORE_BYTES + AT_ONCE * A_CALLER_BYTES);
    }
  },
);

test('[HARD-7] whatever happens, no secret of a whole world is in its logs, at debug level', async () => {
  const { url } = server.ready;
  const [, desktopToken = ''] = /token=(.+)$/.exec(hub.ready.desktop_url ?? '') ?? [];
  const desktop = new URL(hub.ready.desktop_url ?? '').origin;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const keys = await client.query<{ d: string }>(`SELECT private_jwk ->> 'd' AS d FROM signing_keys`);
  const notes = await client.query<{ qr: string }>('SELECT qr_payload AS qr FROM deliveries LIMIT 1');
  await client.end();
  const qr = notes.rows[0]?.qr ?? '';
  const wrong = 'a-wrong-but-close-password';
  for (const at of [url, hub.ready.url]) {
    const { session, device, authorization } = driver;
    const card = { id: device.id, name: 'x', platform: 'x', app_version: '0', public_key: device.publicKey };
    await call(at, 'POST', '/api/auth/login', { body: { username: 'driver1.alger', password: wrong, device: card } });
    await call(at, 'POST', '/api/auth/login', { body: { username: 1, password: wrong } });
    await call(at, 'POST', '/api/auth/refresh', { body: { refresh_token: session.refresh_token } });
    await call(at, 'POST', '/api/auth/refresh', { raw: `{"refresh_token":"${session.refresh_token}",` });
    await call(at, 'GET', `/api/sync/pull?token=${session.access_token}&since=nonsense`, { authorization });
    await call(at, 'GET', '/api/sync/status', { authorization: `${authorization}x` });
    await call(at, 'GET', `/${qr}?token=${desktopToken}`);
    const scan = { entity_type: 'DELIVERY', entity_id: device.id, action: 'DELIVERY_VALIDATED' };
    const event = device.say({ ...scan, payload: { qr_scanned: qr, validated_at: 'never' } });
    await call(at, 'POST', '/api/sync/push', { authorization, body: device.pushBody([event]) });
  }
  await call(url, 'POST', '/api/hubs/enroll', { body: { code, name: 'x', public_key: admin.device.publicKey } });
  await call(desktop, 'GET', '/api/desktop/overview', { authorization: `Bearer ${desktopToken}` });
  await call(desktop, 'GET', `/api/desktop/overview?token=${desktopToken}`);
  const logs = await eventually(
    () => server.log() + hub.log(),
    (text) => text.includes('a request was refused'),
    'something was logged',
  );
  const { access_token, refresh_token } = driver.session;
  const secrets = [
    DEMO_PASSWORD,
    wrong,
    access_token,
    refresh_token,
    code,
    desktopToken,
    qr,
    admin.session.access_token,
  ];
  for (const secret of [...secrets, ...keys.rows.map(({ d }) => d)]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(logs.includes(secret), `${secret.slice(0, 6)}… is in a log`).toBe(false);
  }
});
