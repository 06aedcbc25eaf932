const AT_LATEST_MS = 2_000;
/** Where the browser does not tell when it is idle (Safari), it is asked for no more than a little at a time. */
const PAUSE_MS = 200;

/** Waits until the page has nothing else to do. */
export const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if (window.requestIdleCallback) window.requestIdleCallback(() => resolve(), { timeout: AT_LATEST_MS });
    else setTimeout(resolve, PAUSE_MS);
  });
