import { expect, it } from 'vitest';
import { payloadOf, saidBy } from './said.ts';

it('[WIPE-13] says what a person decides by, of whatever a device has said', () => {
  const text = JSON.stringify({
    payload: {
      received_by: 'K. Benali',
      cash_collected: 1_245_000,
      lines: [{ product_id: 3, delivered: 12 }, { product_id: 4, quantity: 6 }, null, { product_id: 'x' }],
      qr_scanned: 'MCG1.secret',
    },
  });
  expect(saidBy(payloadOf(text))).toEqual([
    { word: 'received_by', kind: 'text', text: 'K. Benali' },
    { word: 'cash_collected', kind: 'amount', centimes: 1_245_000 },
    {
      word: 'lines',
      kind: 'lines',
      lines: [
        { product_id: 3, quantity: 12 },
        { product_id: 4, quantity: 6 },
      ],
    },
  ]);
});

it('[WIPE-13] is not led astray by what nobody has judged yet', () => {
  for (const payload of [null, 7, 'text', [], { lines: 'many', cash_collected: 1e300, note: { a: 1 }, name: '' }]) {
    expect(saidBy(payload)).toEqual([]);
  }
  expect(payloadOf('{')).toBeNull();
});
