import { expect, test } from 'vitest';
import { tvaRateOn, withRate } from './tva-rate.ts';

const cheese = {
  tva_rate: 19,
  tva_rates: [
    { since: '2027-01-01', tva_rate: 9 },
    { since: '2027-07-01', tva_rate: 0 },
    { since: '2028-01-01', tva_rate: 19 },
  ],
};

test.each([
  ['2026-12-31', 19],
  ['2027-01-01', 9],
  ['2027-06-30', 9],
  ['2027-07-01', 0],
  ['2027-12-31', 0],
  ['2028-01-01', 19],
  ['2099-01-01', 19],
])('[TVA-1] on %s the rate is %i: that of the newest first day that has come', (day, rate) => {
  expect(tvaRateOn(cheese, day)).toBe(rate);
  expect(tvaRateOn({ ...cheese, tva_rates: cheese.tva_rates.toReversed() }, day)).toBe(rate);
});

test('[TVA-1] without any dated rate the product’s own holds', () => {
  expect(tvaRateOn({ tva_rate: 9 }, '2027-01-01')).toBe(9);
  expect(tvaRateOn({ tva_rate: 9, tva_rates: null }, '2027-01-01')).toBe(9);
});

test('[TVA-2] a later rate for the same day replaces the earlier one', () => {
  expect(withRate(cheese.tva_rates, { since: '2027-07-01', tva_rate: 14 })).toEqual([
    { since: '2027-01-01', tva_rate: 9 },
    { since: '2027-07-01', tva_rate: 14 },
    { since: '2028-01-01', tva_rate: 19 },
  ]);
  expect(withRate(null, { since: '2027-01-01', tva_rate: 9 })).toEqual([{ since: '2027-01-01', tva_rate: 9 }]);
});
