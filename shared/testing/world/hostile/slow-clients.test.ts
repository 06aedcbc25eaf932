import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyCa } from '#server/ca/company-ca.ts';
import { serverCertificate } from '#server/ca/server-certificate.ts';
import { nodeApp } from '#shared/node-app/node-app.ts';
import { protect } from '#shared/node-app/protect.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';

/** A node's app over TLS whose patience is short, and clients that have more of it. */
const LIMITS = { headersMs: 400, requestMs: 400, silentMs: 400, idleMs: 400 };
const BYTE_EVERY_MS = 30;
const folder = mkdtempSync(join(tmpdir(), 'manchengo-slow-'));
let app: FastifyInstance;
let url: string;
let ca: string;

beforeAll(async () => {
  const authority = companyCa({ dataDir: folder, clock: systemClock, random: systemRandom, domains: [] });
  const deps = {
    ca: authority,
    dataDir: folder,
    clock: systemClock,
    log: silentLog,
    files: null,
    hosts: ['127.0.0.1'],
  };
  const material = await serverCertificate(deps);
  if (!material.ok) throw new Error(material.error);
  ca = (await authority.roots())[0] as string;
  app = nodeApp({ http: { connectionsCheckingInterval: 20 } } as FastifyServerOptions, material.value);
  await protect(app, {}, null, LIMITS);
  app.post('/api/x', async (request) => ({ got: request.body }));
  // Never answers, and reads nothing.
  app.get('/api/never', () => new Promise(() => {}));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

function session(): { client: ClientHttp2Session; closed: Promise<void> } {
  const client = connectHttp2(url, { ca });
  client.on('error', () => {});
  return { client, closed: new Promise((resolve) => client.once('close', () => resolve())) };
}

/** Says a byte now and then, for as long as somebody listens. */
function dribble(write: () => void): () => void {
  const timer = setInterval(write, BYTE_EVERY_MS);
  return () => clearInterval(timer);
}

const json = { ':method': 'POST', ':path': '/api/x', 'content-type': 'application/json' };

test('[HARD-5] over HTTP/2 a body of a byte now and then is cut off, and the connection has an end', async () => {
  const { client, closed } = session();
  const stream = client.request(json);
  stream.on('error', () => {});
  const silence = dribble(() => stream.write('1'));
  await new Promise((resolve) => stream.once('close', resolve));
  silence();
  expect(stream.rstCode).not.toBe(0);
  await closed;
});

test('[HARD-5] over HTTP/2 what is whole in time is answered, one after another', async () => {
  const { client, closed } = session();
  for (const n of [1, 2, 3]) {
    const stream = client.request(json);
    stream.write('[');
    stream.end(`${n}]`);
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(JSON.parse(text)).toEqual({ got: [n] });
  }
  client.close();
  await closed;
});

test('[HARD-5] a connection that only says that it is there has an end', async () => {
  const { client, closed } = session();
  const silence = dribble(() => client.destroyed || client.ping(() => {}));
  await closed;
  silence();
});

test('[HARD-5] an answer that never comes holds no connection that only says that it is there', async () => {
  const { client, closed } = session();
  const stream = client.request({ ':path': '/api/never' });
  stream.on('error', () => {});
  stream.end();
  const silence = dribble(() => client.destroyed || client.ping(() => {}));
  await closed;
  silence();
});

function openTls(protocol: string): Promise<TLSSocket> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connectTls({ host: '127.0.0.1', port: Number(port), ca, ALPNProtocols: [protocol] }, () =>
      resolve(socket),
    );
    socket.on('error', () => {});
  });
}

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
/** HEADERS of stream 1 with 16,000 bytes to come. */
const HEADERS = Buffer.from([0, 0x3e, 0x80, 1, 4, 0, 0, 0, 1]);

test('[HARD-5] headers of a byte now and then are cut off on both protocols', async () => {
  for (const [protocol, begin] of [
    ['h2', Buffer.concat([PREFACE, SETTINGS, HEADERS])],
    ['http/1.1', Buffer.from('GET /api/x HTTP/1.1\r\nHost: x\r\nX-Slow: ')],
  ] as const) {
    const socket = await openTls(protocol);
    expect(socket.alpnProtocol).toBe(protocol);
    socket.resume();
    socket.write(begin);
    const silence = dribble(() => socket.writable && socket.write('x'));
    await new Promise((resolve) => socket.once('close', resolve));
    silence();
  }
});

test('[HARD-5] over HTTP/1.1 and TLS a body of a byte now and then is cut off', async () => {
  const socket = await openTls('http/1.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.write('POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n');
  const silence = dribble(() => socket.writable && socket.write('1'));
  await new Promise((resolve) => socket.once('close', resolve));
  silence();
  expect(said).toMatch(/^HTTP\/1.1 408 /);
});
