// What every npm script runs: `node build/run.mjs <command>`. It starts on whatever Node the machine has, sets up what
// is missing, and then runs the command with the pinned Node 24. Its own words go to standard error, because standard
// output belongs to the command (a node's JSON ready line).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { Complaint, complain } from './setup/complaint.mjs';
import { pinnedNode, ROOT, setUp } from './setup/setup.mjs';

const DESKTOP_PROGRAM = ['mobile-pwa', 'desktop/renderer', 'desktop/preload', 'desktop/main'];
const EVERY_APP = [...DESKTOP_PROGRAM, 'server/admin-console'];

/** The TypeScript file behind each command, and the screens that must be built for it. */
const COMMANDS = {
  start: { entry: 'build/start.ts', apps: EVERY_APP },
  test: { entry: 'build/test.ts', apps: EVERY_APP },
  'test:one': { entry: 'build/test-one.ts', apps: EVERY_APP },
  'test:browsers': { entry: 'build/test-browsers.ts', apps: ['mobile-pwa', 'desktop/renderer'] },
  dev: { entry: 'build/dev.ts', apps: ['mobile-pwa', 'desktop/renderer', 'server/admin-console'] },
  'test:electron': { entry: 'build/test-electron.ts', apps: DESKTOP_PROGRAM },
  dist: { entry: 'build/dist.ts', apps: DESKTOP_PROGRAM },
  icons: { entry: 'build/icons.ts', apps: [] },
  client: { entry: 'build/client.ts', apps: [] },
  sim: { entry: 'shared/testing/simulation/sim.ts', apps: [] },
  soak: { entry: 'shared/testing/world/soak.ts', apps: [] },
  shots: { entry: 'shared/testing/world/browser/shots/shots.ts', apps: ['mobile-pwa', 'desktop/renderer'] },
  demo: { entry: 'shared/testing/world/demo.ts', apps: [] },
  bench: { entry: 'shared/testing/bench/bench.ts', apps: ['mobile-pwa'] },
  server: { entry: 'server/src/main.ts', apps: ['server/admin-console'] },
  ca: { entry: 'server/src/ca/main.ts', apps: [] },
  evidence: { entry: 'server/src/evidence/main.ts', apps: [] },
  'audit:sums': { entry: 'server/src/audit/main.ts', apps: [] },
  backup: { entry: 'server/src/backup/main.ts', apps: [] },
  restore: { entry: 'server/src/backup/restore-main.ts', apps: [] },
  'restore-drill': { entry: 'shared/testing/world/restore-drill.ts', apps: [] },
  hub: { entry: 'desktop/hub/main.ts', apps: ['mobile-pwa', 'desktop/renderer'] },
  desktop: { entry: 'build/desktop.ts', apps: DESKTOP_PROGRAM },
};

/** A node ends within 5 s of a SIGTERM; what takes longer than this is ended by force. */
const PATIENCE_MS = 15_000;
const LOOK_FOR_PARENT_MS = 250;
/** Reading a node's own TypeScript is the dearest part of its start; from its second start on it lies here, compiled. */
const COMPILE_CACHE = path.join(ROOT, '.data', 'compile-cache');

const [name, ...args] = process.argv.slice(2);

try {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : null;
  if (command === null)
    throw new Complaint(`Commande inconnue « ${name ?? ''} » : ${Object.keys(COMMANDS).join(', ')}.`);
  await setUp(command.apps);
  const settings = existsSync(path.join(ROOT, '.env')) ? ['--env-file=.env'] : [];
  runToTheEnd(pinnedNode(), [...settings, command.entry, ...args]);
} catch (error) {
  complain(error);
}

/** npm dies of a SIGTERM without passing it on: whoever stops `npm run server` means the server. */
function endWithParent(end) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, LOOK_FOR_PARENT_MS).unref();
}

function runToTheEnd(node, nodeArgs) {
  const child = spawn(node, nodeArgs, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILE_CACHE,
    },
  });
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(end);
  child.on('error', complain);
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
