import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Bundles the Electron main process and the hub that it forks: Electron runs no TypeScript. Packages stay outside. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
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
