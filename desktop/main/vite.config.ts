import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Bundles the Electron main process and the hub that it forks: Electron runs no TypeScript.
 * Packages are bundled too, but for SQLite's, which is a binary: so that one package is all that an installer brings. */
export default defineConfig({
  publicDir: resolve(import.meta.dirname, 'public'),
  ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
  build: {
    ssr: true,
    target: 'node24',
    // The icons.
    copyPublicDir: true,
    outDir: resolve(import.meta.dirname, '../../dist/desktop-main'),
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: {
        main: resolve(import.meta.dirname, 'main.ts'),
        hub: resolve(import.meta.dirname, '../hub/main.ts'),
      },
      output: { entryFileNames: '[name].js' },
    },
  },
});
