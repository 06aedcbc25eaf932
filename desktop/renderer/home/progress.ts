import type { DesktopOverview } from '#shared/contract/desktop.ts';

export interface Progress {
  /** Without the cancelled ones: nobody drives for those. */
  planned: number;
  /** Delivered, wholly or in part, as HQ says or as was handed in here. */
  done: number;
  /** Nobody has been there yet. */
  left: number;
  percent: number;
}

/** `planned` of the overview counts every delivery of the day, however it stands. */
export function progressOf(today: DesktopOverview['deliveries_today']): Progress {
  const planned = today.planned - today.cancelled;
  const done = today.validated + today.partial + today.handed_in;
  const left = Math.max(0, planned - done - today.failed);
  return { planned, done, left, percent: planned > 0 ? (100 * done) / planned : 0 };
}
