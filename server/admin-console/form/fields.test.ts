import { expect, it } from 'vitest';
import { differing, type Field, faultsOf, percentOf } from './fields.ts';

const range = { min: 0, max: 100 };
const FIELDS: Field[] = [
  { name: 'name', label: 'Nom', kind: 'text' },
  { name: 'phone', label: 'Téléphone', kind: 'digits', optional: true },
  { name: 'price', label: 'Prix', kind: 'money', range },
  { name: 'rate', label: 'TVA', kind: 'percent' },
  { name: 'since', label: 'Depuis', kind: 'day', optional: true },
  { name: 'on', label: 'En vente', kind: 'flag' },
];

it('[CONSOLE-4] names each field that is missing or no number, and none that may be empty', () => {
  expect(faultsOf(FIELDS, { name: '  ', price: 'abc', rate: '190', since: '31/12', on: false })).toEqual({
    name: 'missing',
    price: 'notANumber',
    rate: 'notANumber',
    since: 'notADay',
  });
  expect(faultsOf(FIELDS, { name: 'Lait', price: 0, rate: '9,5', since: '', on: false })).toEqual({});
});

it('[CONSOLE-4] names a day that comes before the first that may be', () => {
  const since: Field[] = [{ name: 'since', label: 'Depuis', kind: 'day', min: '2026-12-01' }];
  expect(faultsOf(since, { since: '2026-11-30' })).toEqual({ since: 'tooEarly' });
  expect(faultsOf(since, { since: '2026-12-01' })).toEqual({});
});

it('[CONSOLE-4] reads a rate with a comma, a dot or a percent sign, and none above a hundred', () => {
  expect(['19', '9,5', '9.5', '19 %', '0', '100'].map(percentOf)).toEqual([19, 9.5, 9.5, 19, 0, 100]);
  expect(['', 'x', '101', '1,23456', '-1'].map(percentOf)).toEqual([null, null, null, null, null]);
});

it('[CONSOLE-4] finds the fields in which two versions differ', () => {
  const mine = { name: 'Lait', price: 100, rate: '9' };
  expect(differing(FIELDS, mine, { ...mine, price: 200, phone: null }).map(({ name }) => name)).toEqual(['price']);
});
