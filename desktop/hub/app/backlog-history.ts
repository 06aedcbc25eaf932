/** How much waited for HQ at a moment of this PC's clock. */
export interface Sample {
  at: number;
  waiting: number;
}

const EVERY_MS = 60_000;
const KEPT = 60;

/** With what waits now: once a minute, an hour long. A clock that was set back begins anew. */
export function withSample(history: Sample[], now: Sample): Sample[] {
  const last = history.at(-1);
  if (last !== undefined && now.at < last.at) return [now];
  if (last !== undefined && now.at - last.at < EVERY_MS) return history;
  return [...history, now].slice(-KEPT);
}
