import { fileURLToPath } from 'node:url';

/** Two folders up, from here as from the bundle in dist/desktop-main. */
const root = new URL('../../', import.meta.url);
const inRoot = (path: string): string => fileURLToPath(new URL(path, root));

/** Where the hub finds what it serves and what it makes its file from. */
export const PATHS = {
  schema: inRoot('desktop/hub/store/schema.sql'),
  phoneApp: inRoot('dist/mobile-pwa'),
  screen: inRoot('dist/desktop-renderer'),
} as const;
