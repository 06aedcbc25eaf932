import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from './repository-files.ts';

const DEFINITION = /^- \*\*\[([A-Z]+-\d+)\]\*\*/gm;
const LITERAL = /(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g;
// Lessons are counted by a test of their own.
const NUMBER = /\[((?!LESSON-)[A-Z]+-\d+)\]/g;

const defined = matches(readFileSync('shared/SPEC.md', 'utf8'), DEFINITION);
// A number counts where it stands in a quoted name: in a test, or in a suite that tests of several nodes run.
const named = new Map(
  repositoryFiles(/\.test\.tsx?$|-suite\.ts$/).flatMap((file) => {
    const names = [...readFileSync(file, 'utf8').matchAll(LITERAL)].map((match) => match[2] ?? '');
    return names.flatMap((name) => matches(name, NUMBER).map((number) => [number, file] as const));
  }),
);

test('every rule of SPEC.md is proven: its number stands in the name of a test', () => {
  expect(defined.length, 'shared/SPEC.md defines rules').toBeGreaterThan(0);
  const unproven = defined.filter((number) => !named.has(number));
  expect(unproven, 'rules without a test').toEqual([]);
});

test('every number in the name of a test stands in SPEC.md', () => {
  const unknown = [...named]
    .filter(([number]) => !defined.includes(number))
    .map(([number, file]) => `${number} in ${file}`);
  expect(unknown, 'numbers that SPEC.md does not define').toEqual([]);
});

test('no rule number is defined twice', () => {
  expect(defined.filter((number, index) => defined.indexOf(number) !== index)).toEqual([]);
});

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
