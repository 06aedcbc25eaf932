import { expect, test } from 'vitest';
import { said } from '../testing/decision-facts.ts';
import { knownVersion, type Upcasts, upcast } from './upcast.ts';

/** As if `reason` had been renamed in version 2, and a default had come in version 3. */
const upcasts: Upcasts = {
  'DELIVERY/DELIVERY_FAILED': [
    ({ why, ...rest }) => ({ ...rest, reason: why }),
    (payload) => ({ note: '', ...payload }),
  ],
};

test('[EVT-6] [LESSON-15] what an old app said is lifted, step by step, to what the newest rules read', () => {
  const old = said(1, 'DELIVERY_FAILED', 'x', { why: 'ABSENT' }, { v: 1 }).event;
  expect(upcast(old, upcasts)).toMatchObject({ v: 3, payload: { reason: 'ABSENT', note: '' } });
  expect(upcast({ ...old, v: 2, payload: { reason: 'CLOSED' } }, upcasts)).toMatchObject({
    v: 3,
    payload: { reason: 'CLOSED' },
  });
  expect(old).toMatchObject({ v: 1, payload: { why: 'ABSENT' } });
});

test('[EVT-6] what is current, newer, or another action’s stays as it is', () => {
  for (const v of [3, 4]) {
    const event = said(1, 'DELIVERY_FAILED', 'x', { reason: 'ABSENT' }, { v }).event;
    expect(upcast(event, upcasts)).toBe(event);
  }
  const other = said(1, 'CLIENT_UPDATED', 'x', {}).event;
  expect(upcast(other, upcasts)).toBe(other);
  expect([knownVersion('DELIVERY/DELIVERY_FAILED', upcasts), knownVersion('CLIENT/CLIENT_UPDATED', upcasts)]).toEqual([
    3, 1,
  ]);
});
