import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { readTable } from './read-table.ts';

const table = (text: string) => {
  const read = readTable(text);
  return read.ok
    ? [read.value.header, ...read.value.rows].map(({ line, cells }) => [line, ...cells])
    : read.error.detail;
};

test.each([
  ['a,b\n1,2\n', ','],
  ['a;b\r\n1;2', ';'],
  ['a\tb\r1\t2\r', '\t'],
  ['sep=;\na;b\n1;2\n', 'sep='],
])('[CSV-1] reads %j', (text, sign) => {
  const from = sign === 'sep=' ? 2 : 1;
  expect(table(text)).toEqual([
    [from, 'a', 'b'],
    [from + 1, '1', '2'],
  ]);
});

test('[CSV-1] quoted cells hold separators, quotes and line ends, and lines are counted as an editor does', () => {
  expect(table('a;b\r\n"x;""y""\r\nz";2\r\n\r\n3;4')).toEqual([
    [1, 'a', 'b'],
    [2, 'x;"y"\r\nz', '2'],
    [5, '3', '4'],
  ]);
});

test('[CSV-1] decimals with commas do not make it a file with commas', () => {
  expect(table('code;prix\nA;12,50\nB;1,5')).toEqual([
    [1, 'code', 'prix'],
    [2, 'A', '12,50'],
    [3, 'B', '1,5'],
  ]);
});

test('[CSV-1] what a spreadsheet leaves at the right edge and at the end is no content', () => {
  expect(table('a;b;;\n1;2;;\n;;;\n')).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
  ]);
});

test('[CSV-1] a text that does not end is told by its line; a file without rows says so', () => {
  expect(table('a,b\n1,2\n"3,4\n')).toMatch(/line 3/);
  expect(table('a,b\n')).toMatch(/no rows/);
  expect(table('')).toMatch(/no rows/);
});

test('[CSV-1] a file goes as far as the limit and not a row further', () => {
  const rows = (count: number) => `a,b\n${'1,2\n'.repeat(count)}`;
  expect(table(rows(LIMITS.importRows))).toHaveLength(LIMITS.importRows + 1);
  expect(table(rows(LIMITS.importRows + 1))).toMatch(/at most/);
});
