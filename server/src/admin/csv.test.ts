import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { readCsv } from './csv.ts';

const read = (text: string) => [...readCsv(text)];
const cells = (text: string) => read(text).map((record) => record.cells);

test('reads plain cells with any line end; a blank line is empty cells', () => {
  expect(cells('a,b\r\n1,2\n\n3,\r4,5')).toEqual([['a', 'b'], ['1', '2'], [''], ['3', ''], ['4', '5']]);
});

test('a quoted cell may hold separators, quotes and line ends, and lines are counted as an editor does', () => {
  expect(read('name,phone\n"Épicerie ""Nour"",\nAlger",0550\nx,y\n')).toEqual([
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

test('[IN-6] a file is read as far as somebody reads it, and a line without end is cut', () => {
  const endless = readCsv(`a\n${'1\n'.repeat(2_000_000)}`);
  expect([endless.next().value?.cells, endless.next().value?.cells]).toEqual([['a'], ['1']]);
  const wide = cells(`a,b\n${','.repeat(2_000_000)}\n1,2`);
  expect(wide.map((row) => row.length)).toEqual([2, LIMITS.importColumns + 1]);
});

test('[IN-6] a cell that is longer than any text is taken as it stands, for the rows’ own rules to refuse', () => {
  const most = 'x'.repeat(2 * LIMITS.textChars);
  expect(cells(`"${most}",b`)).toEqual([[most, 'b']]);
  expect(cells(`"${most}x",b`)).toEqual([[`"${most}x",b`]]);
});
