import { expect, test } from 'vitest';
import { requestId } from './request-id.ts';

const ids = { uuid: () => 'new' };

test('[OPS-2] an id that the caller gave is kept; what is no id is replaced', () => {
  const given = (value: string) => requestId({ 'x-request-id': value }, ids);
  expect(given('0190a7c2-6f0e-7c11-9e7d-4a64f7f3e001')).toBe('0190a7c2-6f0e-7c11-9e7d-4a64f7f3e001');
  expect(given('a'.repeat(8))).toBe('aaaaaaaa');
  expect(given('a'.repeat(64))).toBe('a'.repeat(64));
  for (const wrong of ['', 'a'.repeat(7), 'a'.repeat(65), 'two\nlines of a log', 'with spaces']) {
    expect(given(wrong)).toBe('new');
  }
  expect(requestId({}, ids)).toBe('new');
});
