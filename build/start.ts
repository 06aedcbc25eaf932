// `npm start`: the whole system with demo data on this machine. The set-up is done when this file runs (see run.mjs).
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ok } from '#shared/contract/errors.ts';
import { launch, say } from './start/launch.ts';
import { summary } from './start/summary.ts';
import { startSystem } from './start/system.ts';
import { openWindow } from './start/window.ts';

const { values: options } = parseArgs({
  options: {
    'server-port': { type: 'string', default: '8440' },
    'hub-port': { type: 'string', default: '8443' },
    'data-dir': { type: 'string', default: '.data' },
    'no-window': { type: 'boolean', default: false },
  },
});
const dataDir = path.resolve(options['data-dir']);

await launch('npm start', dataDir, async (household) => {
  const system = await startSystem(household, dataDir, { server: options['server-port'], hub: options['hub-port'] });
  if (!system.ok) return system;
  const opened = options['no-window'] ? 'none' : await openWindow(household, system.value.desktopUrl, dataDir, say);
  console.log(summary({ ...system.value, opened }));
  return ok(undefined);
});
