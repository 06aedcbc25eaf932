import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A node as its operator starts it: a process of its own, spoken to over its ports and signals only. */
export interface NodeProcess {
  child: ChildProcess;
  /** The one JSON line on standard output. */
  ready: { ready: string; url: string; desktop_url?: string };
  /** Everything it wrote on standard error. */
  log: () => string;
  /** Sends a signal and waits for the end. Gives the exit code, and how long it took in ms. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; ms: number }>;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** As `npm run` sets it: starts are the dearest part of these tests, and under load of their time. */
const COMPILE_CACHE = '.data/compile-cache';

const ENTRIES = { hub: 'desktop/hub/main.ts', server: 'server/src/main.ts' } as const;

function launch(node: keyof typeof ENTRIES, env: Record<string, string>) {
  const child = spawn(process.execPath, [ENTRIES[node]], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILE_CACHE,
      MANCHENGO_PORT: '0',
      MANCHENGO_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  return { child, output };
}

/** Starts a node and waits for its ready line. */
export async function startNode(node: keyof typeof ENTRIES, env: Record<string, string>): Promise<NodeProcess> {
  const { child, output } = launch(node, env);
  const ended = once(child, 'close');
  const line = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = await Promise.race([once(line, 'line').then(([text]) => text as string), ended.then(() => null)]);
  if (ready === null) throw new Error(`the ${node} ended before it was ready: ${output.stderr}`);
  return {
    child,
    ready: JSON.parse(ready),
    log: () => output.stderr,
    async end(signal) {
      const from = performance.now();
      child.kill(signal);
      await ended;
      return { code: child.exitCode, ms: performance.now() - from };
    },
  };
}

/** Starts a node that is not expected to stay, and waits for its end. */
export async function runNode(node: keyof typeof ENTRIES, env: Record<string, string>): Promise<Ended> {
  const { child, output } = launch(node, env);
  await once(child, 'close');
  return { code: child.exitCode, ...output };
}
