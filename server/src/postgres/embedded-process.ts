import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A node has 5 s to end in all, and spends the first half of them on its running requests. */
const FAST_SHUTDOWN_MS = 2_000;
const POLL_MS = 20;

/**
 * What tells a process from a later one with the same id: its start time. Null when no such process runs.
 * (A zombie counts as gone: nothing of it is left but a line in the process table.)
 */
export function processIdentity(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      // The command in parentheses may hold spaces: count from its end. State is the first field, start time the 20th.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  if (!answers(pid)) return null;
  return process.platform === 'win32' ? 'running' : ps(pid, 'lstart=');
}

/** Sends the fast-shutdown signal and waits; after 2 s the immediate one, which costs a recovery but no data. */
export async function endProcess(pid: number): Promise<void> {
  const identity = processIdentity(pid);
  const gone = () => identity === null || processIdentity(pid) !== identity;
  signal(pid, 'SIGINT');
  if (await until(gone, FAST_SHUTDOWN_MS)) return;
  signal(pid, 'SIGQUIT');
  await until(gone, FAST_SHUTDOWN_MS);
}

/** Ends the server that a killed run left behind in this data folder, after making sure that it is one. */
export async function endOrphan(dataDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 1) || processIdentity(pid) === null) return;
  if (isPostgresOf(pid, dataDir)) {
    log(`A PostgreSQL left over from an earlier run (process ${pid}) is ended first.`);
    await endProcess(pid);
  } else {
    // The number went to another program meanwhile; PostgreSQL would take that one for a running server.
    await rm(pidFile, { force: true });
  }
}

/**
 * Claims a folder for this process by a file that names it. Answers null, or the id of the living process that has it.
 * The file of a process that is gone is replaced.
 */
export async function claim(ownerFile: string): Promise<number | null> {
  const draft = `${ownerFile}.${process.pid}.${crypto.randomUUID()}`;
  await writeFile(draft, `${process.pid} ${processIdentity(process.pid)}`, { mode: 0o600 });
  try {
    for (;;) {
      // A link appears with its content, or not at all.
      const taken = await link(draft, ownerFile).catch((error: NodeJS.ErrnoException) => error);
      if (taken === undefined) return null;
      if (taken.code !== 'EEXIST') throw taken;
      const [pid, identity] = (await readFile(ownerFile, 'utf8').catch(() => '')).split(' ');
      if (identity !== undefined && processIdentity(Number(pid)) === identity) return Number(pid);
      await rm(ownerFile, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether this process is the PostgreSQL of this data folder, and no other that got its number. */
export function isPostgresOf(pid: number, dataDir: string): boolean {
  const command = processIdentity(pid) === null ? '' : commandLine(pid);
  return command.includes('postgres') && command.includes(dataDir);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // Windows has no cheap way to ask; a living process with this very id is taken for what the file says.
    return process.platform === 'win32' ? `postgres ${pid}` : ps(pid, 'command=');
  }
}

function ps(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function until(condition: () => boolean, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += POLL_MS) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return condition();
}
