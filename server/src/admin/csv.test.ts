import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

const cells = (text: string) => parseCsv(text).map((record) => record.cells);

test('reads plain cells with any line end, and skips blank lines', () => {
  expect(cells('a,b\r\n1,2\n\n3,\r4,5')).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', ''],
    ['4', '5'],
  ]);
});

test('a quoted cell may hold separators, quotes and line ends, and lines are counted as an editor does', () => {
  expect(parseCsv('name,phone\n"Épicerie ""Nour"",\nAlger",0550\nx,y\n')).toEqual([
    { line: 1, cells: ['name', 'phone'] },
    { line: 2, cells: ['Épicerie "Nour",\nAlger', '0550'] },
    { line: 4, cells: ['x', 'y'] },
  ]);
});

test('semicolons and a byte order mark are what a French Excel writes', () => {
  expect(cells('\uFEFFcode;name\r\nA;"B;C"\r\n')).toEqual([
    ['code', 'name'],
    ['A', 'B;C'],
  ]);
});

test('empty cells at the end of a line and of the text count', () => {
  expect(cells('a,b,c\n1,,\n,,3')).toEqual([
    ['a', 'b', 'c'],
    ['1', '', ''],
    ['', '', '3'],
  ]);
});

test('a stray quote spoils its own line only', () => {
  expect(cells('a,b\n"x"y,1\n2,3')).toEqual([['a', 'b'], ['"x"y,1'], ['2', '3']]);
  expect(cells('')).toEqual([]);
});
