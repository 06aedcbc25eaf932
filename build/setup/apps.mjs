import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Complaint, knownReason } from './complaint.mjs';
import { precompress } from './precompress.mjs';

/** What every screen is made of besides its own folder. */
const COMMON = [
  'shared/contract',
  'shared/domain',
  'shared/ports',
  'shared/sync-client',
  'shared/ui',
  'package.json',
  'package-lock.json',
  'build/setup/precompress.mjs',
];

/** Where the screens that nodes serve are built to. */
const SERVED = {
  'mobile-pwa': 'mobile-pwa',
  'desktop/renderer': 'desktop-renderer',
  'server/admin-console': 'admin-console',
};

/** What single apps are made of further. */
const FURTHER = { 'desktop/main': ['desktop/hub', 'desktop/preload', 'shared/node-app', 'shared/sync-server'] };

/**
 * Builds with Vite those of the apps whose sources changed since their last build: the hash of all that goes in is
 * noted in dist/.built/ once a build is complete.
 */
export async function buildStaleApps(root, apps, node) {
  for (const app of apps) {
    const note = path.join(root, 'dist', '.built', app.replaceAll('/', '-'));
    const hash = hashOf(root, [app, ...COMMON, ...(FURTHER[app] ?? [])]);
    if (existsSync(note) && readFileSync(note, 'utf8') === hash) continue;
    const began = Date.now();
    process.stderr.write(`Construction de ${app} … `);
    rmSync(note, { force: true });
    await build(root, app, node);
    if (SERVED[app] !== undefined) await precompress(path.join(root, 'dist', SERVED[app]));
    mkdirSync(path.dirname(note), { recursive: true });
    writeFileSync(note, hash);
    process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  }
}

async function build(root, app, node) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [
    vite,
    'build',
    app,
    '--config',
    `${app}/vite.config.ts`,
    '--configLoader',
    'native',
    '--logLevel',
    'warn',
  ];
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return;
  const reason = knownReason(output);
  process.stderr.write('échec\n');
  if (reason === null) console.error(output);
  throw new Complaint(reason ?? `La construction de ${app} a échoué : la raison est écrite ci-dessus.`);
}

function hashOf(root, inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesIn(root, input)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(root, input) {
  if (/\.test\.tsx?$/.test(input)) return [];
  const entries = readdirSyncOrNull(path.join(root, input));
  return entries === null ? [input] : entries.flatMap((entry) => filesIn(root, `${input}/${entry}`));
}

/** The entries of a folder, or null for a file. */
function readdirSyncOrNull(target) {
  try {
    return readdirSync(target);
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}
