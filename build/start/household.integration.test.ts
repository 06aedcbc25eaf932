import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from '#server/postgres/embedded-process.ts';
import { endLeftOvers, Household } from './household.ts';
import { checkPort } from './ports.ts';

let folder: string;
let household: Household;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manchengo-household-'));
  household = new Household(folder, path.join(folder, 'log'));
});
afterEach(async () => {
  await household.stop();
  await rm(folder, { recursive: true, force: true });
});

const READY = `console.log('{"ready":"hub","url":"http://127.0.0.1:1"}'); setInterval(() => {}, 1000);`;

test('a node is ready when it says so, gets only the settings of this start, and ends with the household', async () => {
  process.env.MANCHENGO_DEMO = 'leaked';
  const entry = await script(`console.error(process.env.MANCHENGO_DEMO, process.env.MANCHENGO_PORT); ${READY}`);
  const node = await household.startNode('hub', entry, { MANCHENGO_PORT: '1' });
  delete process.env.MANCHENGO_DEMO;
  expect(node).toMatchObject({ ok: true, value: { url: 'http://127.0.0.1:1' } });
  expect(await readFile(household.logFile('hub'), 'utf8')).toBe('undefined 1\n');
  await household.stop();
  expect(existsSync(path.join(folder, 'hub'))).toBe(false);
});

test('a node that ends before it is ready is told with its last words', async () => {
  const entry = await script(`console.error('The disk is full.'); process.exit(1);`);
  const node = await household.startNode('server', entry, {});
  expect(node).toMatchObject({ ok: false, error: expect.stringContaining('(code 1) : The disk is full.') });
});

test('a node that ends later is told in one sentence', async () => {
  const death = new Promise<string>((resolve) => {
    household.onDeath = resolve;
  });
  await household.startNode('hub', await script(`${READY} setTimeout(() => process.abort(), 50);`), {});
  expect(await death).toMatch(/^Le hub s’est arrêté \(SIGABRT\)/);
});

test('what a killed start left running is ended, and a stranger with a recycled number is not', async () => {
  const leftOver = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await writeFile(path.join(folder, 'hub'), `${leftOver.pid} ${processIdentity(leftOver.pid!)}`);
  await writeFile(path.join(folder, 'server'), `${stranger.pid} 12345`);
  const said: string[] = [];
  await Promise.all([once(leftOver, 'close'), endLeftOvers(folder, (line) => said.push(line))]);
  expect(said).toEqual([expect.stringContaining(`processus ${leftOver.pid}`)]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
});

test('what runs in the original goes on when a copy of its clone is started', async () => {
  const original = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await endLeftOvers(folder, () => {});
  await writeFile(path.join(folder, 'launcher'), `${original.pid} ${processIdentity(original.pid!)}`);
  const copied = `${folder}-copy`;
  await cp(folder, copied, { recursive: true });
  const said: string[] = [];
  await endLeftOvers(copied, (line) => said.push(line));
  await rm(copied, { recursive: true });
  expect(said).toEqual([]);
  expect(original.exitCode ?? original.signalCode).toBeNull();
  await Promise.all([once(original, 'close'), endLeftOvers(folder, (line) => said.push(line))]);
  expect(said).toHaveLength(1);
});

test('a taken port is told with the option that chooses another', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  expect(await checkPort('127.0.0.1', String(port), '--hub-port')).toMatchObject({
    ok: false,
    error: expect.stringMatching(new RegExp(`^Le port ${port} est déjà pris.*--hub-port=`)),
  });
  other.close();
  expect(await checkPort('127.0.0.1', '0', '--hub-port')).toMatchObject({ ok: true, value: expect.any(Number) });
  expect(await checkPort('127.0.0.1', '99999', '--hub-port')).toMatchObject({ ok: false });
});

async function script(source: string): Promise<string> {
  const file = path.join(folder, 'entry.mjs');
  await writeFile(file, source);
  return file;
}
