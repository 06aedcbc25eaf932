import type { DesktopOverview } from '#shared/contract/desktop.ts';

export interface Bar {
  at: string;
  /** From 0 to 1, of the most that waited; what waits at all is seen. */
  height: number;
}

const LEAST = 0.06;

/** The last hour of what waited, as bars. None while nothing waited in it, or while one moment is all that is known. */
export function backlogBars(history: DesktopOverview['queue']['history']): Bar[] {
  const most = Math.max(0, ...history.map(({ waiting }) => waiting));
  if (most === 0 || history.length < 2) return [];
  return history.map(({ at, waiting }) => ({ at, height: waiting === 0 ? 0 : Math.max(LEAST, waiting / most) }));
}
