// `npm start`: the whole system with demo data on this machine. The set-up is done when this file runs (see run.mjs).
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { claim } from '#server/postgres/embedded-process.ts';
import type { Result } from '#shared/contract/errors.ts';
import { hubCode } from './start/enrol.ts';
import { endLeftOvers, Household } from './start/household.ts';
import { checkPort } from './start/ports.ts';
import { summary } from './start/summary.ts';
import { openWindow } from './start/window.ts';

const HOST = '127.0.0.1';
const { values: options } = parseArgs({
  options: {
    'server-port': { type: 'string', default: '8440' },
    'hub-port': { type: 'string', default: '8443' },
    'data-dir': { type: 'string', default: '.data' },
    'no-window': { type: 'boolean', default: false },
  },
});

const say = (line: string) => console.error(line);
const dataDir = path.resolve(options['data-dir']);
const runDir = path.join(dataDir, 'run');
const launcherNote = path.join(runDir, 'launcher');
mkdirSync(runDir, { recursive: true });

await endLeftOvers(runDir, say);
const holder = await claim(launcherNote);
if (holder !== null) {
  say(`« npm start » tourne déjà dans ce dossier (processus ${holder}).`);
  process.exit(1);
}
process.once('exit', () => rmSync(launcherNote, { force: true }));

const household = new Household(runDir, path.join(dataDir, 'log'));
let ending = false;
const end = async (code: number) => {
  if (ending) return;
  ending = true;
  await household.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending) say('\nArrêt en cours …');
    void end(0);
  });
}
household.onDeath = (sentence) => {
  if (!ending) say(sentence);
  void end(1);
};
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (!ending)
    say(error.code === 'ENOSPC' ? 'Le disque est plein : libérez de la place, puis relancez.' : `${error.stack}`);
  void end(1);
});

const started = await startAll();
if (!started.ok && !ending) {
  say(started.error);
  await end(1);
}

async function startAll(): Promise<Result<void, string>> {
  const serverPort = await checkPort(HOST, options['server-port'], '--server-port');
  if (!serverPort.ok) return serverPort;
  const hubPort = await checkPort(HOST, options['hub-port'], '--hub-port');
  if (!hubPort.ok) return hubPort;
  const hubUrl = `http://${HOST}:${hubPort.value}`;

  say('Démarrage du serveur central (PostgreSQL compris) …');
  const server = await household.startNode('server', 'server/src/main.ts', {
    MANCHENGO_DATA_DIR: path.join(dataDir, 'server'),
    MANCHENGO_HOST: HOST,
    MANCHENGO_PORT: String(serverPort.value),
    MANCHENGO_DEMO: '1',
    MANCHENGO_TLS: 'off',
    // The phone app is served by the hub and calls the server too, when it is on the road.
    MANCHENGO_APP_ORIGINS: `${hubUrl},http://localhost:${hubPort.value}`,
    DATABASE_URL: '',
  });
  if (!server.ok) return server;
  const serverUrl = server.value.url;

  const hubDir = path.join(dataDir, 'hub');
  const code = existsSync(path.join(hubDir, 'identity.json'))
    ? ({ ok: true, value: null } as const)
    : await hubCode(serverUrl, 'ALG', path.join(dataDir, 'launcher-device.json'));
  if (!code.ok) return code;
  say('Démarrage du hub du dépôt ALG …');
  const hub = await household.startNode('hub', 'desktop/hub/main.ts', {
    MANCHENGO_DATA_DIR: hubDir,
    MANCHENGO_HOST: HOST,
    MANCHENGO_PORT: String(hubPort.value),
    MANCHENGO_UPSTREAM: serverUrl,
    MANCHENGO_TLS: 'off',
    ...(code.value === null ? {} : { MANCHENGO_ENROLL_CODE: code.value }),
  });
  if (!hub.ok) return hub;

  const desktopUrl = hub.value.desktop_url ?? hub.value.url;
  const opened = options['no-window'] ? 'none' : await openWindow(household, desktopUrl, dataDir, say);
  console.log(summary({ serverUrl, hubUrl: hub.value.url, desktopUrl, opened }));
  return { ok: true, value: undefined };
}
