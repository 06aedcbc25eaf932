import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importCircles } from './import-circles.ts';
import { repositoryFiles } from './repository-files.ts';

test('no two files that are shipped import each other, by whatever way', () => {
  const shipped = repositoryFiles(/\.tsx?$/).filter(
    (file) => !file.startsWith('shared/testing/') && !/\.test\.tsx?$/.test(file),
  );
  expect(importCircles(new Map(shipped.map((file) => [file, readFileSync(file, 'utf8')])))).toEqual([]);
});

test('a planted circle is found, and where two ways lead to one file there is none', () => {
  const circle = new Map([
    ['server/src/a.ts', `import { b } from './b.ts';`],
    ['server/src/b.ts', `import type { C } from '#server/c.ts';`],
    ['server/src/c.ts', `export * from './b.ts';`],
  ]);
  expect(importCircles(circle)).toEqual([['server/src/b.ts', 'server/src/c.ts']]);
  circle.set('server/src/c.ts', '');
  circle.set('server/src/a.ts', `import { b } from './b.ts';\nimport { c } from './c.ts';`);
  expect(importCircles(circle)).toEqual([]);
});
