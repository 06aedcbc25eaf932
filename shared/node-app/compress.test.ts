import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appPages } from './app-pages.ts';
import { acceptedCoding, compressAnswers } from './compress.ts';
import { protect } from './protect.ts';

const folder = mkdtempSync(join(tmpdir(), 'manchengo-pages-'));
const items = Array.from({ length: 200 }, (_, n) => ({ id: n, name: 'Épicerie Nour' }));
let app: FastifyInstance;
beforeAll(async () => {
  for (const [name, text] of [
    ['index.html', `<!doctype html>${'<p>Bonjour</p>'.repeat(200)}`],
    ['app.js', 'export const x = 1;\n'.repeat(200)],
  ] as const) {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
  }
  writeFileSync(join(folder, 'tiny.js'), 'export {};');
  app = fastify();
  await protect(app, {}, ['https://manchengo.local:8443']);
  compressAnswers(app);
  app.get('/api/list', async () => ({ items }));
  app.get('/api/short', async () => ({ ok: true }));
  app.get('/api/auth/secret', async () => ({ items }));
  await appPages(app, { root: folder, pages: [] });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['', null],
  ['identity', null],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br;q=0.0,gzip;q=0', null],
  ['*', 'br'],
  ['BR', 'br'],
  ['brotli', null],
])('[HARD-11] "%s" accepts %s', (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding);
});

test('[HARD-11] an answer above a packet goes compressed to whoever takes it, and says the same', async () => {
  const plain = await app.inject('/api/list');
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(plain.json()).toEqual({ items });
  for (const [coding, open] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await app.inject({ url: '/api/list', headers: { 'accept-encoding': coding } });
    expect(answer.headers).toMatchObject({
      'content-encoding': coding,
      'content-length': String(answer.rawPayload.length),
      'cache-control': 'no-store',
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 5);
    expect(JSON.parse(open(answer.rawPayload).toString())).toEqual({ items });
  }
});

test('[HARD-11] a short answer, one that holds secrets, and a HEAD go as they are', async () => {
  for (const url of ['/api/short', '/api/auth/secret', '/%61pi/auth/secret']) {
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'br' } });
    expect([answer.statusCode, answer.headers['content-encoding']], url).toEqual([200, undefined]);
  }
  const head = await app.inject({ method: 'HEAD', url: '/api/list', headers: { 'accept-encoding': 'br' } });
  expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0]);
});

test('[HARD-11] a build’s files go as they were compressed with it, and have no further addresses', async () => {
  for (const url of ['/', '/app.js']) {
    for (const [coding, open] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const plain = await app.inject(url);
      const answer = await app.inject({ url, headers: { 'accept-encoding': coding } });
      expect(answer.headers['content-encoding'], url).toBe(coding);
      expect(answer.headers['content-type']).toBe(plain.headers['content-type']);
      expect(answer.headers['cache-control']).toBe(plain.headers['cache-control']);
      expect(answer.headers.vary).toMatch(/accept-encoding/i);
      expect(open(answer.rawPayload).toString()).toBe(plain.body);
    }
  }
  const tiny = await app.inject({ url: '/tiny.js', headers: { 'accept-encoding': 'br' } });
  expect([tiny.statusCode, tiny.headers['content-encoding']]).toEqual([200, undefined]);
  expect((await app.inject('/app.js.br')).statusCode).toBe(404);
});
