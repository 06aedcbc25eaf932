import { expect, it } from 'vitest';
import { changedParams } from './use-params.ts';

it('keeps the other filters, and drops those that were emptied', () => {
  const before = new URLSearchParams('status=PENDING&depot_id=1&open=abc');
  expect(changedParams(before, { status: '', open: 'def', q: 'nour' }).toString()).toBe('depot_id=1&open=def&q=nour');
  expect(before.toString()).toBe('status=PENDING&depot_id=1&open=abc');
});
