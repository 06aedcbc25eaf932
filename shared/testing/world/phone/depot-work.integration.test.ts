import { beforeAll, expect, test } from 'vitest';
import type { Lot } from '#shared/contract/entities.ts';
import { migrate } from '../../../../mobile-pwa/store/schema.ts';
import { DAY, HUB, MemoryPhone, newPhoneKeys, type PhoneKeys } from './memory-phone.ts';

let keys: PhoneKeys;
beforeAll(async () => {
  keys = await newPhoneKeys();
});

const DEPOT = 1;
const lotOf = (id: string, change: Partial<Lot> = {}): Lot => ({
  ...{ id, depot_id: DEPOT, product_id: 1, lot_number: 'A', produced_at: '2026-11-01', expires_at: '2026-12-24' },
  ...{ received_quantity: 20, remaining_quantity: 12, state: 'OK' as const },
  ...change,
});

test('[PHONE-23] a clerk’s phone keeps the depot’s pending deliveries and its lots, apart from the own tour', async () => {
  const phone = new MemoryPhone(keys, undefined, DEPOT);
  const [theirs, elsewhere] = [phone.ids.uuid(), phone.ids.uuid()];
  const [soon, late] = [phone.ids.uuid(), phone.ids.uuid()];
  const scope = phone.snapshot('e1');
  const entities = {
    ...scope.entities,
    users: [{ id: 9, name: 'Karim' }],
    deliveries: [phone.deliveryOf(theirs, { driver_user_id: 9 }), phone.deliveryOf(elsewhere, { driver_user_id: 9 })],
    lots: [lotOf(late, { lot_number: 'B', expires_at: '2027-02-01' }), lotOf(soon)],
  };
  await phone.store.device.stageScope({ ...scope, entities }, true);
  await phone.store.device.commitScope('e1.1', HUB);
  expect(phone.store.tour(DAY), 'the own tour is empty').toEqual([]);
  expect(phone.store.depotDeliveries(DAY)).toMatchObject([
    {
      driver_user_id: 9,
      driver_name: 'Karim',
      client_name: 'Épicerie El Djazaïr',
      lines: [{ product_id: 1, quantity: 12 }],
    },
    { driver_user_id: 9 },
  ]);
  expect(phone.store.lots().map(({ lot_number, quantity }) => [lot_number, quantity])).toEqual([
    ['A', 12],
    ['B', 12],
  ]);

  const done = phone.deliveryOf(theirs, { driver_user_id: 9, status: 'VALIDATED' });
  const away = phone.deliveryOf(elsewhere, { driver_user_id: 9, depot_id: 2 });
  await phone.store.device.applyPage(
    phone.page([
      phone.says('DELIVERY_VALIDATED', done.id, done),
      phone.says('DELIVERY_UPDATED', away.id, away),
      phone.says('LOT_UPSERTED', soon, lotOf(soon, { remaining_quantity: 0 })),
      phone.says('LOT_UPSERTED', late, lotOf(late, { lot_number: 'B', remaining_quantity: 3, state: 'BLOCKED' })),
    ]),
  );
  expect(phone.store.depotDeliveries(DAY)).toEqual([]);
  expect(phone.store.lots()).toMatchObject([{ lot_number: 'B', quantity: 3, state: 'BLOCKED' }]);
});

test('[PHONE-23] a driver’s phone keeps neither, whatever it hears', async () => {
  const phone = new MemoryPhone(keys);
  const id = phone.ids.uuid();
  const other = phone.deliveryOf(phone.ids.uuid(), { driver_user_id: 9 });
  await phone.store.device.applyPage(
    phone.page([phone.says('DELIVERY_ASSIGNED', other.id, other), phone.says('LOT_UPSERTED', id, lotOf(id))]),
  );
  expect([phone.store.depotDeliveries(DAY), phone.store.lots()]).toEqual([[], []]);
});

test('[PHONE-23] a phone of before takes one new snapshot, which brings lots and the company', async () => {
  const phone = new MemoryPhone(keys);
  await phone.store.device.stageScope(phone.snapshot('e1'), true);
  await phone.store.device.commitScope('e1.1', HUB);
  phone.sql.exec('DROP TABLE cache_depot_deliveries; DROP TABLE cache_lots; PRAGMA user_version = 6;');
  migrate(phone.sql);
  expect(await phone.store.device.cursor(HUB)).toBeNull();
  await phone.store.device.stageScope(phone.snapshot('e1'), true);
  await phone.store.device.commitScope('e1.2', HUB);
  expect(await phone.store.device.cursor(HUB)).toBe('e1.2');
});
