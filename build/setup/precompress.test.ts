import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
// @ts-expect-error: plain JavaScript, which builds before there are types.
import { precompress } from './precompress.mjs';

test('[HARD-11] each text of a build that is worth it lies beside itself as br and gzip', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'manchengo-build-'));
  const text = 'export const x = 1;\n'.repeat(200);
  mkdirSync(join(folder, 'assets'));
  for (const name of ['index.html', 'assets/app.js', 'assets/photo.png']) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'assets/tiny.js'), 'export {};');
  await precompress(folder);
  expect(readdirSync(join(folder, 'assets')).toSorted()).toEqual([
    'app.js',
    'app.js.br',
    'app.js.gz',
    'photo.png',
    'tiny.js',
  ]);
  expect(brotliDecompressSync(readFileSync(join(folder, 'assets/app.js.br'))).toString()).toBe(text);
  expect(gunzipSync(readFileSync(join(folder, 'index.html.gz'))).toString()).toBe(text);
  rmSync(folder, { recursive: true });
});
