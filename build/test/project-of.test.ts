import { expect, test } from 'vitest';
import { projectOf } from './project-of.ts';

test('a test file belongs to the project that its name says', () => {
  expect(projectOf('shared/domain/stock.test.ts')).toBe('unit');
  expect(projectOf('shared/ui/number/money-input.test.tsx')).toBe('unit');
  expect(projectOf('./server/src/ca/ca.integration.test.ts')).toBe('integration');
  expect(projectOf('shared/testing/world/browser/scan.e2e.test.ts')).toBe('e2e');
});
