import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';

test('[SCREEN-6] no text of the phone has a size in pixels: it would stay small for whoever has chosen a larger one', () => {
  const sheets = repositoryFiles(/^(mobile-pwa|shared\/ui)\/.*\.css$/).filter((file) => !file.includes('/paper/'));
  const inPixels = sheets.flatMap((file) =>
    (readFileSync(file, 'utf8').match(/font(-size)?:[^;]*\dpx/g) ?? []).map((found) => `${file} ${found}`),
  );
  expect(sheets.length).toBeGreaterThan(5);
  expect(inPixels).toEqual([]);
});
