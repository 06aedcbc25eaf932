import { expect, test } from 'vitest';
import { matching } from './matching.ts';

const names = ['Épicerie El Djazaïr', 'Supérette Nour', 'Café du Port'];
const find = (wanted: string) => matching(names, wanted, (name) => name);

test('accents, case and the order of words do not matter', () => {
  expect(find('djazair epicerie')).toEqual(['Épicerie El Djazaïr']);
  expect(find('NOUR')).toEqual(['Supérette Nour']);
});

test('nothing typed finds everything, a word too many finds nothing', () => {
  expect(find('  ')).toEqual(names);
  expect(find('café nour')).toEqual([]);
});
