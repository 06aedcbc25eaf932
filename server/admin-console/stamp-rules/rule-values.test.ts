import { expect, it } from 'vitest';
import { SHIPPED_STAMP_DUTY } from '#shared/domain/stamp-duty.ts';
import { ruleOf, valuesOf } from './rule-values.ts';

const filled = { ...valuesOf(SHIPPED_STAMP_DUTY), since: '2027-01-01' };

it('[STAMP-2] a form begins with the rule that holds last, and is one again once its day is filled in', () => {
  expect(ruleOf(filled)).toEqual({ ...SHIPPED_STAMP_DUTY, since: '2027-01-01' });
  expect(ruleOf({ ...filled, maximum: 2_500_00 })?.maximum).toBe(2_500_00);
});

it('[STAMP-2] what is missing, is no number or does not ascend makes no rule', () => {
  for (const wrong of [
    { slice: null },
    { minimum: 'x' },
    { maximum: 'x' },
    { per_slice_1: null },
    { up_to_0: null },
    { up_to_1: 100 },
    { reading: '' },
  ]) {
    expect(ruleOf({ ...filled, ...wrong }), JSON.stringify(wrong)).toBeNull();
  }
});

it('[STAMP-2] a flat sum needs no bands', () => {
  expect(ruleOf({ ...filled, reading: 'flat', slice: null, up_to_0: null })).toMatchObject({
    reading: 'flat',
    minimum: 5_00,
  });
});
