import { expect, test } from 'vitest';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveryDraft, DraftedLine, Scanned } from '../../store/views.ts';
import { asOrdered, cashOf, detailsOf, isReady, resumed, totalOf } from './draft.ts';

const line = (product_id: number, quantity: number): DeliveryLine => ({
  product_id,
  quantity,
  unit_price_ht: 100,
  tva_rate: 19,
});
const scanned: Scanned = { code: 'MCG1.x', check: 'genuine', at: '2026-11-29T09:00:00.000Z' };
const draftOf = (lines: DeliveryLine[], change: Partial<DeliveryDraft> = {}): DeliveryDraft => ({
  ...asOrdered({ delivery_id: 'd', lines, scanned }, 'e'),
  ...change,
});
const withLine = (draft: DeliveryDraft, index: number, change: Partial<DraftedLine>): DeliveryDraft => ({
  ...draft,
  lines: draft.lines.map((old, at) => (at === index ? { ...old, ...change } : old)),
});
const linesOf = (lines: DeliveryLine[], draft: DeliveryDraft) => detailsOf(lines, draft)?.lines;

test('what was delivered as ordered says no lines at all', () => {
  const lines = [line(1, 12), line(2, 6)];
  expect(detailsOf(lines, draftOf(lines))).toEqual({ qr_scanned: 'MCG1.x' });
});

test('a refusal names every line, and the reason where something is missing', () => {
  const lines = [line(1, 12), line(2, 6)];
  expect(linesOf(lines, withLine(draftOf(lines), 1, { delivered: 5, reason: 'DAMAGED' }))).toEqual([
    { product_id: 1, delivered: 12 },
    { product_id: 2, delivered: 5, reason: 'DAMAGED' },
  ]);
});

test('a refusal says no reason until the driver has chosen one', () => {
  const lines = [line(1, 12)];
  expect(linesOf(lines, withLine(draftOf(lines), 0, { delivered: 11 }))).toEqual([{ product_id: 1, delivered: 11 }]);
});

test('two lines of one product are told as one', () => {
  const lines = [line(1, 12), line(1, 3)];
  expect(linesOf(lines, withLine(draftOf(lines), 0, { delivered: 10, reason: 'EXPIRED' }))).toEqual([
    { product_id: 1, delivered: 13, reason: 'EXPIRED' },
  ]);
});

test('[FORM-1] what there is to collect is what was handed over, and the cash that is to be the total follows it', () => {
  const lines = [line(1, 12)];
  const whole = draftOf(lines, { cash_is_total: true });
  expect([totalOf(lines, whole), cashOf(whole, totalOf(lines, whole))]).toEqual([1428, 1428]);
  const part = withLine(whole, 0, { delivered: 10 });
  expect([totalOf(lines, part), cashOf(part, totalOf(lines, part))]).toEqual([1190, 1190]);
  expect(detailsOf(lines, part)?.cash_collected).toBe(1190);
  const typed = withLine(draftOf(lines, { cash: 500_00 }), 0, { delivered: 10 });
  expect(detailsOf(lines, typed)?.cash_collected).toBe(500_00);
});

test('[NUM-3] while a quantity or the cash is no number there is no total and nothing to record', () => {
  const lines = [line(1, 12), line(2, 6)];
  for (const delivered of [null, '12.5', '-3']) {
    const draft = withLine(draftOf(lines, { cash_is_total: true }), 1, { delivered });
    expect([isReady(lines, draft), totalOf(lines, draft), detailsOf(lines, draft)]).toEqual([false, null, null]);
  }
  expect(isReady(lines, draftOf(lines, { cash: '12,345' }))).toBe(false);
  expect(detailsOf(lines, draftOf(lines, { cash: null }))).toEqual({ qr_scanned: 'MCG1.x' });
});

test('[FORM-2] a form that is opened again goes on where it was left, unless HQ has changed what is ordered', () => {
  const lines = [line(1, 12), line(2, 6)];
  const kept = withLine(draftOf(lines, { received_by: 'K. Benali', cash: 100 }), 0, { delivered: '1x' });
  const again = { ...scanned, at: '2026-11-29T10:00:00.000Z' };
  expect(resumed(kept, { delivery_id: 'd', lines, scanned: again })).toEqual({ ...kept, scanned: again });
  const changed = [line(1, 12), line(2, 7)];
  expect(resumed(kept, { delivery_id: 'd', lines: changed, scanned })).toEqual({
    ...draftOf(changed),
    received_by: 'K. Benali',
    cash: 100,
  });
});
