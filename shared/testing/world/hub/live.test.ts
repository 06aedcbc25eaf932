import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { companyCa } from '#server/ca/company-ca.ts';
import { serverCertificate } from '#server/ca/server-certificate.ts';
import { ok, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeApp, type TlsMaterial } from '#shared/node-app/node-app.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { type Authenticate, type Caller, callerId } from '#shared/sync-server/caller.ts';
import { liveRoute, watchRevision } from '#shared/sync-server/live.ts';
import { newsRoute } from '#shared/sync-server/news-route.ts';
import { eventually } from '../start-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'manchengo-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let revision: string | null = '1';
async function watched(tls: TlsMaterial | null): Promise<{ app: FastifyInstance; url: string }> {
  const app = nodeApp({}, tls);
  const listen = watchRevision(() => revision, 10);
  liveRoute(app, { url: '/live', watch: async () => ok({ watcher: 'x', listen }) });
  return { app, url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/live` };
}

/** What a listener notes: `change`, `open` and `shut`. */
function listener(url: string): { notes: string[]; stop: () => void } {
  const notes: string[] = [];
  const stop = listenLive({
    url,
    headers: async () => ({}),
    onChange: () => notes.push('change'),
    onState: (isOpen) => notes.push(isOpen ? 'open' : 'shut'),
    clock: systemClock,
  });
  return { notes, stop };
}
const noted = (notes: string[], what: string, times: number) =>
  eventually(
    () => notes.filter((note) => note === what).length,
    (count) => count >= times,
    `${times} × ${what}`,
  );

test('[NODE-31] a stream says once when it opens and once for each change, and is no reason for a node not to end', async () => {
  revision = '1';
  const { app, url } = await watched(null);
  const { notes, stop } = listener(url);
  await noted(notes, 'change', 1);
  revision = '2';
  await noted(notes, 'change', 2);
  await app.close();
  await noted(notes, 'shut', 1);
  stop();
  expect(notes).toEqual(['open', 'change', 'change', 'shut']);
});

test('[NODE-31] of too many streams of one watcher the oldest ends; all end with the right to watch', async () => {
  revision = '1';
  const { app, url } = await watched(null);
  const all = [listener(url)];
  await noted(all[0]!.notes, 'open', 1);
  for (let n = 0; n < LIMITS.liveStreams; n += 1) {
    all.push(listener(url));
    await noted(all.at(-1)!.notes, 'open', 1);
  }
  await noted(all[0]!.notes, 'shut', 1);
  expect(all.slice(1).flatMap(({ notes }) => notes)).not.toContain('shut');
  revision = null;
  for (const { notes } of all) await noted(notes, 'shut', 1);
  for (const { stop } of all) stop();
  await app.close();
});

test('[NODE-31] over HTTP/2 it is the same, and the node ends', async () => {
  revision = '1';
  const ca = companyCa({ dataDir: folder, clock: systemClock, random: systemRandom, domains: [] });
  const hosts = ['127.0.0.1'];
  const material = await serverCertificate({
    ca,
    dataDir: folder,
    clock: systemClock,
    log: silentLog,
    files: null,
    hosts,
  });
  if (!material.ok) throw new Error(material.error);
  const { app, url } = await watched(material.value);
  const client = connectHttp2(new URL(url).origin, { ca: (await ca.roots())[0] as string });
  const stream = client.request({ ':path': '/live', accept: 'text/event-stream' });
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  const told = () => text.match(/event: \w+/g)?.length ?? 0;
  await eventually(told, (count) => count === 1, 'it is open');
  revision = '2';
  await eventually(told, (count) => count === 2, 'it says the change');
  await app.close();
  await ended;
  client.destroy();
});

test('[NEWS-2] a device’s stream of news ends with its token; of three at one node the oldest ends', async () => {
  let answer: Awaited<ReturnType<Authenticate>> = ok(DEVICE);
  const here: string[] = [];
  const app = nodeApp({}, null);
  newsRoute(app, {
    authenticate: async () => answer,
    listen: async () => () => {},
    onHere: (caller) => here.push(callerId(caller)),
    judgeMs: 10,
  });
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/sync/stream`;
  const streams = [listener(url), listener(url)];
  for (const { notes } of streams) await noted(notes, 'open', 1);
  streams.push(listener(url));
  await noted(streams[0]!.notes, 'shut', 1);
  await noted(streams[2]!.notes, 'open', 1);
  expect(streams[1]!.notes).not.toContain('shut');
  expect(here).toContain(callerId(DEVICE));
  answer = refuse('TOKEN_EXPIRED', '');
  for (const { notes } of streams) await noted(notes, 'shut', 1);
  expect((await fetch(url, { headers: { accept: 'text/event-stream' } })).status).toBe(401);
  answer = refuse('DEVICE_REVOKED', '');
  expect((await fetch(url, { headers: { accept: 'text/event-stream' } })).status).toBe(403);
  for (const { stop } of streams) stop();
  await app.close();
});

const DEVICE = {
  kind: 'device',
  deviceId: '0190a0a0-0000-7000-8000-000000000001',
  userId: 1,
  userName: 'Karim',
  role: 'driver',
  depotId: 1,
  key: {},
  scopeFrom: 0,
  expired: false,
} as unknown as Caller;
