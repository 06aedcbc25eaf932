import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeApp } from '#shared/node-app/node-app.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { handshake } from '#shared/testing/handshake.ts';
import { WAIT_MS } from '#shared/testing/wait-limits.ts';
import { companyCa } from './company-ca.ts';
import { prepareNext, switchToNext } from './rotate.ts';
import { keepServerCertificate, type ServerCertificateDeps, serverCertificate } from './server-certificate.ts';

/** The server's own certificate through time: a real CA, a real listening app, and a clock that the test moves on. */
const folders: string[] = [];
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function startServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'manchengo-server-tls-'));
  folders.push(dataDir);
  // Back by two months, so that what is issued meanwhile is good by the machine's own clock, too.
  let behind = 60 * DAY_MS;
  const clock = { ...systemClock, now: () => Date.now() - behind };
  const ca = companyCa({ dataDir, clock, random: systemRandom, domains: [] });
  const log = { ...silentLog, warn: vi.fn(), error: vi.fn() };
  const deps: ServerCertificateDeps = { ca, dataDir, clock, log, files: null, hosts: ['127.0.0.1', 'hq.local'] };
  const material = await serverCertificate(deps);
  if (!material.ok) throw new Error(material.error);
  const app = nodeApp({}, material.value);
  app.get('/', async () => 'here');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  ends.push(() => app.close());
  const keeper = keepServerCertificate(app, deps, material.value);
  ends.push(async () => keeper.stop());
  const bornAt = new X509Certificate(material.value.certificate).validFromDate.getTime();
  return {
    deps,
    app,
    url,
    keeper,
    log,
    ca,
    onDay: (day: number) => {
      behind = Date.now() - (bornAt + day * DAY_MS);
    },
  };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** What a client that trusts the company is shown when it connects now. */
async function shown({ url, ca }: Pick<Server, 'url' | 'ca'>, name = 'hq.local'): Promise<X509Certificate> {
  const outcome = await handshake(url, { ca: await ca.roots(), name });
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.certificate;
}

const serialOf = async (server: Server): Promise<string> => (await shown(server)).serialNumber;

test('[TLS-17] the server’s certificate is made anew from its thirtieth day on, for the next connection, and kept over a restart', async () => {
  const server = await startServer();
  const first = await serialOf(server);
  const open = connectHttp2(server.url, { ca: await server.ca.roots() });
  ends.push(async () => open.destroy());
  server.onDay(LIMITS.certificateRenewDays - 1);
  await server.keeper.look();
  expect(await serialOf(server)).toBe(first);
  server.onDay(LIMITS.certificateRenewDays);
  await server.keeper.look();
  const second = await shown(server);
  expect(second.serialNumber).not.toBe(first);
  const days = (second.validToDate.getTime() - server.deps.clock.now()) / DAY_MS;
  expect(Math.round(days)).toBe(LIMITS.certificateDays - LIMITS.certificateBackdateSeconds / 86_400);
  const status = await new Promise((resolve) =>
    open.request({ ':path': '/' }).once('response', (headers) => resolve(headers[':status'])),
  );
  expect(status, 'the connection of before goes on').toBe(200);
  const restarted = await serverCertificate(server.deps);
  expect(restarted.ok && new X509Certificate(restarted.value.certificate).serialNumber).toBe(second.serialNumber);
});

test('[TLS-16] while the CA’s key is away the server goes on with the old certificate, says so, and tries again', async () => {
  const server = await startServer();
  const first = await serialOf(server);
  const key = server.ca.folder.at('rootKey');
  renameSync(key, `${key}.away`);
  server.onDay(LIMITS.certificateRenewDays);
  await server.keeper.look();
  await server.keeper.look();
  expect(await serialOf(server)).toBe(first);
  expect(server.log.warn).toHaveBeenCalledExactlyOnceWith({}, expect.stringContaining(key));
  server.onDay(LIMITS.certificateDays);
  await server.keeper.look();
  expect(server.log.error, 'one that has ended is an error').toHaveBeenCalledExactlyOnceWith(
    {},
    expect.stringContaining(key),
  );
  renameSync(`${key}.away`, key);
  server.onDay(LIMITS.certificateRenewDays + 1);
  await server.keeper.look();
  expect(await serialOf(server)).not.toBe(first);
});

test('[TLS-16] the server looks by itself every minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  ends.push(async () => vi.useRealTimers());
  const server = await startServer();
  server.onDay(LIMITS.certificateRenewDays);
  const issue = vi.spyOn(server.ca, 'issue');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(issue).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.waitFor(() => expect(issue).toHaveBeenCalledOnce(), { timeout: WAIT_MS });
});

test('[TLS-17] another host by which it is called, and another root that signs, bring a new certificate at once', async () => {
  const server = await startServer();
  server.deps.hosts.push('hq2.local');
  await server.keeper.look();
  expect((await shown(server, 'hq2.local')).subjectAltName).toContain('DNS:hq2.local');
  const before = await serialOf(server);
  const root = { dataDir: server.deps.dataDir, clock: server.deps.clock, random: systemRandom, domains: [] };
  const [old = ''] = await server.ca.roots();
  await prepareNext(server.ca, root);
  await server.keeper.look();
  expect(await serialOf(server), 'the next root signs nothing yet').toBe(before);
  await switchToNext(server.ca, root);
  await server.keeper.look();
  expect(await serialOf(server)).not.toBe(before);
  expect(await handshake(server.url, { ca: [old], name: 'hq.local' }), 'for who knows the old root only').toMatchObject(
    {
      protocol: 'TLSv1.3',
    },
  );
});

test('[TLS-17] an operator’s own files are read again, and a broken one changes nothing', async () => {
  const server = await startServer();
  const file = (name: string) => join(server.deps.dataDir, name);
  const own = async (host: string) => {
    const made = await serverCertificate({ ...server.deps, files: null, hosts: [...server.deps.hosts, host] });
    if (!made.ok) throw new Error(made.error);
    writeFileSync(file('own.pem'), made.value.certificate);
    writeFileSync(file('own-key.pem'), made.value.key);
    return new X509Certificate(made.value.certificate).serialNumber;
  };
  const first = await own('one.local');
  server.deps.files = { certificate: file('own.pem'), key: file('own-key.pem') };
  await server.keeper.look();
  expect(await serialOf(server)).toBe(first);
  writeFileSync(file('own.pem'), readFileSync(file('own.pem'), 'utf8').slice(0, 200));
  await server.keeper.look();
  expect(await serialOf(server)).toBe(first);
  expect(server.log.error).toHaveBeenCalledOnce();
  const second = await own('two.local');
  await server.keeper.look();
  expect(await serialOf(server)).toBe(second);
});
