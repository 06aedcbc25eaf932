import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { BUILD_TARGETS, oldestBrowsersInWords } from '#shared/contract/browsers.ts';
import { classicStart } from './classic-start.ts';
import { sqliteParts } from './sqlite-parts.ts';

const packageJson = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));

/** Writing a schema does nothing else: one that nobody reads with leaves. */
const treeshake = { manualPureFunctions: ['Type', 'Nullable', 'TextLine'] };

/**
 * What the page needs at its start is one file. What several screens share is grouped by who shares it, and a group that
 * would be smaller than this joins its nearest neighbour: each file is a request at the first visit, which the slowest
 * network pays for, and is compressed by itself. Languages stay apart: nobody loads another than the chosen one.
 */
const SMALLEST_PART_BYTES = 5_000;
const codeSplitting = {
  groups: [
    { name: 'app', tags: ['$initial' as const], priority: 2 },
    {
      name: 'parts',
      test: (id: string) => !/texts|i18n/.test(id),
      minShareCount: 2,
      entriesAware: true,
      entriesAwareMergeThreshold: SMALLEST_PART_BYTES,
    },
  ],
};
/** A part, and its styles, would be called after everyone who shares it. */
const shortName = (name = ''): string => (name.startsWith('parts~') ? 'parts' : '[name]');
const chunkFileNames = ({ name }: { name: string }): string => `assets/${shortName(name)}-[hash].js`;
const assetFileNames = ({ names }: { names: string[] }): string => `assets/${shortName(names[0])}-[hash][extname]`;

/** The phone app, served by the hub at `/` on the yard's network. Everything that it needs is in it: no font, no code from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // The wire's schemas are written with typebox; a phone only reads with them.
  resolve: {
    alias: [{ find: /^typebox$/, replacement: path.join(import.meta.dirname, '../shared/contract/schema-builder.ts') }],
  },
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  plugins: [
    react(),
    {
      name: 'oldest-browsers',
      transformIndexHtml: (html) => html.replaceAll('%OLDEST_BROWSERS%', oldestBrowsersInWords),
    },
    {
      name: 'early-worker',
      // While developing nothing is bundled: the app starts its worker itself.
      transformIndexHtml: {
        order: 'post',
        handler(html, { bundle = {} }) {
          const [worker = ''] = Object.keys(bundle).filter((file) => /^assets\/worker-[\w-]+\.js$/.test(file));
          return html.replaceAll('%WORKER%', worker && `/${worker}`);
        },
      },
    },
    classicStart(),
    VitePWA({
      strategies: 'generateSW',
      // The person says when: an update in the middle of an invoice would take the page away.
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        id: '/',
        name: 'Manchengo · Tournée',
        short_name: 'Manchengo',
        description: 'Livraisons, factures et stock, avec ou sans réseau.',
        lang: 'fr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#fbf9f4',
        theme_color: '#fbf9f4',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        // The first page that a phone opens is served by it, too, as soon as all files are here. A newer one waits until it
        // is told to.
        clientsClaim: true,
        globPatterns: ['**/*.{js,css,html,wasm,png,svg,woff2,webmanifest}'],
        globIgnores: ['hand-in.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//, /^\/\.well-known\//],
        maximumFileSizeToCacheInBytes: 5_000_000,
        importScripts: ['/hand-in.js'],
      },
    }),
  ],
  worker: { format: 'iife', plugins: () => [sqliteParts()], rolldownOptions: { treeshake } },
  build: {
    outDir: '../dist/mobile-pwa',
    emptyOutDir: true,
    target: BUILD_TARGETS,
    // The page's policy allows nothing inline: every font and picture is a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: { treeshake, output: { codeSplitting, chunkFileNames, assetFileNames } },
    modulePreload: { polyfill: false },
  },
});
