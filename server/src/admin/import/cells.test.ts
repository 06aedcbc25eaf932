import { expect, test } from 'vitest';
import { centimes, day, degrees, dinars, numberList, percent, wholeNumber } from './cells.ts';

const value = (read: { ok: true; value: unknown } | { ok: false; error: string }) => (read.ok ? read.value : null);

test.each([
  ['12', 12],
  ['1 250', 1_250],
  ['1\u00A0250', 1_250],
  ['1\u202F250\u202F000', 1_250_000],
  ['٤٢', 42],
  ['12,5', null],
  ['-3', null],
  ['+100', null],
  ['=1+1', null],
  ["'100", null],
  ['1 25', null],
  ['', null],
])('[CSV-2] %j as a whole number: %j', (cell, expected) => {
  expect(value(wholeNumber(cell))).toBe(expected);
});

test.each([
  ['1200', 1_200],
  ['12,00', null],
  ['125,50', null],
  ['cent', null],
])('[CSV-2] %j in a column of centimes: %j', (cell, expected) => {
  expect(value(centimes(cell, 'price_ht'))).toBe(expected);
});

test('[CSV-2] decimals in a column of centimes are told how to be meant', () => {
  expect(centimes('12,00', 'price_ht')).toEqual({ ok: false, error: expect.stringContaining('price_ht_da') });
});

test.each([
  ['12,00', 1_200],
  ['125,50', 12_550],
  ['1 250,5', 125_050],
  ['1\u202F250,50 DA', 125_050],
  ['300', 30_000],
  ['0,05', 5],
  ['1.250', null],
  ['1,250', null],
  ['1.250,50', null],
  ['12,345', null],
  ['-5', null],
])('[CSV-2] %j in dinars: %j centimes', (cell, expected) => {
  expect(value(dinars(cell))).toBe(expected);
});

test.each([
  ['31/12/2026', '2026-12-31'],
  ['1/2/2026', '2026-02-01'],
  ['2026-12-31', '2026-12-31'],
  ['31-12-2026', '2026-12-31'],
  ['31/12/26', null],
  ['31/02/2026', null],
  ['2026-13-01', null],
  ['demain', null],
])('[CSV-3] %j is the day %j', (cell, expected) => {
  expect(value(day(cell))).toBe(expected);
});

test('[CSV-2] rates, degrees and lists of numbers', () => {
  expect([percent('19'), percent('19,5 %'), percent('x')].map(value)).toEqual([19, 19.5, null]);
  expect([degrees('36,75'), degrees('-0.5'), degrees('nord')].map(value)).toEqual([36.75, -0.5, null]);
  expect([numberList('1 2|3'), numberList(''), numberList('1,2')].map(value)).toEqual([[1, 2, 3], [], null]);
});
