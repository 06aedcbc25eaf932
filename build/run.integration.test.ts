import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
/** A clone in small: this launcher, these packages, and stand-ins for what it launches and builds. */
let clone: string;

beforeAll(async () => {
  clone = await mkdtemp(path.join(tmpdir(), 'manchengo-clone-'));
  await cp(path.join(ROOT, 'build', 'setup'), path.join(clone, 'build', 'setup'), { recursive: true });
  await cp(path.join(ROOT, 'build', 'run.mjs'), path.join(clone, 'build', 'run.mjs'));
  await cp(path.join(ROOT, 'package-lock.json'), path.join(clone, 'package-lock.json'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'), 'junction');
  await writeFile(path.join(clone, 'package.json'), '{ "type": "module" }');
  const node = `
    process.on('SIGTERM', () => process.exit(7));
    console.log(JSON.stringify({ ready: 'server', url: 'http://127.0.0.1:1', version: process.version }));
    setTimeout(() => process.exit(9), 20_000);`;
  await file('server/src/main.ts', node);
  await file('shared/testing/world/demo.ts', `process.exit(process.argv[2] === 'good' ? 0 : 3);`);
  for (const layer of ['contract', 'domain', 'ports', 'sync-client', 'ui']) await file(`shared/${layer}/a.ts`, '');
  const config = `export default { root: import.meta.dirname, build: { outDir: '../../dist/admin-console', emptyOutDir: true } };`;
  await file('server/admin-console/vite.config.ts', config);
  await file('server/admin-console/index.html', '<p>one</p>');
});

afterAll(() => rm(clone, { recursive: true, force: true }));

test('standard output holds the ready line and nothing else, and SIGTERM and exit code pass through', async () => {
  const child = run('server');
  const [first] = (await once(child.stdout!, 'data')) as [Buffer];
  const said = text(child.stderr!);
  expect(JSON.parse(first.toString())).toMatchObject({ ready: 'server', version: expect.stringMatching(/^v24\./) });
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([7, null]);
  expect(await said).not.toContain('Error');
});

test('two set-ups at once take turns, and the screen is built once', async () => {
  await rm(path.join(clone, 'dist'), { recursive: true, force: true });
  const runs = [run('server'), run('server')];
  const words = runs.map((child) => text(child.stderr!));
  await Promise.all(runs.map((child) => once(child.stdout!, 'data')));
  for (const child of runs) child.kill('SIGTERM');
  const said = (await Promise.all(words)).join('');
  expect(said.match(/Construction de server\/admin-console/g)).toHaveLength(1);
});

test('a screen is built again when what goes into it changes, tests aside', async () => {
  await file('server/admin-console/one.test.ts', '');
  expect(await textOfServer()).not.toContain('Construction');
  await file('shared/domain/a.ts', 'export const changed = true;');
  await file('server/admin-console/index.html', '<p>two</p>');
  expect(await textOfServer()).toContain('Construction');
  expect(await readFile(path.join(clone, 'dist/admin-console/index.html'), 'utf8')).toContain('two');
});

test('the lock of a set-up that was killed is taken over', async () => {
  const gone = spawn(process.execPath, ['-e', '0']);
  await once(gone, 'close');
  await file('.data/setup.lock/pid', String(gone.pid));
  expect(await textOfServer()).toBe('');
});

test('a command fails with the code of what it ran, and an unknown one with one sentence', async () => {
  expect(await once(run('demo', 'good'), 'close')).toEqual([0, null]);
  expect(await once(run('demo', 'bad'), 'close')).toEqual([3, null]);
  const unknown = run('constructor');
  const said = text(unknown.stderr!);
  expect(await once(unknown, 'close')).toEqual([1, null]);
  expect((await said).trim().split('\n')).toEqual([expect.stringContaining('Commande inconnue « constructor »')]);
});

test('a failing build shows why and starts nothing', async () => {
  await file('server/admin-console/index.html', '<script type="module" src="./missing.ts"></script>');
  const child = run('server');
  const [out, said] = [text(child.stdout!), text(child.stderr!)];
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(await out).toBe('');
  expect(await said).toContain('missing.ts');
  expect(await said).toContain('La construction de server/admin-console a échoué');
});

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['build/run.mjs', ...args], { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function textOfServer(): Promise<string> {
  const child = run('server');
  const said = text(child.stderr!);
  await once(child.stdout!, 'data');
  child.kill('SIGTERM');
  return said;
}

async function file(name: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(clone, name)), { recursive: true });
  await writeFile(path.join(clone, name), content);
}
