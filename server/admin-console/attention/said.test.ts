import { expect, it } from 'vitest';
import { payloadOf, saidBy } from './said.ts';

it('[WIPE-13] says what a person decides by, of whatever a device has said', () => {
  const text = JSON.stringify({
    payload: {
      received_by: 'K. Benali',
      reason: 'ABSENT',
      note: 'ABSENT',
      payment: 'CASH',
      cash_collected: 1_245_000,
      cheque: { amount: 500, number: '1' },
      qr_scanned: 'MCG1.secret',
    },
  });
  expect(saidBy(payloadOf(text))).toEqual([
    { member: 'received_by', kind: 'text', text: 'K. Benali' },
    { member: 'reason', kind: 'failure', failure: 'ABSENT' },
    { member: 'note', kind: 'text', text: 'ABSENT' },
    { member: 'payment', kind: 'payment', payment: 'CASH' },
    { member: 'cash_collected', kind: 'amount', centimes: 1_245_000 },
    { member: 'cheque', kind: 'amount', centimes: 500 },
  ]);
});

it('[WIPE-13] is not led astray by what nobody has judged yet', () => {
  for (const payload of [null, 7, 'text', [], { lines: 'many', cash_collected: 1e300, note: { a: 1 }, name: '' }]) {
    expect(saidBy(payload)).toEqual([]);
  }
  expect(payloadOf('{')).toBeNull();
});
