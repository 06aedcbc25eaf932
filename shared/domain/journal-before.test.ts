import { expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import { journalBefore } from './journal-before.ts';

const journal: Journal = {
  complete_up_to: 10,
  checksum: 'c10',
  runs: [
    { from: 12, to: 20, checksum: 'c20', prev: 'c11' },
    { from: 30, to: 31, checksum: 'c31', prev: 'c29' },
  ],
};
const last = (seq: number) => ({ seq, checksum: `c${seq}` });

test('[BLOB-20] a journal ends before an event: whole stretches below it stay, the one that it parts ends just before', () => {
  expect(journalBefore(journal, 32, last(31))).toEqual(journal);
  expect(journalBefore(journal, 15, last(14))).toEqual({
    ...journal,
    runs: [{ from: 12, to: 14, checksum: 'c14', prev: 'c11' }],
  });
  expect(journalBefore(journal, 12, last(10))).toEqual({ ...journal, runs: [] });
  expect(journalBefore(journal, 10, last(9))).toEqual({ complete_up_to: 9, checksum: 'c9', runs: [] });
  expect(journalBefore(journal, 1, null)).toEqual({ complete_up_to: 0, checksum: null, runs: [] });
});

test('[BLOB-20] where the event before is not held, its stretch is left out', () => {
  expect(journalBefore(journal, 10, null)).toEqual({ complete_up_to: 0, checksum: null, runs: [] });
  expect(journalBefore(journal, 15, last(10)).runs).toEqual([]);
  const early: Journal = { complete_up_to: 0, checksum: null, runs: [{ from: 2, to: 9, checksum: 'c9', prev: 'c1' }] };
  expect(journalBefore(early, 5, last(4))).toEqual({
    ...early,
    runs: [{ from: 2, to: 4, checksum: 'c4', prev: 'c1' }],
  });
});
