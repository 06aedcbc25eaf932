import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';

const DIST = path.join(import.meta.dirname, '../../dist/mobile-pwa');
/** Its request costs more than what is in it. */
const CRUMB_BYTES = 2_048;
const read = (file: string): string => readFileSync(path.join(DIST, file), 'utf8');
const assets = readdirSync(path.join(DIST, 'assets'));

/** A program and all that it imports before it runs. */
function programs(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, imported = ''] of read(file).matchAll(/(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g))
    programs(path.posix.join(path.posix.dirname(file), imported), seen);
  return seen;
}

const named = (name: string): string => {
  const found = assets.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
  expect(found, name).toHaveLength(1);
  return `assets/${found[0]}`;
};
const weight = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);

test('[OPEN-1] what a phone loads before its tour can be used, and the worker, is no heavier than the limit', () => {
  const ofPage = new Set<string>();
  for (const [, file = ''] of read('index.html').matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) programs(file, ofPage);
  // The heaviest of the languages; nobody loads another before it is chosen.
  const languages = ['fr', 'ar', 'en'].map(named);
  expect(languages.filter((file) => ofPage.has(file))).toEqual([]);
  const heaviest = Math.max(...languages.map((file) => weight([...programs(file, new Set(ofPage))]))) - weight(ofPage);
  const worker = weight(programs(named('worker')));
  expect(weight(ofPage) + heaviest + worker).toBeLessThanOrEqual(LIMITS.phoneProgramBytes);
});

test('[OPEN-2] the service worker keeps every file that the app may ask for, so that each screen and language opens without a network', () => {
  const kept = read('sw.js');
  const wanted = assets.filter((file) => !/\.(br|gz)$/.test(file)).map((file) => `assets/${file}`);
  expect(wanted.length).toBeGreaterThan(40);
  expect(wanted.filter((file) => !kept.includes(file))).toEqual([]);
});

test('[OPEN-7] the app comes in few files: at most one in four is a crumb', () => {
  const all = assets.filter((file) => file.endsWith('.js'));
  const crumbs = all.filter((file) => statSync(path.join(DIST, 'assets', file)).size < CRUMB_BYTES);
  expect(all.length).toBeLessThanOrEqual(LIMITS.phoneProgramFiles);
  expect(crumbs.length).toBeLessThanOrEqual(all.length / 4);
});

test('[OPEN-9] the page’s program and the worker’s are classic scripts, and no later file loads the page’s again', () => {
  const [, start = ''] = /<script defer src="\/(assets\/index-[^"]+)"/.exec(read('index.html')) ?? [];
  for (const program of [start, named('worker')]) expect(() => new Script(read(program)), program).not.toThrow();
  const importing = assets.filter(
    (file) => file.endsWith('.js') && read(`assets/${file}`).includes(`from"./${path.basename(start)}"`),
  );
  expect(importing).toEqual([]);
});
