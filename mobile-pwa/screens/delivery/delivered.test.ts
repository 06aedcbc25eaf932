import { expect, test } from 'vitest';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import { asOrdered, deliveredLines, worthOf } from './delivered.ts';

const line = (product_id: number, quantity: number): DeliveryLine => ({
  product_id,
  quantity,
  unit_price_ht: 100,
  tva_rate: 19,
});

test('what was delivered as ordered says no lines at all', () => {
  const lines = [line(1, 12), line(2, 6)];
  expect(deliveredLines(lines, asOrdered(lines))).toBeUndefined();
});

test('a refusal names every line, and the reason where something is missing', () => {
  const lines = [line(1, 12), line(2, 6)];
  const entries = asOrdered(lines);
  entries[1] = { delivered: 5, reason: 'DAMAGED' };
  expect(deliveredLines(lines, entries)).toEqual([
    { product_id: 1, delivered: 12 },
    { product_id: 2, delivered: 5, reason: 'DAMAGED' },
  ]);
});

test('a refusal says no reason until the driver has chosen one', () => {
  const lines = [line(1, 12)];
  const entries = asOrdered(lines).map((entry) => ({ ...entry, delivered: 11 }));
  expect(deliveredLines(lines, entries)).toEqual([{ product_id: 1, delivered: 11 }]);
});

test('two lines of one product are told as one', () => {
  const lines = [line(1, 12), line(1, 3)];
  const entries = asOrdered(lines);
  entries[0] = { delivered: 10, reason: 'EXPIRED' };
  expect(deliveredLines(lines, entries)).toEqual([{ product_id: 1, delivered: 13, reason: 'EXPIRED' }]);
});

test('what there is to collect is what was handed over', () => {
  const lines = [line(1, 12)];
  expect(worthOf(lines, asOrdered(lines))).toBe(1428);
  expect(worthOf(lines, [{ delivered: 10, reason: 'DAMAGED' }])).toBe(1190);
});
