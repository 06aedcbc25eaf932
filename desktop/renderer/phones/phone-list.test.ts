import { expect, it } from 'vitest';
import { phoneLetters } from './phone-list.ts';

it('[DEPOT-7] tells two phones of one person apart by letters that stay, and gives none to a single one', () => {
  const phones = [
    { device_id: 'b', user_id: 7 },
    { device_id: 'c', user_id: 8 },
    { device_id: 'a', user_id: 7 },
  ];
  const letters = phoneLetters(phones);
  expect([...letters].sort()).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ]);
  expect(phoneLetters([...phones].reverse())).toEqual(new Map([...letters].reverse()));
});
