import { expect, test } from 'vitest';
import { WEBHOOK_FAILURES } from '#shared/contract/hq/webhooks.ts';
import { ar } from '../texts/ar.ts';
import { en } from '../texts/en.ts';
import { fr } from '../texts/fr.ts';
import { failureText } from './failure-text.ts';

test('[ERP-18] each failure of a webhook has a text of its own, one of a newer server a general one', () => {
  for (const texts of [fr, ar, en]) {
    const said = WEBHOOK_FAILURES.map((failure) => texts.webhooks.failure[failureText(failure)]);
    expect(new Set(said).size).toBe(WEBHOOK_FAILURES.length);
  }
  expect(failureText('SOMETHING_NEW')).toBe('OTHER');
});
