import { expect, it } from 'vitest';
import { mayWrite } from './rights.ts';

it('[CONSOLE-16] [HQ-73] an admin may everything, others what the table names, and nobody what it does not name', () => {
  expect(mayWrite('admin', 'POST /products')).toBe(true);
  expect(mayWrite('dispatcher', 'POST /products')).toBe(false);
  expect((['dispatcher', 'accountant', 'clerk'] as const).map((role) => mayWrite(role, 'POST /stock/counts'))).toEqual([
    true,
    false,
    true,
  ]);
  expect(mayWrite('driver', 'POST /stock/counts')).toBe(false);
  expect(mayWrite('clerk', 'POST /toString')).toBe(false);
});
