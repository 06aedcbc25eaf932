import { expect, test } from 'vitest';
import { deliveredTotals } from './delivered-totals.ts';

const line = (quantity: number, delivered?: number) => ({
  product_id: 1,
  quantity,
  unit_price_ht: 1_000,
  tva_rate: 19,
  ...(delivered === undefined ? {} : { delivered }),
});

test('[DLV-7] a delivery is shown with what was handed over, beside what was ordered', () => {
  const totals = deliveredTotals({ status: 'PARTIAL', lines: [line(10, 4), line(2, 0)] });
  expect(totals).toMatchObject({ total_ht: 4_000, total_tva: 760, total_ttc: 4_760 });
  expect(deliveredTotals({ status: 'VALIDATED', lines: [line(10)] })).toMatchObject({ total_ht: 10_000 });
});

test.each(['PENDING', 'FAILED', 'CANCELLED'] as const)('[DLV-7] nothing was handed over: %s', (status) => {
  expect(deliveredTotals({ status, lines: [line(10)] })).toBeNull();
});
