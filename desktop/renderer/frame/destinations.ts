import type { DesktopDeliveries } from '#shared/contract/desktop.ts';
import { matching } from '#shared/domain/search.ts';

/** A place that the palette can go to. */
export interface Destination {
  path: string;
  label: string;
  detail: string;
}

const SHOWN = 8;

/** Screens first, then the day's notes; whatever holds every word that was typed. */
export function destinationsFor(
  typed: string,
  screens: Destination[],
  day: DesktopDeliveries | undefined,
): Destination[] {
  const notes = (day?.items ?? []).map((delivery) => ({
    path: `/deliveries/${delivery.id}/print`,
    label: delivery.reference,
    detail: delivery.client_name,
  }));
  return matching([...screens, ...notes], typed, ({ label, detail }) => `${label} ${detail}`).slice(0, SHOWN);
}
