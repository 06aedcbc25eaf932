import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { onSlowMachine } from '#shared/testing/wait-limits.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const children: ChildProcess[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-main-'));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  child: ChildProcess;
  /** Standard output up to the first line's end, or to the process's. */
  line: Promise<string>;
  end: Promise<{ code: number | null; out: string; err: string }>;
}

function run(settings: Record<string, string>): Run {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, MANCHENGO_PORT: '0', MANCHENGO_DATA_DIR: folder, ...settings },
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out);
    });
    child.once('close', () => resolve(out));
  });
  const end = once(child, 'close').then(([code]) => ({ code, out, err }));
  return { child, line, end };
}

/** What went to the terminal besides the structured log. */
const sentences = (err: string) => err.split('\n').filter((line) => line !== '' && !line.startsWith('{'));

test('[NODE-11] a node says once where it is, answers there, and ends cleanly within 5 s', async () => {
  const database = await createTestDatabase();
  const { child, line, end } = run({ DATABASE_URL: database.url });
  const ready = JSON.parse(await line);
  expect(ready).toEqual({ ready: 'server', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect((await fetch(`${ready.url}/healthz`)).status).toBe(200);
  const asked = Date.now();
  child.kill('SIGTERM');
  const { code, out, err } = await end;
  expect(Date.now() - asked).toBeLessThan(onSlowMachine(5_000));
  expect([code, sentences(err), out.trimEnd().split('\n').length]).toEqual([0, [], 1]);
  await database.drop();
});

test('[NODE-12] a taken port is one clear sentence and exit code 1', async () => {
  const database = await createTestDatabase();
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const { code, out, err } = await run({ DATABASE_URL: database.url, MANCHENGO_PORT: String(port) }).end;
  expect([code, out]).toEqual([1, '']);
  expect(sentences(err)).toEqual([expect.stringMatching(new RegExp(`^Port ${port} .* taken`))]);
  holder.close();
  await database.drop();
});

test('[NODE-13] a database that is out of reach, or a setting that means nothing, is one clear sentence and exit code 1', async () => {
  // A port that was free a moment ago: nobody answers there.
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  const address = `postgres://x:y@127.0.0.1:${port}/z`;
  const unreachable = await run({ DATABASE_URL: address, MANCHENGO_DATABASE_WAIT: '0' }).end;
  expect([unreachable.code, unreachable.out]).toEqual([1, '']);
  expect(sentences(unreachable.err)).toEqual([expect.stringMatching(/^The database cannot be reached/)]);
  const nonsense = await run({ MANCHENGO_PORT: 'x' }).end;
  expect([nonsense.code, nonsense.out, sentences(nonsense.err)]).toEqual([
    1,
    '',
    [expect.stringMatching(/^MANCHENGO_PORT/)],
  ]);
});
