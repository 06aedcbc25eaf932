import { expect, test } from 'vitest';
import { folded, inOrderOfNames, matching, SAME_LETTERS, searchablePhone, searchIn } from './search.ts';

const SHOPS = [
  { name: 'Épicerie El Djazaïr', phone: '0551 23 45-67' },
  { name: 'Supérette Nour', phone: null },
  { name: 'مُخبزة الأمل', phone: '٠٦٦١ ١٢ ٣٤ ٥٦' },
];
const found = (wanted: string) =>
  matching(SHOPS, wanted, ({ name, phone }) => `${name} ${searchablePhone(phone)}`).map((shop) => SHOPS.indexOf(shop));

test.each([
  ['epicerie', [0]],
  ['DJAZAIR épi', [0]],
  ['055123', [0]],
  ['0551 2345', [0]],
  ['nour super', [1]],
  ['مخبزه الامل', [2]],
  ['الأمَل', [2]],
  ['0661123456', [2]],
  ['', [0, 1, 2]],
  ['nour epicerie', []],
])('[TEXT-3] %j finds %j: no case, no accents, any order, Arabic as it is read', (wanted, expected) => {
  expect(found(wanted)).toEqual(expected);
});

test('[TEXT-3] each letter has one that it is the same as', () => {
  expect([...SAME_LETTERS.from]).toHaveLength([...SAME_LETTERS.to].length);
  expect(folded('Œuf Straße Ægir')).toBe('oeuf strasse aegir');
});

test('[TEXT-4] names stand in the order of their letters, and numbers by their value', () => {
  const names = ['Zed', 'épice', 'Épicerie', 'eau 10', 'eau 9', 'Été'];
  expect(names.toSorted(inOrderOfNames('fr'))).toEqual(['eau 9', 'eau 10', 'épice', 'Épicerie', 'Été', 'Zed']);
});

test('[TEXT-3] a list that is searched with every key has each of its texts folded once', () => {
  const read: string[] = [];
  const search = searchIn(['Épicerie', 'eau'], (text) => {
    read.push(text);
    return text;
  });
  expect([search(''), search('e'), search('ep'), search('xyz')]).toEqual([
    ['Épicerie', 'eau'],
    ['Épicerie', 'eau'],
    ['Épicerie'],
    [],
  ]);
  expect(read).toEqual(['Épicerie', 'eau']);
});
