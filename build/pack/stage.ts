import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What an installer brings besides: the built parts, and what the hub reads at its start. */
const BUILT = ['desktop-main', 'desktop-preload', 'desktop-renderer', 'mobile-pwa'];
const SQL = 'desktop/hub/store';
/** The one package that is not bundled, since it is a binary; and of it only what is loaded. */
const SQLITE = 'node_modules/better-sqlite3';
const SQLITE_PARTS = ['LICENSE', 'lib'];

export interface Target {
  platform: 'linux' | 'win32' | 'darwin';
  arch: 'x64' | 'arm64';
}

/** The system that this runs on; its Node calls it by the same name. */
export const thisTarget = (): Target => ({ platform: process.platform, arch: process.arch }) as Target;

/**
 * Lays out the desktop program for one system as its installer packs it: bundles, screens, the database's statements,
 * and SQLite's binary of that system alone. The folder is made anew.
 */
export function stage(root: string, folder: string, target: Target): void {
  rmSync(folder, { recursive: true, force: true });
  for (const part of BUILT) {
    const from = path.join(root, 'dist', part);
    if (!existsSync(from)) throw new Error(`${from} has not been built`);
    cpSync(from, path.join(folder, 'dist', part), { recursive: true });
  }
  for (const file of statements(root)) copy(root, folder, path.join(SQL, file));
  for (const part of SQLITE_PARTS) copy(root, folder, path.join(SQLITE, part));
  copy(root, folder, path.join(SQLITE, 'prebuilds', `${target.platform}-${target.arch}.node`));
  const { name, version, description, main, dependencies } = manifestOf(root);
  const sqlite = { 'better-sqlite3': dependencies['better-sqlite3'] };
  const own = { name, productName: 'Manchengo Hub', author: 'Manchengo', version, description, type: 'module', main };
  writeManifest(folder, { ...own, dependencies: sqlite });
  // What it depends on is only for whoever compiles it.
  const { dependencies: _forCompilers, ...loaded } = manifestOf(path.join(root, SQLITE));
  writeManifest(path.join(folder, SQLITE), loaded);
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

const writeManifest = (folder: string, manifest: object): void =>
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const statements = (root: string): string[] =>
  readdirSync(path.join(root, SQL), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));

function copy(root: string, folder: string, file: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
}
