import { expect, it } from 'vitest';
import { stepKey } from './step-text.ts';

it('[CONSOLE-18] every step of a device has words, one that is an entry those of its action', () => {
  expect(['PHONE_LOCKED', 'DELIVERY_VALIDATED', 'toString'].map(stepKey)).toEqual([
    'trail.step.PHONE_LOCKED',
    'attention.action.DELIVERY_VALIDATED',
    'attention.action.OTHER',
  ]);
});
