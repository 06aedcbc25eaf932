import { beforeAll, expect, test } from 'vitest';
import type { Lot } from '#shared/contract/entities.ts';
import type { Tour } from '#shared/contract/tour.ts';
import { joinCodes, readShown } from '#shared/domain/tour/shown-event.ts';
import { sha256 } from '#shared/ports/crypto-web.ts';
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
  phone.sql.exec(
    'DROP TABLE cache_depot_deliveries; DROP TABLE cache_lots; DROP TABLE cache_tours; DROP TABLE cancelled_invoices; PRAGMA user_version = 6;',
  );
  migrate(phone.sql);
  expect(await phone.store.device.cursor(HUB)).toBeNull();
  await phone.store.device.stageScope(phone.snapshot('e1'), true);
  await phone.store.device.commitScope('e1.2', HUB);
  expect(await phone.store.device.cursor(HUB)).toBe('e1.2');
});

const tourOf = (driver_user_id: number, change: Partial<Tour> = {}): Tour => ({
  ...{ id: `${driver_user_id}.${DAY}`, depot_id: DEPOT, driver_user_id, day: DAY, state: 'LOADED' as const },
  ...{ missing: [], unproved_devices: [], loaded: [], expected: null, counted: null, disputed: [], differences: null },
  ...{ settled_at: null, settled_by: null, settle_reason: null },
  ...change,
});

test('[MASTER-6] a phone lets a client go that its depot serves no more, once no delivery is shown for it', async () => {
  const phone = new MemoryPhone(keys);
  const [gone, awaited] = [phone.ids.uuid(), phone.ids.uuid()];
  const told = (id: string, depot_ids: number[]) =>
    phone.says('CLIENT_UPSERTED', id, {
      ...{ id, depot_ids, name: 'Nour', phone: null, address: null, location: null, tax_id: null, balance: 0 },
      updated_at: `${DAY}T08:00:00.000Z`,
    });
  const here = () => phone.store.clients().map(({ id }) => id);
  const note = phone.deliveryOf(phone.ids.uuid(), { driver_user_id: 7, client_id: awaited });
  await phone.store.device.applyPage(
    phone.page([told(gone, [1, 2]), told(awaited, [1]), phone.says('DELIVERY_ASSIGNED', note.id, note)]),
  );
  expect(here().sort()).toEqual([gone, awaited].sort());
  await phone.store.device.applyPage(phone.page([told(gone, [2]), told(awaited, [2])]));
  expect(here()).toEqual([awaited]);
});

test('[VAN-2] a driver’s phone keeps the own tours, the crew’s those of its depot, from the snapshot and as they change', async () => {
  const own = tourOf(7);
  const others = [tourOf(9), tourOf(10, { depot_id: 2 })];
  const kept = async (crewDepot: number | null) => {
    const phone = new MemoryPhone(keys, undefined, crewDepot);
    const scope = phone.snapshot('e1');
    await phone.store.device.stageScope({ ...scope, entities: { ...scope.entities, tours: [own, ...others] } }, true);
    await phone.store.device.commitScope('e1.1', HUB);
    const settled = tourOf(7, { state: 'SETTLED', differences: { goods: [], cash: -500_00, cheques: [] } });
    await phone.store.device.applyPage(phone.page([phone.says('TOUR_UPDATED', settled.id, settled)]));
    expect(phone.store.tourById(settled.id)).toMatchObject({ state: 'SETTLED', differences: { cash: -500_00 } });
    return phone.store.toursOf(DAY).map(({ id }) => id);
  };
  expect(await kept(null)).toEqual([`7.${DAY}`]);
  expect(await kept(DEPOT)).toEqual([`7.${DAY}`, `9.${DAY}`]);
});

test('[VAN-4] what was recorded of a tour is shown as codes, from which its very event is read', async () => {
  const phone = new MemoryPhone(keys, undefined, DEPOT);
  const [event_id, tour_id] = [phone.ids.uuid(), `9.${DAY}`];
  const details = { driver_user_id: 9, day: DAY, lines: [{ product_id: 1, quantity: 12, lot_number: 'A' }] };
  const loading = { event_id, tour_id, action: 'VAN_LOADED' as const, details };
  expect((await phone.store.recordOfTour(loading)).kind).toBe('saved');
  expect((await phone.store.recordOfTour(loading)).kind).toBe('already');
  expect(phone.store.recordsOfTour(tour_id)).toMatchObject([{ event_id, action: 'VAN_LOADED', payload: details }]);
  const joined = joinCodes((await phone.store.codesOfTour(event_id)) ?? []);
  const shown = joined.kind === 'whole' ? await readShown(joined.packed, sha256) : null;
  expect(shown).toMatchObject({ id: event_id, checksum: phone.queue()[0]?.checksum, payload: details });
  expect(await phone.store.codesOfTour(phone.ids.uuid())).toBeNull();
});

test('[DELIV-12] lots are picked from what went onto the van, then from what lies in the depot and may go, then from what was typed', async () => {
  const phone = new MemoryPhone(keys, undefined, DEPOT);
  const goods = (product_id: number, lot_number: string | null) => ({ product_id, lot_number, quantity: 5 });
  const tours = [
    tourOf(7, { loaded: [goods(1, 'ON-VAN'), goods(2, 'OTHER'), goods(1, null)] }),
    tourOf(7, { id: '7.2026-11-21', day: '2026-11-21', loaded: [goods(1, 'YESTERDAY')] }),
  ];
  const lots = [
    lotOf(phone.ids.uuid(), { lot_number: 'LATE', expires_at: '2027-02-01' }),
    lotOf(phone.ids.uuid(), { lot_number: 'SOON' }),
    lotOf(phone.ids.uuid(), { lot_number: 'HELD', state: 'BLOCKED' }),
    lotOf(phone.ids.uuid(), { lot_number: 'ON-VAN' }),
  ];
  const scope = phone.snapshot('e1');
  await phone.store.device.stageScope({ ...scope, entities: { ...scope.entities, tours, lots } }, true);
  await phone.store.device.commitScope('e1.1', HUB);
  const id = phone.ids.uuid();
  const lines = [{ product_id: 1, delivered: 2, lots: [{ lot_number: 'TYPED', quantity: 2 }] }];
  await phone.store.validateDelivery({
    event_id: phone.ids.uuid(),
    delivery_id: id,
    details: { qr_scanned: `MCG1.${id}.n.s`, lines },
  });
  expect(phone.store.lotNumbers(1)).toEqual(['ON-VAN', 'YESTERDAY', 'SOON', 'LATE', 'TYPED']);
});
