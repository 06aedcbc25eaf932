import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { enrollCode, startWorld, type World } from '#shared/testing/world/start-world.ts';
import { stage, thisTarget } from './stage.ts';

/** Far from this repository, so that nothing of its packages is found by chance. */
let folder: string;
let database: TestDatabase;
let world: World;
let hub: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manchengo-staged-'));
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterAll(async () => {
  hub?.kill('SIGKILL');
  await world?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

test('the hub runs from the tree that an installer packs, which holds no binary of another system', async () => {
  const tree = path.join(folder, 'program');
  stage('.', tree, thisTarget());
  const files = await readdir(tree, { recursive: true });
  const { platform, arch } = thisTarget();
  expect(files.filter((file) => file.endsWith('.node')).map((file) => path.basename(file))).toEqual([
    `${platform}-${arch}.node`,
  ]);
  const ready = await startStaged(tree, await enrollCode(world.serverUrl, 'ALG'));
  for (const page of [ready.url, ready.desktop_url]) {
    const answer = await fetch(page);
    expect(answer.status, page).toBe(200);
    expect(await answer.text()).toContain('<div id="root">');
  }
  const exit = once(hub as ChildProcess, 'exit');
  hub?.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
});

test('what the manifest names is in the tree, and of the version that was tested', async () => {
  const tree = path.join(folder, 'manifest');
  stage('.', tree, { platform: 'win32', arch: 'x64' });
  const { main, dependencies } = JSON.parse(await readFile(path.join(tree, 'package.json'), 'utf8'));
  await readFile(path.join(tree, main));
  const sqlite = JSON.parse(await readFile(path.join(tree, 'node_modules/better-sqlite3/package.json'), 'utf8'));
  expect(dependencies).toEqual({ 'better-sqlite3': sqlite.version });
  expect(await readdir(path.join(tree, 'node_modules/better-sqlite3/prebuilds'))).toEqual(['win32-x64.node']);
});

async function startStaged(tree: string, code: string): Promise<{ url: string; desktop_url: string }> {
  hub = spawn(process.execPath, [path.join(tree, 'dist/desktop-main/hub.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      MANCHENGO_DATA_DIR: path.join(folder, 'data'),
      MANCHENGO_PORT: '0',
      MANCHENGO_LOG_LEVEL: 'warn',
      MANCHENGO_UPSTREAM: world.serverUrl,
      MANCHENGO_ENROLL_CODE: code,
    },
  });
  const [line] = await once(createInterface({ input: hub.stdout as NodeJS.ReadableStream }), 'line');
  return JSON.parse(line as string);
}
