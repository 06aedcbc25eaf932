import { expect, it } from 'vitest';
import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import { toursOf, withTours } from './tours-view.ts';

const note = (more: Partial<DesktopDelivery>): DesktopDelivery => ({
  id: crypto.randomUUID(),
  reference: 'BL-ALG-2026-000001',
  depot_id: 1,
  driver_user_id: 2,
  driver_name: 'Karim',
  handed_in: null,
  client_id: 'c',
  client_name: 'Épicerie El Djazaïr',
  planned_for: '2026-11-22',
  status: 'PENDING',
  lines: [{ product_id: 5, quantity: 3, unit_price_ht: 1, tva_rate: 19 }],
  total_ht: 0,
  total_tva: 0,
  total_ttc: 0,
  validated_at: null,
  validated_by: null,
  ...more,
});

it('[DEPOT-8] counts a driver’s day: what is done here or at HQ, what failed, what is late, and what is to be loaded', () => {
  const items = [
    note({ status: 'VALIDATED' }),
    note({ handed_in: 'DELIVERY_VALIDATED' }),
    // A later validation ends a failure.
    note({ status: 'FAILED', handed_in: 'DELIVERY_VALIDATED' }),
    note({ status: 'FAILED', planned_for: '2026-11-20' }),
    note({ status: 'CANCELLED' }),
    note({ driver_user_id: 3, driver_name: 'Amine', lines: [] }),
  ];
  const [amine, karim] = toursOf(items, '2026-11-22');
  expect([amine?.name, amine?.notes.length, amine?.goods]).toEqual(['Amine', 1, []]);
  expect(karim).toMatchObject({ done: 3, failed: 1, late: 1, goods: [{ productId: 5, quantity: 12 }] });
});

it('[DEPOT-14] who sells from the van alone has a tour without a note', () => {
  const atHq = { driver_user_id: 9, driver_name: 'Samia', state: 'LOADED' } as Parameters<typeof withTours>[1][number];
  const [karim, samia] = withTours(toursOf([note({})], '2026-11-22'), [atHq]);
  expect([karim?.name, karim?.atHq]).toEqual(['Karim', null]);
  expect(samia).toMatchObject({ driverId: 9, name: 'Samia', notes: [], atHq: { state: 'LOADED' } });
});
