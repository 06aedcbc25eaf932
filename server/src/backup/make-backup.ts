import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { type Database, inTransaction, type Transaction } from '../store/database.ts';
import { MARKS_FILE } from '../store/epoch.ts';
import { isMigrated, liftLimits, SCHEMA, SCHEMA_VERSION } from '../store/migrate.ts';
import {
  DATA,
  filesBelow,
  MANIFEST,
  type Manifest,
  SCHEMA_FILE,
  sha256Of,
  tableFile,
  writeLines,
} from './backup-files.ts';
import { rowsOf, sequencesOf, tablesOf } from './read-tables.ts';

/**
 * PostgreSQL's own files are in the backup as rows, marks that are brought back would say nothing, and
 * a log is of what was.
 */
const NOT_KEPT = ['postgres', 'logs', MARKS_FILE];

export interface BackupDeps {
  database: Database;
  clock: Clock;
  /** The server's data folder: the company CA lies there. */
  dataDir: string;
}

/**
 * Backs the database and the data folder up into a new folder within `parent`, while servers go on. All tables are as they
 * were at one moment. The folder has its name only once it is whole. Gives it, or one sentence.
 */
export async function makeBackup(
  deps: BackupDeps,
  parent: string,
): Promise<Result<{ folder: string; rows: number }, string>> {
  const { database, clock, dataDir } = deps;
  if (!(await isMigrated(database))) {
    return fail(
      'The database is not of this program’s version: start the server once with it, or use the program that wrote it.',
    );
  }
  const folder = join(parent, `manchengo-${isoTime(clock.now()).replaceAll(':', '-').slice(0, 19)}`);
  const draft = `${folder}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, 'tables'), { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {};
  const keep = async (path: string, from: string | URL) => {
    await mkdir(join(draft, path, '..'), { recursive: true, mode: 0o700 });
    await writeFile(join(draft, path), await readFile(from), { mode: 0o600, flush: true });
    files[path] = await sha256Of(join(draft, path));
  };
  await keep(SCHEMA_FILE, SCHEMA);
  for (const path of await filesBelow(dataDir, NOT_KEPT)) await keep(join(DATA, path), join(dataDir, path));
  const { tables, sequences } = await inTransaction(database, (tx) => writeTables(tx, draft, files));
  const made: Manifest = {
    v: 1,
    made_at: isoTime(clock.now()),
    app_version: APP_VERSION,
    schema_version: SCHEMA_VERSION,
    tables,
    sequences,
    files,
  };
  await writeFile(join(draft, MANIFEST), `${JSON.stringify(made, null, 1)}\n`, { mode: 0o600, flush: true });
  await rename(draft, folder);
  return ok({ folder, rows: tables.reduce((sum, { rows }) => sum + rows, 0) });
}

/** What is said of one moment is read in one transaction that sees nothing later. */
async function writeTables(
  tx: Transaction,
  draft: string,
  files: Record<string, string>,
): Promise<Pick<Manifest, 'tables' | 'sequences'>> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  await liftLimits(tx);
  const tables: Manifest['tables'] = [];
  for (const name of await tablesOf(tx)) {
    const path = tableFile(name);
    const { count, sha256 } = await writeLines(join(draft, path), rowsOf(tx, name));
    tables.push({ name, rows: count });
    files[path] = sha256;
  }
  // Read last: they are of no transaction, and stand at least where the rows are.
  return { tables, sequences: await sequencesOf(tx) };
}
