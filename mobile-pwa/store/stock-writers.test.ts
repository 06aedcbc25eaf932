import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';

const WRITES = /(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+(plain_)?cache_stock_levels\b/i;

const sources = repositoryFiles(/^mobile-pwa\/.*\.tsx?$/)
  .filter((file) => !file.includes('.test.'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

test('[PHONE-24] [SEED-10.7] no code path of the phone writes a quantity of the stock that did not come from the server', () => {
  expect(sources.length).toBeGreaterThan(100);
  const writers = sources.filter(({ text }) => WRITES.test(text)).map(({ file }) => file);
  expect(writers).toEqual(['mobile-pwa/store/cache.ts']);
  // What takes levels in is called where the server's changes and its snapshot are taken in, and nowhere else.
  const callers = sources.filter(({ text }) => /\bupsertStockLevels\(/.test(text)).map(({ file }) => file);
  expect(callers).toEqual(['mobile-pwa/store/cache.ts', 'mobile-pwa/store/changes.ts', 'mobile-pwa/store/snapshot.ts']);
});

test('[PHONE-24] a planted write is found', () => {
  for (const planted of [
    'UPDATE cache_stock_levels SET quantity = quantity - 1',
    'insert or replace into plain_cache_stock_levels (quantity) VALUES (1)',
    'DELETE FROM cache_stock_levels',
  ])
    expect(WRITES.test(planted), planted).toBe(true);
  expect(WRITES.test('SELECT quantity FROM cache_stock_levels')).toBe(false);
});
