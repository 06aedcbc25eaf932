import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { buildStaleApps } from './apps.mjs';
import { Complaint, knownReason } from './complaint.mjs';
import { withLock } from './lock.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const PINNED_NODE = path.join(ROOT, 'node_modules', '.bin', 'node');
const NODE_MAJOR = 24;
const NODE_MAJOR_OF_LAUNCHER = 20;
/** What the packages take, with some room: on a disk that is fuller npm fails late, and not always says so. */
const ROOM_FOR_PACKAGES = 1_000_000_000;

/**
 * Brings a clone to where it can run: packages as the lock file says, and the given screens built from today's sources.
 * Says nothing when there is nothing to do. Two set-ups of one clone take turns.
 */
export async function setUp(apps) {
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_OF_LAUNCHER) {
    throw new Complaint(`Node ${process.versions.node} est trop ancien : installez Node ${NODE_MAJOR}.`);
  }
  if (!isInstalled() || apps.length > 0) {
    await withLock(path.join(ROOT, '.data', 'setup.lock'), async () => {
      if (!isInstalled()) install();
      await buildStaleApps(ROOT, apps, pinnedNode());
    });
  }
  pinnedNode();
}

/** The Node that runs everything but this set-up: the one pinned among the packages, or our own where it fits. */
export function pinnedNode() {
  const node = process.platform !== 'win32' && existsSync(PINNED_NODE) ? PINNED_NODE : process.execPath;
  const version =
    node === process.execPath ? process.version : spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout;
  if (version?.startsWith(`v${NODE_MAJOR}.`)) return node;
  throw new Complaint(
    `Il faut Node ${NODE_MAJOR} (ici : ${version?.trim() || 'aucun'}) : installez-le, puis relancez.`,
  );
}

/**
 * npm notes what it installed in node_modules/.package-lock.json, at the very end. Every package of our lock file must
 * stand there; optional ones may be missing, as they are for other machines.
 */
function isInstalled() {
  const noted = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(noted) || !hasNode()) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages);
  return wanted.every(([name, { version, integrity, optional }]) => {
    const found = installed[name];
    if (name === '' || (found === undefined && optional)) return true;
    return found?.version === version && found?.integrity === integrity;
  });
}

/** An installation that was disturbed may have left its note behind, and not its programs. */
const hasNode = () =>
  process.platform === 'win32' || process.version.startsWith(`v${NODE_MAJOR}.`) || existsSync(PINNED_NODE);

function install() {
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < ROOM_FOR_PACKAGES) {
    throw new Complaint('Le disque est plein : les paquets demandent 1 Go libre ; faites de la place, puis relancez.');
  }
  console.error('Installation des paquets (npm ci, une à deux minutes la première fois) …');
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error', ...patience], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.error) throw new Complaint('La commande « npm » manque : installez Node.js avec npm, puis relancez.');
  if (npm.status === 0) return;
  const output = `${npm.stdout}${npm.stderr}`;
  const reason = knownReason(output);
  if (reason === null) console.error(output);
  throw new Complaint(reason ?? 'L’installation des paquets a échoué (npm ci) : la raison est écrite ci-dessus.');
}
