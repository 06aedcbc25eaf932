import { type Clock, systemClock } from '#shared/ports/clock.ts';

export interface UpdateAsking {
  /** Asks the node whether it has a newer app; it may be out of reach. */
  ask: () => Promise<unknown>;
  page?: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  clock?: Clock;
}

/** While the app stays open, in front of somebody. */
export const ASK_EVERY_MS = 3_600_000;
/** Whoever turns to the phone a hundred times a day asks no hundred times. */
export const ASK_ON_RETURN_AFTER_MS = 600_000;

/**
 * A browser looks for a newer app when a page is opened, and an app on the home screen may stay open for weeks: so it asks
 * by itself, every hour and when somebody comes back to it. Gives what ends that.
 */
export function askForUpdates({ ask, page = document, clock = systemClock }: UpdateAsking): () => void {
  const stop = new AbortController();
  // Opening the page has asked.
  let askedAt = clock.now();
  const askAfter = (ms: number): void => {
    // A clock that was put back is no reason to wait for it.
    if (page.visibilityState === 'hidden' || Math.abs(clock.now() - askedAt) < ms) return;
    askedAt = clock.now();
    void ask().catch(() => {});
  };
  const onReturn = () => askAfter(ASK_ON_RETURN_AFTER_MS);
  page.addEventListener('visibilitychange', onReturn);
  const keepAsking = async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(ASK_EVERY_MS, stop.signal);
      if (!stop.signal.aborted) askAfter(ASK_EVERY_MS);
    }
  };
  void keepAsking();
  return () => {
    stop.abort();
    page.removeEventListener('visibilitychange', onReturn);
  };
}
