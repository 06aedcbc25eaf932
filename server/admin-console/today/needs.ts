import type { DepotOverview, Overview } from '#shared/contract/hq/board.ts';

/** How many things of a depot wait for a person. */
export const needsOf = ({ conflicts, quarantine, alerts }: DepotOverview): number => conflicts + quarantine + alerts;

/** The same of all depots that are in sight: the count beside the menu. */
export const needsOfAll = ({ depots }: Overview): number => depots.reduce((sum, depot) => sum + needsOf(depot), 0);

export interface DayBar {
  day: string;
  done: number;
  partial: number;
  failed: number;
  toCome: number;
  delivered: number;
}

/** The days of all depots together, each with what became of its deliveries. */
export function daysOf({ series }: Overview): DayBar[] {
  const days = new Map<string, DayBar>();
  for (const { day, done, partial, failed, to_come, delivered_ttc } of series) {
    const sum = days.get(day) ?? { day, done: 0, partial: 0, failed: 0, toCome: 0, delivered: 0 };
    days.set(day, {
      day,
      done: sum.done + done,
      partial: sum.partial + partial,
      failed: sum.failed + failed,
      toCome: sum.toCome + to_come,
      delivered: sum.delivered + delivered_ttc,
    });
  }
  return [...days.values()].sort((a, b) => b.day.localeCompare(a.day));
}
