import { expect, it } from 'vitest';
import { ledgerText } from './ledger-text.ts';

it('[CONSOLE-20] every reason for a balance has words, one that is not known here too', () => {
  expect(['CREDIT_NOTE', 'GIFT', 'toString'].map(ledgerText)).toEqual(['CREDIT_NOTE', 'OTHER', 'OTHER']);
});
