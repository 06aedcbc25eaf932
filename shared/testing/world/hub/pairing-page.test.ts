import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPairing } from '#hub/pairing/build-pairing.ts';
import { LANGUAGES, languageOf } from '#hub/pairing/page.ts';
import { fr } from '#hub/pairing/texts/fr.ts';
import { companyCa } from '#server/ca/company-ca.ts';
import { prepareNext } from '#server/ca/rotate.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';

const APP = 'https://manchengo.local:8443';
let folder: string;
let roots: string[];
let shown: string[];
let app: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'manchengo-pairing-'));
  const deps = { dataDir: folder, clock: systemClock, random: systemRandom, domains: [] };
  const ca = companyCa(deps);
  await prepareNext(ca, deps);
  roots = await ca.roots();
  app = await buildPairing({ roots: () => shown, appUrl: APP, logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(url: string, headers: Record<string, string> = {}) {
  shown ??= roots.slice(0, 1);
  return app.inject({ url, headers });
}

describe('[TLS-12] the page that prepares a phone', () => {
  test('[TLS-12] it gives the CA as .crt, in the form and under the type that Android takes', async () => {
    shown = roots.slice(0, 1);
    const { headers, rawPayload } = await get('/manchengo-ca.crt');
    expect(headers).toMatchObject({
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': 'attachment; filename="manchengo-ca.crt"',
    });
    expect(new X509Certificate(rawPayload).raw.equals(new X509Certificate(roots[0] ?? '').raw)).toBe(true);
    expect((await get('/manchengo-ca-2.crt')).statusCode).toBe(302);
  });

  test('[TLS-12] it gives the CA as a profile for iPhones, the next one in it while the CA changes', async () => {
    shown = roots;
    const { headers, body } = await get('/manchengo-ca.mobileconfig');
    expect(headers['content-type']).toBe('application/x-apple-aspen-config');
    const given = [...body.matchAll(/<data>([^<]+)<\/data>/g)].map(
      ([, data = '']) => new X509Certificate(Buffer.from(data, 'base64')),
    );
    expect(given.map(({ fingerprint256 }) => fingerprint256)).toEqual(
      roots.map((root) => new X509Certificate(root).fingerprint256),
    );
    expect((await get('/manchengo-ca.mobileconfig')).body).toBe(body);
    const second = await get('/manchengo-ca-2.crt');
    expect(fingerprintOf(new X509Certificate(second.rawPayload).toString())).toBe(fingerprintOf(roots[1] ?? ''));
  });

  test('[TLS-12] it shows the fingerprint in groups, and leads to the app by its name', async () => {
    shown = roots.slice(0, 1);
    const { body, headers } = await get('/');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const groups = [...body.matchAll(/<span>([0-9A-F]{4})<\/span>/g)].map(([, group]) => group);
    expect(groups.join('').toLowerCase()).toBe(fingerprintOf(roots[0] ?? ''));
    expect(body).toContain(`href="${APP}"`);
  });

  test('[TLS-12] it runs no script and loads nothing but its own sheet', async () => {
    const { headers, body } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'none'");
    expect(body).not.toMatch(/<script|style=|onclick|<img|http-equiv/);
  });

  test('[TLS-12] it speaks French, Arabic and English, as the browser asks or the person chooses', async () => {
    expect(languageOf(undefined, 'ar-DZ,ar;q=0.9,fr;q=0.8')).toBe('ar');
    expect(languageOf(undefined, 'kab,de;q=0.7')).toBe('fr');
    expect(languageOf('en', 'ar')).toBe('en');
    expect(languageOf('__proto__', '')).toBe('fr');
    const arabic = await get('/?lang=ar');
    expect(arabic.body).toContain('<html lang="ar" dir="rtl">');
    for (const texts of Object.values(LANGUAGES)) expect(Object.keys(texts).sort()).toEqual(Object.keys(fr).sort());
    for (const texts of Object.values(LANGUAGES)) {
      expect([texts.androidSteps.length, texts.iphoneSteps.length]).toEqual([
        fr.androidSteps.length,
        fr.iphoneSteps.length,
      ]);
    }
  });
});

test.each(['/', '/deliveries', '/assets/app.js', '/style.css.map'])(
  '[TLS-13] GET %s over plain HTTP is the page, or leads to it',
  async (url) => {
    const { statusCode, headers } = await get(url);
    if (url === '/') expect(statusCode).toBe(200);
    else expect([statusCode, headers.location]).toEqual([302, '/']);
  },
);

test.each([
  ['GET', '/api/sync/status'],
  ['POST', '/api/auth/login'],
  ['POST', '/'],
  ['PUT', '/api/sync/blobs/x'],
] as const)('[TLS-13] %s %s over plain HTTP is refused, in a word that says where to go', async (method, url) => {
  const answer = await app.inject({ method, url, payload: {} });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ code: 'NOT_FOUND', detail: expect.stringContaining(APP) });
});
