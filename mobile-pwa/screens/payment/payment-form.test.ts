import { expect, test } from 'vitest';
import { blankPayment, isBlankPayment, paymentOf } from './payment-form.ts';

const client = { id: 'c', name: 'Épicerie' };

test('[DELIV-10] a payment is whole with a client and an amount, and a cheque with its bank and number', () => {
  const blank = blankPayment('p');
  expect([isBlankPayment(blank), paymentOf(blank, 'e')]).toEqual([true, null]);
  const cash = { ...blank, client, amount: 500 };
  expect(isBlankPayment(cash)).toBe(false);
  expect(paymentOf(cash, 'e')).toEqual({
    event_id: 'e',
    payment_id: 'p',
    details: { client_id: 'c', amount: 500, method: 'CASH' },
  });
  for (const amount of [null, '5x', 0]) expect(paymentOf({ ...cash, amount }, 'e')).toBeNull();
  expect(paymentOf({ ...cash, method: 'CHEQUE', bank: 'BNA', number: ' ' }, 'e')).toBeNull();
  expect(paymentOf({ ...cash, method: 'CHEQUE', bank: 'BNA', number: ' 41' }, 'e')?.details.cheque).toEqual({
    bank: 'BNA',
    number: '41',
  });
});
