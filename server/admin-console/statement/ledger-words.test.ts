import { expect, it } from 'vitest';
import { ledgerWords } from './ledger-words.ts';

it('[CONSOLE-20] every reason for a balance has words, one that is not known here too', () => {
  expect(['CREDIT_NOTE', 'GIFT', 'toString'].map(ledgerWords)).toEqual(['CREDIT_NOTE', 'OTHER', 'OTHER']);
});
