import { expect, it } from 'vitest';
import { journalFaults } from './journal-faults.ts';

it('[CONSOLE-27] what of a journal does not hold is named by its numbers, those in a row as one', () => {
  const whole = { complete_up_to: 9, missing: [], broken_links: [], bad_signatures: [] };
  expect(journalFaults(whole)).toEqual([]);
  expect(
    journalFaults({
      ...whole,
      missing: [
        [3, 3],
        [5, 7],
      ],
      broken_links: [8],
      bad_signatures: [12, 4, 5],
    }),
  ).toEqual([
    { kind: 'missing', numbers: '3, 5–7' },
    { kind: 'broken', numbers: '8' },
    { kind: 'altered', numbers: '4–5, 12' },
  ]);
});
