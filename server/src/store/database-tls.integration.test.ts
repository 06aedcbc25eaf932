import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { startTestCluster, type TestCluster } from '#shared/testing/postgres-cluster.ts';
import { newRoot } from '../ca/company-ca.ts';
import { cryptoKey } from '../ca/ec-key.ts';
import { makeLeaf, parseCertificate } from '../ca/x509.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { waitForDatabase } from './wait-for-database.ts';

let cluster: TestCluster;
let folder: string;
beforeAll(async () => {
  cluster = await startTestCluster();
  folder = await mkdtemp(path.join(tmpdir(), 'manchengo-database-tls-'));
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const migrated = async (url: string) => {
  const database = openDatabase(url);
  const result = await migrate(database, systemRandom);
  await database.end();
  return result;
};

/** A CA in a file, and a certificate of it for a name. */
async function certified(name: string) {
  const root = await newRoot({
    clock: systemClock,
    random: systemRandom,
    domains: ['localhost', 'elsewhere.example'],
    dataDir: folder,
  });
  const signing = await crypto.subtle.importKey(
    'pkcs8',
    Buffer.from(root.keyPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const leaf = await makeLeaf({
    root: parseCertificate(root.pem),
    signingKey: signing,
    publicKey: cryptoKey(publicKey, ['verify']),
    names: [name],
    addresses: [],
    period: { from: now - 60_000, until: now + 3_600_000 },
    random: systemRandom,
  });
  const ca = path.join(folder, `${name}.pem`);
  await writeFile(ca, root.pem);
  return { ca, certificate: leaf.toString('pem'), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** Has PostgreSQL write the files itself, so that they are its account's, and speak TLS from the next connection on. */
async function serveTls({ certificate, key }: { certificate: string; key: string }): Promise<void> {
  const owner = openDatabase(cluster.url);
  for (const [file, pem] of [
    ['server.crt', certificate],
    ['server.key', key],
  ] as const) {
    const { rows } = await owner.query<{ dir: string }>(`SELECT current_setting('data_directory') AS dir`);
    await owner.query(
      `COPY (SELECT unnest(string_to_array('${pem.trim()}', E'\\n'))) TO PROGRAM 'umask 077 && cat > "${rows[0]?.dir}/${file}"'`,
    );
  }
  await owner.query('ALTER SYSTEM SET ssl = on');
  await owner.query('SELECT pg_reload_conf()');
  await owner.end();
}

const overTls = (ca: string | null): string => {
  const url = new URL(cluster.url);
  url.hostname = 'localhost';
  url.searchParams.set('sslmode', 'verify-full');
  if (ca !== null) url.searchParams.set('sslrootcert', ca);
  return url.href;
};

test('[NODE-50] the server verifies its database: by the CA of a file and the name, and says what is wrong', async () => {
  const right = await certified('localhost');
  expect(await migrated(overTls(right.ca))).toMatchObject({ ok: false, error: expect.stringMatching(/speaks no TLS/) });
  await serveTls(right);
  await expect.poll(() => migrated(overTls(right.ca))).toMatchObject({ ok: true });
  const database = openDatabase(overTls(right.ca));
  expect((await database.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows).toEqual([
    { ssl: true },
  ]);
  await database.end();
  const other = await certified('elsewhere.example');
  const notBelieved = { ok: false, error: expect.stringMatching(/^The certificate of the database is not believed/) };
  expect(await migrated(overTls(other.ca))).toMatchObject(notBelieved);
  expect(await migrated(overTls(null))).toMatchObject(notBelieved);
  await serveTls(other);
  await expect.poll(() => migrated(overTls(other.ca))).toMatchObject(notBelieved);
});

test('[NODE-51] a start waits for a database that comes up, says so once, and waits for nothing else', async () => {
  const said: string[] = [];
  const log = { debug() {}, info() {}, error() {}, warn: (_about: object, text: string) => void said.push(text) };
  const waiting = (url: string, clock = systemClock, seconds = 30) => waitForDatabase(url, { clock, log, seconds });
  const real = new URL(cluster.url);
  const gate = createServer((socket) => {
    const onward = connect(Number(real.port), real.hostname);
    for (const end of [socket, onward]) end.on('error', () => end.destroy());
    socket.pipe(onward).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const { port } = gate.address() as { port: number };
  gate.close();
  await once(gate, 'close');
  const url = new URL(cluster.url);
  url.port = String(port);
  let slept = 0;
  const clock = {
    now: () => slept,
    async sleep(ms: number) {
      slept += ms;
      if (slept === 1_500) await once(gate.listen(port, '127.0.0.1'), 'listening');
    },
  };
  await waiting(url.href, clock);
  expect([slept, said]).toEqual([1_500, [expect.stringMatching(/does not answer yet/)]]);
  gate.close();
  url.port = real.port;
  url.password = 'wrong';
  await waiting(url.href, { now: () => 0, sleep: () => Promise.reject(new Error('it waits')) });
});
