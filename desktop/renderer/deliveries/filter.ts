import type { DesktopDeliveries } from '#shared/contract/desktop.ts';
import type { DeliveryStatus } from '#shared/contract/entities.ts';
import { matching as matchingText } from '#shared/domain/search.ts';

export type DesktopDelivery = DesktopDeliveries['items'][number];

export interface Filter {
  /** As `2026-11-22`; today where empty. */
  day: string;
  search: string;
  status: DeliveryStatus | null;
}

const STATUSES: readonly DeliveryStatus[] = ['PENDING', 'VALIDATED', 'PARTIAL', 'FAILED', 'CANCELLED'];

/** The filter lies in the address, so that it survives the way to the printed page and back. */
export const filterIn = (params: URLSearchParams): Filter => ({
  day: params.get('day') ?? '',
  search: params.get('q') ?? '',
  status: STATUSES.find((status) => status === params.get('status')) ?? null,
});

export function paramsOf({ day, search, status }: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (day) params.set('day', day);
  if (search) params.set('q', search);
  if (status) params.set('status', status);
  return params;
}

/** Every word typed stands in the note's reference, client or driver. */
export const matching = (items: DesktopDelivery[], { search, status }: Filter): DesktopDelivery[] =>
  matchingText(
    items.filter((delivery) => !status || delivery.status === status),
    search,
    ({ reference, client_name, driver_name }) => `${reference} ${client_name} ${driver_name ?? ''}`,
  );

/** A cancelled delivery's goods stay here: its note is printed only when asked for by itself. */
export const printable = (items: DesktopDelivery[]): DesktopDelivery[] =>
  items.filter(({ status }) => status !== 'CANCELLED');

/** Whether it is of an earlier day than the list: still to be done, cancelled or moved. */
export const isLate = ({ planned_for }: Pick<DesktopDelivery, 'planned_for'>, listDay: string): boolean =>
  planned_for < listDay;
