import { expect, it } from 'vitest';
import type { Invoice } from '#shared/contract/entities.ts';
import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import { paperOf } from './journal-papers.ts';

const date = (iso: string) => iso.slice(0, 10);
const sums = { reference: 'X', created_at: '2026-12-01T10:00:00.000Z', total_ht: 100, total_tva: 19, total_ttc: 119 };

it('[RPT-5] an invoice and a credit note are told apart, and a cancelled one keeps its place', () => {
  const invoice = { ...sums, stamp_duty: 5, cancelled_at: null } as unknown as Invoice;
  expect(paperOf(invoice, 'Nour', date)).toMatchObject({
    date: '2026-12-01',
    stamp_duty: 5,
    is_credit: false,
    is_cancelled: false,
  });
  expect(paperOf({ ...invoice, cancelled_at: sums.created_at }, 'Nour', date).is_cancelled).toBe(true);
  expect(paperOf(sums as unknown as CreditNote, 'Nour', date)).toMatchObject({ stamp_duty: 0, is_credit: true });
});
