import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { claim } from '#server/postgres/embedded-process.ts';
import type { Result } from '#shared/contract/errors.ts';
import { endLeftOvers, Household } from './household.ts';

export const say = (line: string): void => console.error(line);

/**
 * Runs a launcher of this clone until Ctrl-C or until one of its nodes ends: one at a time for each data folder, after
 * what a killed one left behind was stopped. `work` starts everything, or answers in one sentence why it could not.
 */
export async function launch(
  command: string,
  dataDir: string,
  work: (household: Household) => Promise<Result<void, string>>,
): Promise<void> {
  const runDir = path.join(dataDir, 'run');
  const launcherNote = path.join(runDir, 'launcher');
  mkdirSync(runDir, { recursive: true });
  await endLeftOvers(runDir, say);
  const holder = await claim(launcherNote);
  if (holder !== null) {
    say(`« ${command} » tourne déjà dans ce dossier (processus ${holder}).`);
    process.exit(1);
  }
  process.once('exit', () => rmSync(launcherNote, { force: true }));

  const household = new Household(runDir, path.join(dataDir, 'log'));
  let ending = false;
  const end = async (code: number): Promise<void> => {
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

  const started = await work(household);
  if (!started.ok && !ending) {
    say(started.error);
    await end(1);
  }
}
