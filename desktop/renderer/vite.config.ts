import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { BUILD_TARGETS } from '#shared/contract/browsers.ts';

/** The depot's screen, served by the hub at its loopback root. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/desktop-renderer',
    emptyOutDir: true,
    target: BUILD_TARGETS,
    // The page's policy allows nothing inline: every font and picture is a file.
    assetsInlineLimit: 0,
    // One file over loopback is quicker than several.
    chunkSizeWarningLimit: 1_000,
    modulePreload: { polyfill: false },
  },
});
