import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import type { DeliveryStatus } from '#shared/contract/entities.ts';
import { matching as matchingText } from '#shared/domain/search.ts';

export interface Filter {
  /** As `2026-11-22`; today where empty. */
  day: string;
  search: string;
  status: DeliveryStatus | null;
  /** Whose tour. */
  driver: number | null;
}

export const EVERYTHING: Filter = { day: '', search: '', status: null, driver: null };

const STATUSES: readonly DeliveryStatus[] = ['PENDING', 'VALIDATED', 'PARTIAL', 'FAILED', 'CANCELLED'];

/** The filter lies in the address, so that it survives the way to the printed page and back. */
export const filterIn = (params: URLSearchParams): Filter => ({
  day: params.get('day') ?? '',
  search: params.get('q') ?? '',
  status: STATUSES.find((status) => status === params.get('status')) ?? null,
  driver: Number(params.get('driver')) || null,
});

export function paramsOf({ day, search, status, driver }: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (day) params.set('day', day);
  if (search) params.set('q', search);
  if (status) params.set('status', status);
  if (driver) params.set('driver', String(driver));
  return params;
}

/** Every word typed stands in the note's reference, client or driver. */
export const matching = (items: DesktopDelivery[], { search, status, driver }: Filter): DesktopDelivery[] =>
  matchingText(
    items.filter((it) => (!status || it.status === status) && (!driver || it.driver_user_id === driver)),
    search,
    ({ reference, client_name, driver_name }) => `${reference} ${client_name} ${driver_name ?? ''}`,
  );

/** A cancelled delivery's goods stay here: its note is printed only when asked for by itself. */
export const printable = (items: DesktopDelivery[]): DesktopDelivery[] =>
  items.filter(({ status }) => status !== 'CANCELLED');

/** Whether it is of an earlier day than the list: still to be done, cancelled or moved. */
export const isLate = ({ planned_for }: Pick<DesktopDelivery, 'planned_for'>, listDay: string): boolean =>
  planned_for < listDay;

export interface Driver {
  id: number;
  name: string;
}

/** Those whose tours the list holds, by name; one whose name has not come here yet has none to be chosen by. */
export function driversIn(items: Pick<DesktopDelivery, 'driver_user_id' | 'driver_name'>[]): Driver[] {
  const names = new Map(items.map(({ driver_user_id, driver_name }) => [driver_user_id, driver_name]));
  const known = [...names].flatMap(([id, name]) => (name === null ? [] : { id, name }));
  return known.sort((a, b) => a.name.localeCompare(b.name));
}
