import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 200;
/** A lock without a name in it for this long was left by a process that died between two steps. */
const NAMELESS_MS = 5_000;

/** Runs the work while this process alone holds the lock folder; the lock of a process that is gone is taken over. */
export async function withLock(folder, work) {
  mkdirSync(path.dirname(folder), { recursive: true });
  let told = false;
  while (!taken(folder)) {
    const holder = holderOf(folder);
    if (holder === 'gone') {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) console.error('Une autre préparation de ce dossier est en cours : on attend qu’elle finisse …');
    told = true;
    await wait(POLL_MS);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function taken(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(path.join(folder, 'pid'), String(process.pid));
  return true;
}

function holderOf(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
    return pid > 0 && isAlive(pid) ? pid : 'gone';
  } catch {
    try {
      return Date.now() - statSync(folder).mtimeMs > NAMELESS_MS ? 'gone' : 'unknown';
    } catch {
      return 'unknown';
    }
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
