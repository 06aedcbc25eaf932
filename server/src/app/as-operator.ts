import process from 'node:process';
import type { Result } from '#shared/contract/errors.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import type { Log } from '#shared/ports/log.ts';
import { readSettings } from '../config/settings.ts';
import { operatorAddress } from '../postgres/operator-address.ts';
import { type Database, openDatabase } from '../store/database.ts';

export interface Operator {
  database: Database;
  databaseUrl: string;
  dataDir: string;
  log: Log;
}

/** What a command says on standard output, and whether all is well. */
export interface Said {
  text: string;
  isWell: boolean;
}

function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/**
 * Runs an operator's command on the database of the server's settings, as its owner. What it says goes to
 * standard output, its error to standard error in one sentence. Exit code 1 where it was not done, or not all is well.
 */
export async function asOperator(command: (operator: Operator) => Promise<Result<Said, string>>): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.ok) giveUp(settings.error);
  const { dataDir, logLevel } = settings.value;
  const log = nodeLog('server', logLevel);
  const address = await operatorAddress(settings.value, (line) => log.info({}, line));
  if (!address.ok) giveUp(address.error);
  const { url, stop } = address.value;
  const database = openDatabase(url, log);
  try {
    const done = await command({ database, databaseUrl: url, dataDir, log });
    if (done.ok) process.stdout.write(`${done.value.text}\n`);
    else process.stderr.write(`${done.error}\n`);
    process.exitCode = done.ok && done.value.isWell ? 0 : 1;
  } catch (error) {
    process.stderr.write(`It was not done, and nothing was changed: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await database.end();
    await stop();
  }
}
