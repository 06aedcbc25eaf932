import { expect, test } from 'vitest';
import { likelyDuplicates } from './likely-duplicates.ts';

const clients = [
  { name: 'Épicerie El Djazaïr', phone: '+213 555 12 34 56' },
  { name: 'Supérette Nour', phone: null },
  { name: 'Café du Port', phone: '021 63 11 22' },
];
const found = (name: string, phone?: string) =>
  likelyDuplicates(clients, { name, phone: phone ?? null }).map((one) => one.name);

test('[SELL-2] a new client with the same words in its name, or the same number, is likely one that is there', () => {
  expect(found('el-djazair EPICERIE')).toEqual(['Épicerie El Djazaïr']);
  expect(found('Kiosque', '0555 12 34 56')).toEqual(['Épicerie El Djazaïr']);
  expect(found('Kiosque', '٠٢١٦٣١١٢٢')).toEqual(['Café du Port']);
  expect(found('Épicerie')).toEqual([]);
  expect(found('', '123')).toEqual([]);
});
