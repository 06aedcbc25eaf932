import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { BUILD_TARGETS } from '#shared/contract/browsers.ts';

/** The HQ console, served by the central server at its root. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/admin-console',
    emptyOutDir: true,
    target: BUILD_TARGETS,
    // The page's policy allows nothing inline: every font and picture is a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    modulePreload: { polyfill: false },
  },
});
