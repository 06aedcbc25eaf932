import { expect, test } from 'vitest';
import { productName, productUnit, productWords } from './product-name.ts';

test('[DEPOT-6] goods are called as their reader speaks, where HQ has given them such a name, and found by either', () => {
  const brie = { code: 'BRI', name: 'Brie doux', name_ar: 'بري', unit: 'pièce', unit_ar: null };
  expect(productName(brie, 'ar')).toBe('بري');
  expect(productName(brie, 'fr')).toBe('Brie doux');
  expect(productUnit(brie, 'ar')).toBe('pièce');
  expect(productWords(brie)).toBe('BRI Brie doux بري');
});
