import { fileURLToPath } from 'node:url';

/** From the bundle in dist/desktop-main, in a clone as in the archive that is installed. */
const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const HUB = place('./hub.js');
export const ICONS = place('./icons');
export const PRELOAD = place('../desktop-preload/preload.cjs');
export const STATUS_PAGE = place('../desktop-preload/status.html');
