import type { DesktopOverview, Drain, Intake, LineTrouble } from '#shared/contract/desktop.ts';

/** A queue that is gone at the next glance is no drain worth a message. */
const DRAIN_SHOWN = 200;

/** What the large text at the top says. */
export type WanView =
  | { kind: 'trying' }
  | { kind: 'allAtHq' }
  | { kind: 'leaving'; waiting: number }
  | { kind: 'draining'; drain: Drain }
  | { kind: 'intake'; intake: Intake }
  | { kind: 'cut'; waiting: number; forMs: number }
  | { kind: 'trouble'; trouble: LineTrouble };

export function wanView({ wan, queue, now }: Pick<DesktopOverview, 'wan' | 'queue' | 'now'>): WanView {
  switch (wan.state) {
    case 'TRYING':
      return { kind: 'trying' };
    case 'REFUSED':
      return { kind: 'trouble', trouble: wan.trouble ?? 'OTHER' };
    case 'CUT':
      return { kind: 'cut', waiting: queue.waiting, forMs: Date.parse(now) - Date.parse(wan.since ?? now) };
    case 'ANSWERS':
      return answering({ wan, queue });
  }
}

/** Without the depot's data nobody works here, and what cannot be kept stays so until somebody acts: that comes first. */
function answering({ wan, queue }: Pick<DesktopOverview, 'wan' | 'queue'>): WanView {
  if (wan.intake !== null) return { kind: 'intake', intake: wan.intake };
  if (queue.waiting === 0) return { kind: 'allAtHq' };
  return wan.drain !== null && wan.drain.total >= DRAIN_SHOWN
    ? { kind: 'draining', drain: wan.drain }
    : { kind: 'leaving', waiting: queue.waiting };
}
