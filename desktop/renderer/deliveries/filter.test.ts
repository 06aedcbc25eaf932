import { describe, expect, it } from 'vitest';
import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import { driversIn, EVERYTHING, filterIn, isLate, matching, paramsOf, printable } from './filter.ts';

const delivery = (reference: string, more: Partial<DesktopDelivery> = {}): DesktopDelivery => ({
  id: reference,
  reference,
  depot_id: 1,
  driver_user_id: 2,
  driver_name: 'Karim Aït',
  handed_in: null,
  client_id: 'c',
  client_name: 'Épicerie El Djazaïr',
  planned_for: '2026-11-22',
  status: 'PENDING',
  lines: [],
  total_ht: 0,
  total_tva: 0,
  total_ttc: 0,
  validated_at: null,
  validated_by: null,
  ...more,
});

const LIST = [
  delivery('BL-ALG-2026-000001'),
  delivery('BL-ALG-2026-000002', { status: 'CANCELLED', client_name: 'Supérette Nour' }),
  delivery('BL-ALG-2026-000003', { status: 'VALIDATED', driver_name: null }),
];
const found = (filter: Partial<Parameters<typeof matching>[1]>) =>
  matching(LIST, { ...EVERYTHING, ...filter }).map(({ reference }) => reference.slice(-1));

describe('the list’s filter', () => {
  it('finds by every word, without minding accents or case', () => {
    expect(found({ search: 'epicerie karim' })).toEqual(['1']);
    expect(found({ search: 'DJAZAIR' })).toEqual(['1', '3']);
    expect(found({ search: '  ' })).toEqual(['1', '2', '3']);
  });

  it('keeps one status', () => {
    expect(found({ status: 'CANCELLED' })).toEqual(['2']);
  });

  it('[DEPOT-4] keeps one driver’s tour, of those who have one', () => {
    const tours = [...LIST, delivery('BL-ALG-2026-000004', { driver_user_id: 9, driver_name: 'Amine' })];
    expect(matching(tours, { ...EVERYTHING, driver: 9 }).map(({ reference }) => reference)).toEqual([
      'BL-ALG-2026-000004',
    ]);
    expect(driversIn(tours)).toEqual([{ id: 9, name: 'Amine' }]);
    expect(driversIn(LIST.slice(0, 2))).toEqual([{ id: 2, name: 'Karim Aït' }]);
  });

  it('comes back from the address as it went in', () => {
    const filter = { day: '2026-11-22', search: 'nour', status: 'PENDING', driver: 7 } as const;
    expect(filterIn(paramsOf(filter))).toEqual(filter);
    expect(filterIn(new URLSearchParams('status=toString'))).toEqual(EVERYTHING);
  });

  it('[DEPOT-1] marks as late what was planned before the list’s day', () => {
    const planned = { planned_for: '2026-11-22' };
    expect(['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => isLate(planned, day))).toEqual([false, false, true]);
  });

  it('prints no cancelled delivery with the others', () => {
    expect(printable(LIST)).toHaveLength(2);
  });
});
