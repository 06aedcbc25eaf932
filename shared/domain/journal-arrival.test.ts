import { expect, test } from 'vitest';
import { arrivalOf } from './journal-arrival.ts';

const run = (from: number, to: number) => ({ from, to, checksum: 'a'.repeat(64) });

test.each([
  ['nothing made, nothing said', { complete_up_to: 0, runs: [], made: null }, { last_said: 0, missing: [] }],
  ['all that was said is here', { complete_up_to: 7, runs: [], made: 7 }, { last_said: 7, missing: [] }],
  ['a word from before what arrived', { complete_up_to: 7, runs: [], made: 5 }, { last_said: 7, missing: [] }],
  ['what was said and not brought', { complete_up_to: 7, runs: [], made: 9 }, { last_said: 9, missing: [[8, 9]] }],
  [
    'a gap below what arrived',
    { complete_up_to: 2, runs: [run(5, 6)], made: null },
    { last_said: 6, missing: [[3, 4]] },
  ],
  [
    'a gap, and what was said beyond',
    { complete_up_to: 2, runs: [run(5, 6), run(9, 9)], made: 10 },
    {
      last_said: 10,
      missing: [
        [3, 4],
        [7, 8],
        [10, 10],
      ],
    },
  ],
  [
    'a device of which nothing has come yet',
    { complete_up_to: 0, runs: [], made: 3 },
    { last_said: 3, missing: [[1, 3]] },
  ],
])('[BOARD-1] %s', (_name, heard, arrival) => {
  expect(arrivalOf(heard)).toEqual(arrival);
});
