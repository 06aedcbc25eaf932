import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Bundles what runs beside the window's page: a sandboxed preload script is one CommonJS file. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'chrome114',
    outDir: resolve(import.meta.dirname, '../../dist/desktop-preload'),
    emptyOutDir: true,
    minify: false,
    lib: { entry: resolve(import.meta.dirname, 'preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
});
