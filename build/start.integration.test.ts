import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '#shared/testing/postgres-cluster.ts';

let dataDir: string;
let launcher: ChildProcess | null = null;
beforeAll(async () => {
  dataDir = path.join(await temporaryFolder(), 'data');
});
afterAll(async () => {
  if (launcher !== null) await stopped(launcher);
  await rm(path.dirname(dataDir), { recursive: true, force: true });
});

test('npm start enrols a hub at the server, ends cleanly, and goes on with the same data, after kill -9 too', async () => {
  const first = await started();
  expect(first.words).toContain('driver1.alger');
  await expectBothNodesAnswer(first);
  const identity = await readFile(path.join(dataDir, 'hub', 'identity.json'), 'utf8');
  expect(await stopped(launcher!)).toBe(0);
  // No process is noted any more, only which folder the notes were of.
  expect(await readdir(path.join(dataDir, 'run'))).toEqual(['folder']);
  await expect(fetch(first.server)).rejects.toThrow();

  const second = await started();
  await expectBothNodesAnswer(second);
  const killed = once(launcher!, 'exit');
  for (const note of ['launcher', 'hub', 'server']) {
    const [pid] = (await readFile(path.join(dataDir, 'run', note), 'utf8')).split(' ');
    process.kill(Number(pid), 'SIGKILL');
  }
  await killed;

  const third = await started();
  await expectBothNodesAnswer(third);
  expect(await readFile(path.join(dataDir, 'hub', 'identity.json'), 'utf8')).toBe(identity);
  expect(await stopped(launcher!)).toBe(0);
});

interface Started {
  words: string;
  hub: string;
  server: string;
}

async function started(): Promise<Started> {
  const args = ['build/start.ts', '--server-port=0', '--hub-port=0', '--no-window', `--data-dir=${dataDir}`];
  launcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let words = '';
  for await (const line of createInterface({ input: launcher.stdout! })) {
    words += `${line}\n`;
    if (line.includes('Ctrl-C')) break;
  }
  const [hub] = /http:\S+(?=\/\n)/.exec(words) ?? [];
  const [, server] = /Console du siège +(http:\S+)\//.exec(words) ?? [];
  if (hub === undefined || server === undefined) throw new Error(`npm start printed no addresses: ${words}`);
  return { words, hub, server };
}

async function expectBothNodesAnswer({ hub, server }: Started): Promise<void> {
  const [own, passed] = await Promise.all([server, hub].map((url) => keys(url)));
  expect(own).toContain('"kty"');
  expect(passed).toBe(own);
}

async function keys(url: string): Promise<string> {
  return (await fetch(`${url}/.well-known/jwks.json`)).text();
}

async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit)[0];
}
