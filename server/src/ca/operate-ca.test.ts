import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { fingerprintGroups } from '#shared/domain/fingerprint.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { companyCa } from './company-ca.ts';
import { operateCa } from './operate-ca.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An operator at the folder of a server that has been started once. */
async function operator() {
  const dataDir = mkdtempSync(join(tmpdir(), 'manchengo-operator-'));
  folders.push(dataDir);
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const deps = { dataDir, clock, random: systemRandom, domains: [] };
  const company = companyCa(deps);
  await company.roots();
  const file = (name: string) => join(dataDir, 'ca', name);
  return {
    dataDir,
    file,
    read: (name: string) => readFileSync(file(name), 'utf8'),
    files: () => readdirSync(join(dataDir, 'ca')).sort(),
    days: (days: number) => {
      ahead += days * DAY_MS;
    },
    ca: (...words: string[]) => operateCa(company, deps, words),
  };
}

const grouped = (pem: string): string => fingerprintGroups(fingerprintOf(pem)).join(' ');

test('[TLS-18] the operator sees the roots, makes the next one and lets it sign, and is told what comes after each step', async () => {
  const { ca, read, days } = await operator();
  const old = read('root.pem');
  const first = await ca();
  expect(first.ok && first.value).toMatch(
    /^Manchengo CA [0-9A-F]{6}: signs, until \d{4}-\d\d-\d\d, its key is in place\n/,
  );
  expect(first.ok && first.value).toContain(grouped(old));
  const made = await ca('next');
  const next = read('next.pem');
  expect(made.ok && made.value).toMatch(/: signs, [\s\S]*: will sign, [\s\S]*npm run ca -- switch/);
  expect(made.ok && made.value).toContain(grouped(next));
  days(LIMITS.certificateRenewDays);
  const switched = await ca('switch');
  expect(switched.ok && switched.value).toMatch(/: signs, [\s\S]*: signed before, [\s\S]*its key is not in place/);
  expect([read('root.pem'), read('previous.pem')]).toEqual([next, old]);
});

test('[TLS-18] a step that cannot be done says why, and changes nothing', async () => {
  const { ca, file, files, days } = await operator();
  expect(await ca('switch')).toEqual({ ok: false, error: expect.stringContaining('npm run ca -- next') });
  await ca('next');
  expect(await ca('next')).toEqual({ ok: false, error: expect.stringContaining('there already') });
  days(LIMITS.certificateRenewDays);
  renameSync(file('root-key.pem'), `${file('root-key.pem')}.safe`);
  const before = files();
  expect(await ca('switch')).toEqual({ ok: false, error: expect.stringContaining(file('root-key.pem')) });
  expect(files()).toEqual(before);
  for (const words of [['revoke'], ['next', 'switch'], ['next', '--now'], ['switch', '--now', '--now']]) {
    expect(await ca(...words)).toEqual({ ok: false, error: expect.stringContaining('npm run ca') });
  }
});

test('[TLS-21] the next root does not sign before every hub has it, unless the operator says so and is told what breaks', async () => {
  const { ca, read, files, days } = await operator();
  await ca('next');
  const [old, next, before] = [read('root.pem'), read('next.pem'), files()];
  for (const wait of [0, LIMITS.certificateRenewDays - 1]) {
    days(wait);
    const early = await ca('switch');
    expect(early).toEqual({
      ok: false,
      error: expect.stringMatching(/by \d{4}-\d\d-\d\d[\s\S]*switch --now[\s\S]*refused from/),
    });
    expect([files(), read('root.pem')]).toEqual([before, old]);
  }
  expect(await ca('switch', '--now')).toMatchObject({ ok: true });
  expect(read('root.pem')).toBe(next);
});

test('[TLS-18] the command goes by the server’s settings, and makes no CA where the server has made none', async () => {
  const run = (dataDir: string, ...words: string[]) => {
    const env = { PATH: process.env.PATH, MANCHENGO_DATA_DIR: dataDir, MANCHENGO_APP_HOST: 'depot.company.example' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['server/src/ca/main.ts', ...words], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const { dataDir, read } = await operator();
  expect(run(dataDir, 'next')).toEqual({ status: 0, stdout: expect.stringContaining('will sign'), stderr: '' });
  const der = Buffer.from(read('next.pem').replace(/-----[^-]+-----|\s/g, ''), 'base64');
  expect(der.toString('latin1'), 'the next root is for the company’s names of today').toContain(
    'depot.company.example',
  );
  const elsewhere = join(dataDir, 'elsewhere');
  expect(run(elsewhere)).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining('MANCHENGO_DATA_DIR') });
});
