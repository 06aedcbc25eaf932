import { expect, test } from 'vitest';
import { NO_TOTALS, totalsOfDay } from './day-totals.ts';

test('[TODAY-4] the totals of a day count deliveries and failures, cash and cheques, and an invoice for a delivery only once', () => {
  const events = [
    { action: 'DELIVERY_VALIDATED', payload: { cash_collected: 500_00, cheque: { amount: 100_00 } } },
    { action: 'DELIVERY_VALIDATED', payload: {} },
    { action: 'DELIVERY_FAILED', payload: {} },
    { action: 'PAYMENT_COLLECTED', payload: { method: 'CASH', amount: 70_00 } },
    { action: 'PAYMENT_COLLECTED', payload: { method: 'CHEQUE', amount: 30_00 } },
    { action: 'INVOICE_CREATED', payload: { payment: 'CASH', total_ttc: 20_00 } },
    { action: 'INVOICE_CREATED', payload: { payment: 'CASH', total_ttc: 500_00, delivery_id: 'd' } },
    { action: 'INVOICE_CREATED', payload: { payment: 'CHEQUE', total_ttc: 5_00 } },
    { action: 'INVOICE_CREATED', payload: { payment: 'CREDIT', total_ttc: 900_00 } },
    { action: 'CLIENT_CREATED', payload: {} },
  ];
  expect(totalsOfDay(events)).toEqual({
    delivered: 2,
    failed: 1,
    cash: 590_00,
    cheques: { count: 3, amount: 135_00 },
  });
  expect(totalsOfDay([])).toEqual(NO_TOTALS);
});
