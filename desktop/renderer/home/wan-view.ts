import type { DesktopOverview, LineTrouble } from '#shared/contract/desktop.ts';

/** What the large words at the top say. */
export type WanView =
  | { kind: 'allAtHq' }
  | { kind: 'leaving'; waiting: number }
  | { kind: 'cut'; waiting: number; forMs: number | null }
  | { kind: 'trouble'; trouble: LineTrouble };

export function wanView({ wan, queue, now }: Pick<DesktopOverview, 'wan' | 'queue' | 'now'>): WanView {
  if (wan.reachable) return queue.waiting === 0 ? { kind: 'allAtHq' } : { kind: 'leaving', waiting: queue.waiting };
  if (wan.trouble !== null) return { kind: 'trouble', trouble: wan.trouble };
  const since = wan.since ?? wan.last_contact_at;
  return { kind: 'cut', waiting: queue.waiting, forMs: since === null ? null : Date.parse(now) - Date.parse(since) };
}
