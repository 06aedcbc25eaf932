import type { DesktopDeliveries } from '#shared/contract/desktop.ts';
import { fold } from '../deliveries/filter.ts';

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
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const notes = (day?.items ?? []).map((delivery) => ({
    path: `/deliveries/${delivery.id}/print`,
    label: delivery.reference,
    detail: delivery.client_name,
  }));
  return [...screens, ...notes]
    .filter(({ label, detail }) => words.every((word) => fold(`${label} ${detail}`).includes(word)))
    .slice(0, SHOWN);
}
