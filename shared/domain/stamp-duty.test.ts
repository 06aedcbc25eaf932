import { expect, test } from 'vitest';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { bandsFault, SHIPPED_STAMP_DUTY, stampDuty, stampRuleOn } from './stamp-duty.ts';

const marginal: StampRule = { ...SHIPPED_STAMP_DUTY, reading: 'marginal' };
const flat: StampRule = { ...SHIPPED_STAMP_DUTY, reading: 'flat', minimum: 50_00 };

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

test('[STAMP-1] the rule of a day is the newest that has begun; before any of the company’s own, the one that is shipped', () => {
  const rules = [
    { ...flat, since: '2027-07-01' },
    { ...marginal, since: '2027-01-01' },
  ];
  const readingOn = (day: string) => stampRuleOn(rules, day).reading;
  expect(['2026-12-31', '2027-01-01', '2027-06-30', '2027-07-01'].map(readingOn)).toEqual([
    ...['whole', 'marginal', 'marginal', 'flat'],
  ]);
  expect(stampRuleOn(undefined, '2030-01-01')).toBe(SHIPPED_STAMP_DUTY);
});

/** Duties in dinars on 299.99, 300, 300.01, 30 000, 30 000.01, 50 000, 100 000, 100 000.01 and a million dinars, by each reading. */
const AMOUNTS = [299_99, 300_00, 300_01, 30_000_00, 30_000_01, 50_000_00, 100_000_00, 100_000_01, 1_000_000_00];
test.each([
  ['whole', SHIPPED_STAMP_DUTY, [0, 0, 5, 300, 451.5, 750, 1_500, 2_002, 20_000]],
  ['marginal', marginal, [0, 0, 5, 300, 301.5, 600, 1_350, 1_352, 19_350]],
  ['flat', flat, [0, 0, 50, 50, 50, 50, 50, 50, 50]],
] as const)('[STAMP-1] known answers of the reading %s', (_name, rule, duties) => {
  expect(AMOUNTS.map((amount) => stampDuty(amount, rule) / 100)).toEqual(duties);
});

test('[STAMP-2] bands ascend, and the last one alone is open; the most is no less than the least', () => {
  const of = (...ends: (number | null)[]) =>
    bandsFault({ ...marginal, bands: ends.map((up_to) => ({ up_to, per_slice: 1 })) });
  expect(of(100, 200, null)).toBeNull();
  expect(of(null)).toBeNull();
  expect([of(200, 100, null), of(100, 100, null), of(0, null)]).toEqual(['ORDER', 'ORDER', 'ORDER']);
  expect([of(100), of(null, 100), of(100, null, null)]).toEqual(['OPEN', 'OPEN', 'OPEN']);
  expect(bandsFault({ ...flat, maximum: 1 })).toBe('MAXIMUM');
});
