import { expect, it } from 'vitest';
import { causeText } from './cause-text.ts';
import { stockChange } from './stock-forms.ts';

it('[CONSOLE-14] an act about goods is sent with its lot, or with the lot that was typed and its days', () => {
  const lot = { depotId: 1, productId: 7, lotNumber: 'A', remaining: 5 };
  expect(stockChange('transfer', lot, { quantity: 3, reason: ' besoin ', to_depot_id: '2' })).toEqual({
    call: 'POST /stock/transfers',
    address: '/api/admin/stock/transfers',
    body: { depot_id: 1, product_id: 7, lot_number: 'A', quantity: 3, reason: 'besoin', to_depot_id: 2 },
  });
  const typed = { product_id: '7', lot_number: 'B', quantity: 10, reason: 'production', produced_at: '2026-12-01' };
  expect(stockChange('receive', { depotId: 1 }, { ...typed, expires_at: '' })).toEqual({
    call: 'POST /stock/receipts',
    address: '/api/admin/stock/receipts',
    body: { ...typed, depot_id: 1, product_id: 7 },
  });
});

it('[CONSOLE-14] a movement of a newer server has words too', () => {
  expect([causeText('WASTE'), causeText('TELEPORTED')]).toEqual(['WASTE', 'OTHER']);
});
