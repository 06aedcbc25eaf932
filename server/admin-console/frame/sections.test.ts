import { expect, it } from 'vitest';
import { isIn, SECTIONS, sectionsFor } from './sections.ts';

it('[CONSOLE-1] keeps the menu at eight entries or fewer', () => {
  expect(SECTIONS.length).toBeLessThanOrEqual(8);
});

it('[CONSOLE-1] shows a clerk no page that is the admin’s', () => {
  const paths = (role: 'admin' | 'clerk' | 'accountant') =>
    sectionsFor(role).flatMap(({ pages }) => pages.map(({ path }) => path));
  expect(paths('admin')).toContain('/import');
  expect(paths('clerk')).not.toContain('/import');
  expect(paths('clerk')).toContain('/deliveries');
  expect(paths('clerk')).not.toContain('/acts');
  expect(paths('accountant')).toContain('/acts');
  expect(paths('accountant')).not.toContain('/import');
});

it('[CONSOLE-1] finds the section of a page and of what lies below it, and of no page that begins alike', () => {
  const money = SECTIONS.find(({ name }) => name === 'money')!;
  expect(['/invoices', '/invoices/1/print', '/payments', '/invoicesX'].map((path) => isIn(money, path))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
