import { constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import { allOrNothing, type Database, type Transaction } from '../store/database.ts';
import { lookAtDatabase } from '../store/housekeeping.ts';
import { liftSchema, lockCatalogue, SCHEMA_VERSION, stateOf } from '../store/migrate.ts';
import { grantWork } from '../store/role/working-database.ts';
import { copyInto, DATA, type Manifest, readBackup, readLines, SCHEMA_FILE, tableFile } from './backup-files.ts';
import {
  dropFilling,
  emptyDatabase,
  fillTable,
  makeFilling,
  putBackReferences,
  setSequences,
  takeReferences,
} from './write-tables.ts';

export interface RestoreBackupDeps {
  database: Database;
  /** By which the database was reached: the server's own account follows from it. */
  databaseUrl: string;
  random: Random;
  log: Log;
  dataDir: string;
}

/**
 * Puts a backup in the place of all that the database holds, in one transaction: it is there whole, or nothing was changed.
 * A database that holds records already is left alone unless `replace` says so. Servers that run meanwhile wait, answer 503,
 * and go on. What is missing in the data folder is put back there; nothing that lies in it is replaced.
 */
export async function restoreBackup(
  deps: RestoreBackupDeps,
  folder: string,
  { replace }: { replace: boolean },
): Promise<Result<{ rows: number; made_at: string }, string>> {
  const { database, random, dataDir, log } = deps;
  const backup = await readBackup(folder);
  if (!backup.ok) return backup;
  const { schema_version, files, tables, made_at } = backup.value;
  if (schema_version > SCHEMA_VERSION) return fail('The backup was made by a newer program: restore it with that one.');
  const filled = await allOrNothing(database, (tx) =>
    replaceAll(tx, deps, { folder, manifest: backup.value, replace }),
  );
  if (!filled.ok) return filled;
  for (const path of Object.keys(files).filter((each) => each.startsWith(join(DATA, '/')))) {
    await putBack(join(folder, path), join(dataDir, path.slice(DATA.length + 1)));
  }
  // What devices know beyond the backup is offered again from now on, and not only from the next start or minute on.
  await lookAtDatabase({ database, random, dataDir, log, onServers: () => {} });
  return ok({ rows: tables.reduce((sum, { rows }) => sum + rows, 0), made_at });
}

async function replaceAll(
  tx: Transaction,
  { databaseUrl }: RestoreBackupDeps,
  { folder, manifest, replace }: { folder: string; manifest: Manifest; replace: boolean },
): Promise<Result<null, string>> {
  await lockCatalogue(tx);
  const { kind } = await stateOf(tx);
  if (kind === 'foreign') return fail('The database holds tables of something else: name another one in DATABASE_URL.');
  if (kind === 'ours' && !replace) {
    return fail(
      'The database holds records already, and nothing was changed: add --replace to put the backup in their place.',
    );
  }
  await emptyDatabase(tx);
  const schema = await readFile(join(folder, SCHEMA_FILE), 'utf8');
  await tx.query(schema);
  await takeReferences(tx);
  await makeFilling(tx);
  for (const { name, rows } of manifest.tables) {
    const filled = await fillTable(tx, name, readLines(join(folder, tableFile(name))));
    if (filled !== rows)
      return fail(`The backup is damaged (${name} has ${filled} rows of ${rows}): nothing was changed.`);
  }
  await dropFilling(tx);
  await setSequences(tx, manifest.sequences);
  await putBackReferences(tx);
  await liftSchema(tx, manifest.schema_version);
  await grantWork(tx, databaseUrl);
  return ok(null);
}

/** A file that is there stays as it is: a newer CA than the backup's, or the key that an operator has taken out. */
async function putBack(from: string, to: string): Promise<void> {
  await copyInto(from, to, constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
