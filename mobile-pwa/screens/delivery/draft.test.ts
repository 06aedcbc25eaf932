import { expect, test } from 'vitest';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveryDraft, DraftedLine, Scanned } from '../../store/views.ts';
import { detailsOf, isReady, totalOf } from './details.ts';
import { asOrdered, notDelivered, resumed } from './draft.ts';
import { cashOf, collectedOf } from './money.ts';

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
  expect(linesOf(lines, withLine(draftOf(lines), 1, { delivered: 5, reason: 'BROKEN' }))).toEqual([
    { product_id: 1, delivered: 12 },
    { product_id: 2, delivered: 5, reason_code: 'BROKEN' },
  ]);
});

test('a refusal says no reason until the driver has chosen one', () => {
  const lines = [line(1, 12)];
  expect(linesOf(lines, withLine(draftOf(lines), 0, { delivered: 11 }))).toEqual([{ product_id: 1, delivered: 11 }]);
});

test('two lines of one product are told as one', () => {
  const lines = [line(1, 12), line(1, 3)];
  expect(linesOf(lines, withLine(draftOf(lines), 0, { delivered: 10, reason: 'EXPIRED' }))).toEqual([
    { product_id: 1, delivered: 13, reason_code: 'EXPIRED' },
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

test('[DELIV-4] returns, lots, empties, a cheque and proof are told where there are any, and only then', () => {
  const lines = [line(1, 12), line(2, 6)];
  const place = { lat: 36.7, lng: 3, accuracy_m: 8 };
  const draft = draftOf(lines, {
    cheque: { amount: 500, bank: ' BNA ', number: '41' },
    empties: [{ kind: 'CRATE', given: 2, taken_back: 0 }],
    proof: { signature: 'a', photos: ['b'], place },
  });
  const lots = [{ lot_number: ' L1 ', quantity: 7 }];
  expect(detailsOf(lines, withLine(draft, 0, { returned: 3, lots }))).toEqual({
    qr_scanned: 'MCG1.x',
    lines: [
      { product_id: 1, delivered: 12, returned: 3, lots: [{ lot_number: 'L1', quantity: 7 }] },
      { product_id: 2, delivered: 6 },
    ],
    cheque: { amount: 500, bank: 'BNA', number: '41' },
    empties: [{ kind: 'CRATE', given: 2, taken_back: 0 }],
    signature_blob: 'a',
    photo_blobs: ['b'],
    location: place,
  });
});

test('[DELIV-4] a lot without a number, one noted twice, more in lots than delivered, and half a cheque are told as faults', () => {
  const lines = [line(1, 12)];
  const withLots = (...lots: DraftedLine['lots']) => isReady(lines, withLine(draftOf(lines), 0, { lots }));
  expect(withLots({ lot_number: 'L', quantity: 12 })).toBe(true);
  expect(withLots({ lot_number: 'L', quantity: 13 })).toBe(false);
  expect(withLots({ lot_number: ' ', quantity: 1 })).toBe(false);
  expect(withLots({ lot_number: 'L', quantity: 1 }, { lot_number: 'L ', quantity: 1 })).toBe(false);
  expect(isReady(lines, draftOf(lines, { cheque: { amount: 1, bank: '', number: '1' } }))).toBe(false);
});

test('[DELIV-8] cash that is to be the total is what the cheque leaves of it', () => {
  const lines = [line(1, 12)];
  const draft = draftOf(lines, { cash_is_total: true, cheque: { amount: 428, bank: 'BNA', number: '1' } });
  expect([cashOf(draft, 1_428), collectedOf(draft, 1_428)]).toEqual([1_000, 1_428]);
  const more = { ...draft, cheque: { amount: 2_000, bank: 'BNA', number: '1' } };
  expect([cashOf(more, 1_428), collectedOf(more, 1_428)]).toEqual([0, 2_000]);
});

test('[DELIV-5] what an app of before has kept goes on with the members that it did not have', () => {
  const lines = [line(1, 12)];
  const { cheque: _1, empties: _2, proof: _3, ...old } = draftOf(lines, { received_by: 'K.' });
  const first = old.lines[0];
  const kept = {
    ...old,
    lines: [{ product_id: 1, ordered: 12, delivered: 11, reason: first?.reason }],
  } as DeliveryDraft;
  const again = resumed(kept, { delivery_id: 'd', lines, scanned });
  expect(again).toEqual(withLine(draftOf(lines, { received_by: 'K.' }), 0, { delivered: 11 }));
  expect(notDelivered(lines, again.lines)).toBe(1);
});
