/**
 * The oldest browsers in which the screens work, Chromium being what most phones have: Android 7 ends at 119, and 109 is the
 * last for old PCs. The build lowers to them, and a check looks through what it made for what is newer.
 */
export const OLDEST_BROWSERS = { chrome: 109, safari: 16.4, firefox: 114 } as const;

/** The same as Vite takes it. */
export const BUILD_TARGETS: string[] = Object.entries(OLDEST_BROWSERS).map(([name, version]) => `${name}${version}`);

/** For a person whose browser is older. */
export const oldestBrowsersInWords = `Chrome ${OLDEST_BROWSERS.chrome}, Safari ${OLDEST_BROWSERS.safari}, Firefox ${OLDEST_BROWSERS.firefox}`;
