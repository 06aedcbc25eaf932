import { expect, it } from 'vitest';
import { actionWords, alertWords } from './words.ts';

it('has words for what it knows, and others for what it does not', () => {
  expect(actionWords('DELIVERY_VALIDATED')).toBe('DELIVERY_VALIDATED');
  expect(actionWords('constructor')).toBe('OTHER');
  expect(alertWords('STOCK_SHORTFALL')).toBe('STOCK_SHORTFALL');
  expect(alertWords('FROM_THE_FUTURE')).toBe('OTHER');
});
