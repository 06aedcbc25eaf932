import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BUILD_TARGETS } from '#shared/contract/browsers.ts';
import { newerInScript, newerInStyles } from './newer-features.ts';

const DIST = resolve(import.meta.dirname, '../../../../dist');
const APPS = ['mobile-pwa', 'desktop-renderer', 'admin-console'];

/** Other people's code that looks whether it is there in a way that is not seen from here, or that is not run. */
const LOOKED_AFTER: [piece: RegExp, why: string][] = [
  [/^startViewTransition:/, 'React tries it, and catches'],
  [/^toHex:/, '@noble/hashes asks once, when it is loaded'],
  [/^:has\(\): [^{]*\.m_[^{]*\{/, 'Mantine’s, for paddings beside scroll bars and the like'],
];
const isNews = (found: string): boolean => !LOOKED_AFTER.some(([piece]) => piece.test(found));

/** SQLite brings workers of its own, which this app does not start. */
const NOT_RUN = /sqlite3-(opfs-async-proxy|worker1)/;

function built(app: string, ending: string): [file: string, text: string][] {
  const files = readdirSync(join(DIST, app), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(ending) && !NOT_RUN.test(file))
    .map((file) => [file, readFileSync(join(DIST, app, file), 'utf8')]);
}

test('[OLD-1] nothing that a screen was built of calls or says what the oldest browsers have not', () => {
  expect(BUILD_TARGETS).toEqual(['chrome109', 'safari16.4', 'firefox114']);
  for (const app of APPS) {
    const scripts = built(app, '.js');
    const styles = built(app, '.css');
    expect([scripts.length, styles.length], app).not.toContain(0);
    for (const [file, text] of scripts) expect(newerInScript(text).filter(isNews), `${app}/${file}`).toEqual([]);
    for (const [file, text] of styles) expect(newerInStyles(text).filter(isNews), `${app}/${file}`).toEqual([]);
  }
});

test('[OLD-1] the check sees a call by whatever it is called on, and takes one that was asked for before', () => {
  const newer = [
    'list.toSorted()',
    'new Response(packed).bytes()',
    'a.b().toSpliced(1, 2)',
    'URL.parse(x)',
    'URL.canParse(x) && y',
    'Object.groupBy(list, by)',
    'new Intl.Segmenter("fr")',
    'map.values().map(f)',
    'for (const x of t.matchAll(/a/g).filter(f)) y()',
    '/[a--b]/v',
    '/(?i:a)b/',
    'if (list.toSorted()) x()',
    'if (!a.b) list.toSorted()',
  ];
  for (const text of newer) expect(newerInScript(text), text).toHaveLength(1);
  const fine = [
    'Object.values(x).map(f)',
    'list.findLast(f)',
    'random.bytes(16)',
    'list?.toSorted?.()',
    'if (Uint8Array.fromBase64) Uint8Array.fromBase64(x)',
    'Uint8Array.fromBase64 ? Uint8Array.fromBase64(x) : y',
    'document.startViewTransition && document.startViewTransition(f)',
    'JSON.parse(x); Array.from(y); a.concat(b); /(?:a)/u',
    'AbortSignal.timeout(5)',
  ];
  for (const text of fine) expect(newerInScript(text), text).toEqual([]);
});

test('[OLD-1] the check sees what a style sheet says', () => {
  const newer = [
    'a{color:light-dark(#fff,#000)}',
    'a{&:hover{color:red}}',
    'a:has(b){color:red}',
    'a{color:color-mix(in srgb,red,blue)}',
    '@scope(a){b{color:red}}',
    'a{line-height:2lh}',
  ];
  for (const text of newer) expect(newerInStyles(text), text).toHaveLength(1);
  expect(
    newerInStyles('a{height:100dvh;inset:0;background:linear-gradient(red,blue)}@container (width<=400px){b{c:d}}'),
  ).toEqual([]);
});
