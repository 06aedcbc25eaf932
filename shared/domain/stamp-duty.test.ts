import { expect, test } from 'vitest';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { SHIPPED_STAMP_DUTY, type StampDutyRule, stampDuty } from './stamp-duty.ts';

const marginal: StampDutyRule = { ...SHIPPED_STAMP_DUTY, reading: 'marginal' };
const flat: StampDutyRule = { ...SHIPPED_STAMP_DUTY, reading: 'flat', minimum: 50_00 };

test('[PAPER-2] the three readings of the stamp duty give the known answers', () => {
  for (const answer of knownAnswers.stamp_duty_readings.cases) {
    expect(stampDuty(answer.amount, SHIPPED_STAMP_DUTY), `whole ${answer.amount}`).toBe(answer.whole);
    expect(stampDuty(answer.amount, marginal), `marginal ${answer.amount}`).toBe(answer.marginal);
    expect(stampDuty(answer.amount, flat), `flat ${answer.amount}`).toBe(answer.flat);
  }
});

test('[PAPER-2] a rule may bound the duty above', () => {
  const bounded = { ...SHIPPED_STAMP_DUTY, maximum: 2_500_00 };
  expect(stampDuty(100_000_00, bounded)).toBe(1_500_00);
  expect(stampDuty(1_000_000_00, bounded)).toBe(2_500_00);
});
