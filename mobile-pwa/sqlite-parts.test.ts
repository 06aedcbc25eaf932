import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withoutUnusedParts } from './sqlite-parts.ts';

const UNUSED_NAMES = /sqlite3_js_kvvfs_size = |initWorker1API = |new URL\("sqlite3-worker1/;
const library = readFileSync(
  fileURLToPath(new URL('../node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs', import.meta.url)),
  'utf8',
);

it('[OPEN-1] the phone carries of SQLite’s library what it opens its file with, and no second copy of it', () => {
  const carried = withoutUnusedParts(library);
  expect(carried.length).toBeLessThan(0.8 * library.length);
  expect(carried).toContain('installOpfsSAHPoolVfs');
  expect(UNUSED_NAMES.test(library)).toBe(true);
  expect(UNUSED_NAMES.test(carried)).toBe(false);
});

it('[OPEN-1] a release of that library in which a part looks otherwise stops the build', () => {
  expect(() => withoutUnusedParts(library.replace('disable?.vfs?.kvvfs', 'disabled.kvvfs'))).toThrow(
    'by keys and values',
  );
});
