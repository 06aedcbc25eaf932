import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { processIdentity } from '#server/postgres/embedded-process.ts';
import type { Result } from '#shared/contract/errors.ts';
import { lastLines } from './last-lines.ts';

/** What a node prints when it is ready. */
export interface ReadyLine {
  readonly ready: string;
  readonly url: string;
  readonly desktop_url?: string;
}

const READY_WITHIN_MS = 120_000;
const GRACE_MS = 5_000;
const POLL_MS = 50;
const FRENCH: Record<string, string> = {
  server: 'Le serveur central',
  hub: 'Le hub',
  window: 'La fenêtre',
  launcher: 'Le lanceur',
};

/** The processes of one `npm start`: each is noted by its id, so that a later start finds what a killed one left. */
export class Household {
  readonly #runDir: string;
  readonly #logDir: string;
  readonly #children: { name: string; process: ChildProcess }[] = [];
  #stopping = false;
  /** Told in one sentence that a node ended by itself. */
  onDeath: (sentence: string) => void = () => {};

  constructor(runDir: string, logDir: string) {
    this.#runDir = runDir;
    this.#logDir = logDir;
    mkdirSync(logDir, { recursive: true });
  }

  /** Starts a node with the pinned Node and waits for its ready line; else answers why not, in one sentence. */
  async startNode(name: string, entry: string, settings: NodeJS.ProcessEnv): Promise<Result<ReadyLine, string>> {
    if (this.#stopping) return { ok: false, error: `${FRENCH[name]} n’a pas été démarré : tout s’arrête.` };
    const child = this.start(name, process.execPath, [entry], { ...withoutSettings(process.env), ...settings });
    const ready = readyLine(child);
    const ended = once(child, 'close').then(() => 'ended' as const);
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, READY_WITHIN_MS, 'late').unref());
    const outcome = await Promise.race([ready, ended, late]);
    if (outcome === 'ended') return { ok: false, error: this.#obituary(name, child) };
    if (outcome === 'late') {
      return { ok: false, error: `${FRENCH[name]} n’est toujours pas prêt : voir ${this.logFile(name)}.` };
    }
    child.once('close', () => {
      if (!this.#stopping) this.onDeath(this.#obituary(name, child));
    });
    return { ok: true, value: outcome };
  }

  /** Starts any program as one of the household; what it says on standard error goes to its log file. */
  start(name: string, program: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const log = openSync(this.logFile(name), 'w');
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    this.#children.push({ name, process: child });
    const note = path.join(this.#runDir, name);
    if (child.pid !== undefined) writeFileSync(note, `${child.pid} ${processIdentity(child.pid)}`);
    child.once('exit', () => rmSync(note, { force: true }));
    child.once('error', () => {});
    return child;
  }

  /** Ends all, the last one first, each cleanly within 5 s or else by force. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { process: child } of this.#children.toReversed()) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      await Promise.all([once(child, 'exit'), endGently(child.pid)]);
    }
  }

  logFile(name: string): string {
    return path.join(this.#logDir, `${name}.log`);
  }

  #obituary(name: string, child: ChildProcess): string {
    const file = this.logFile(name);
    const how = child.signalCode ?? `code ${child.exitCode}`;
    return `${FRENCH[name]} s’est arrêté (${how}) : ${lastLines(readFileSync(file, 'utf8'))} (journal : ${file})`;
  }
}

const NOTED = ['launcher', 'window', 'hub', 'server'];

/**
 * Ends what an earlier `npm start` of this folder left running: its launcher first, which ends the others itself if it
 * is still there, then those whose launcher was killed.
 */
export async function endLeftOvers(runDir: string, say: (line: string) => void): Promise<void> {
  forgetCopiedNotes(runDir);
  for (const name of NOTED) {
    const note = path.join(runDir, name);
    const [pid, identity] = existsSync(note) ? readFileSync(note, 'utf8').split(' ') : [];
    if (identity !== undefined && processIdentity(Number(pid)) === identity) {
      say(`${FRENCH[name]} d’un démarrage précédent tourne encore (processus ${pid}) : arrêt …`);
      await endGently(Number(pid), name === 'launcher' ? 3 * GRACE_MS : GRACE_MS);
    }
    rmSync(note, { force: true });
  }
}

/** In a copy of a clone the notes name the original's processes, which are none of this folder's. */
function forgetCopiedNotes(runDir: string): void {
  const mark = path.join(runDir, 'folder');
  const folder = String(statSync(runDir).ino);
  const noted = existsSync(mark) ? readFileSync(mark, 'utf8') : folder;
  if (noted !== folder) for (const name of NOTED) rmSync(path.join(runDir, name), { force: true });
  writeFileSync(mark, folder);
}

async function endGently(pid: number, graceMs: number = GRACE_MS): Promise<void> {
  const identity = processIdentity(pid);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < graceMs; waited += POLL_MS) {
      if (identity === null || processIdentity(pid) !== identity) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

function readyLine(child: ChildProcess): Promise<ReadyLine> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":')) resolve(JSON.parse(line));
    });
  });
}

/** `npm start` decides every setting itself: those of a `.env` are meant for nodes that are started alone. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('MANCHENGO_')));
}
