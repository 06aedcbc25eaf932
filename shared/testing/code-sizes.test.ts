import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { functionSizes, lineCount, percentile } from './code-sizes.ts';
import { repositoryFiles } from './repository-files.ts';

/** In lines. What nineteen of twenty keep to, and what nobody exceeds. */
const MOST = { file: 400, usualFile: 200, usualFunction: 40 };

const sources = repositoryFiles(/\.(tsx?|css)$/).map((file) => ({ file, source: readFileSync(file, 'utf8') }));
const shipped = sources.filter(
  ({ file }) => /\.tsx?$/.test(file) && !file.startsWith('shared/testing/') && !/\.test\.tsx?$/.test(file),
);

test('no file is longer than can be read at a sitting, and nearly all that ships is short', () => {
  const long = sources.filter(({ source }) => lineCount(source) > MOST.file).map(({ file }) => file);
  expect(long).toEqual([]);
  expect(shipped.length).toBeGreaterThan(500);
  expect(
    percentile(
      shipped.map(({ source }) => lineCount(source)),
      0.95,
    ),
  ).toBeLessThanOrEqual(MOST.usualFile);
});

// It parses every source that ships.
test('nearly every function that ships fits a screen', () => {
  const functions = shipped.flatMap(({ file, source }) =>
    functionSizes(file, source).map(({ name, lines }) => ({ where: `${file} ${name}`, lines })),
  );
  expect(functions.length).toBeGreaterThan(2_000);
  const longest = functions.toSorted((a, b) => b.lines - a.lines).slice(0, 20);
  const usual = percentile(
    functions.map(({ lines }) => lines),
    0.95,
  );
  expect(
    usual,
    `shorten one of these:\n${longest.map(({ where, lines }) => `${lines} ${where}`).join('\n')}`,
  ).toBeLessThanOrEqual(MOST.usualFunction);
});

test('functions are found under their names, whatever form they have, and one-liners are left out', () => {
  const source = `
    function declared() {
      return 1;
    }
    const arrow = (x: number) => {
      const inner = () => { return x; };
      return inner;
    };
    const short = (x: number) => x;
    const long = (x: number) =>
      x + 1;
    class Thing { method() { return 1; } }
  `;
  expect(functionSizes('server/src/sample.ts', source)).toEqual([
    { name: 'declared', lines: 3 },
    { name: 'arrow', lines: 4 },
    { name: 'inner', lines: 1 },
    { name: 'long', lines: 2 },
    { name: 'method', lines: 1 },
  ]);
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(percentile([], 0.95)).toBe(0);
});
