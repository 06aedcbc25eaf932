import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountInWords } from './amount-in-words.ts';
import { VECTORS } from './vectors.ts';

test.each(['fr', 'ar', 'en'] as const)(
  '[PAPER-1] amounts in letters are those of forty known answers: %s',
  (language) => {
    expect(VECTORS.length).toBeGreaterThanOrEqual(40);
    for (const vector of VECTORS)
      expect(amountInWords(vector.amount, language), `${vector.amount}`).toBe(vector[language]);
  },
);

test.each(['fr', 'ar', 'en'] as const)(
  '[PAPER-1] no two amounts have the same words, and none has a hole: %s',
  (language) => {
    const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const words = amountInWords(one, language);
        expect(words).not.toMatch(/undefined|NaN| {2}|^ | $/);
        if (one !== other) expect(amountInWords(other, language)).not.toBe(words);
      }),
    );
  },
);
