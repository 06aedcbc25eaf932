import type { DesktopDeliveries } from '#shared/contract/desktop/delivery.ts';
import { matching } from '#shared/domain/search.ts';

/** A place that the palette can go to. */
export interface Destination {
  path: string;
  label: string;
  detail: string;
}

const SHOWN = 8;

/** What fits the palette, and how many more there are. */
export interface Found {
  shown: Destination[];
  more: number;
}

/** Screens first, then the day's notes; whatever holds every word that was typed. */
export function destinationsFor(typed: string, screens: Destination[], day: DesktopDeliveries | undefined): Found {
  const notes = (day?.items ?? []).map((delivery) => ({
    path: `/deliveries/${delivery.id}/print`,
    label: delivery.reference,
    detail: delivery.client_name,
  }));
  const found = matching([...screens, ...notes], typed, ({ label, detail }) => `${label} ${detail}`);
  return { shown: found.slice(0, SHOWN), more: Math.max(0, found.length - SHOWN) };
}
