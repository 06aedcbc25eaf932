import { expect, test } from 'vitest';
import { BLANK_COUNT, type CountForm, countOf, isBlankCount, PIECES } from './count-form.ts';

const TOUR = { driver_user_id: 7, day: '2026-11-22' };
const form = (change: Partial<CountForm>): CountForm => ({ ...BLANK_COUNT, ...change });

test('[VAN-3] a count says goods by condition, notes and coins, cheques and empties, and which count it replaces', () => {
  const pieces = PIECES.map((value) => (value === 2_000_00 ? 3 : value === 5_00 ? 2 : 0));
  const counted = form({
    goods: [{ product_id: 1, GOOD: 4, BROKEN: 1, EXPIRED: 0 }],
    pieces,
    cheques: [{ amount: 50_000, bank: ' BNA ', number: '41' }],
    empties: [{ kind: 'CRATE', given: 0, taken_back: 5 }],
  });
  expect(countOf(TOUR, counted, 'earlier')).toEqual({
    ...TOUR,
    lines: [
      { product_id: 1, quantity: 4, condition: 'GOOD' },
      { product_id: 1, quantity: 1, condition: 'BROKEN' },
    ],
    cash_counted: 6_010_00,
    cash_pieces: [
      { value: 2_000_00, count: 3 },
      { value: 5_00, count: 2 },
    ],
    cheques: [{ bank: 'BNA', number: '41', amount: 50_000 }],
    empties: [{ kind: 'CRATE', given: 0, taken_back: 5 }],
    replaces: 'earlier',
  });
});

test('[VAN-3] an empty van is a count as well; what is no number yet is none', () => {
  expect(isBlankCount(BLANK_COUNT)).toBe(true);
  expect(countOf(TOUR, BLANK_COUNT, null)).toEqual({
    ...TOUR,
    lines: [],
    cash_counted: 0,
    cash_pieces: [],
    cheques: [],
  });
  expect(countOf(TOUR, form({ pieces: ['1x', 0, 0, 0, 0, 0, 0, 0, 0] }), null)).toBeNull();
  expect(countOf(TOUR, form({ goods: [{ product_id: 1, GOOD: null, BROKEN: 0, EXPIRED: 0 }] }), null)).toBeNull();
  expect(countOf(TOUR, form({ cheques: [{ amount: 5, bank: '', number: '1' }] }), null)).toBeNull();
});
