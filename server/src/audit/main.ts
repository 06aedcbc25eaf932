import path from 'node:path';
import process from 'node:process';
import { readSettings } from '../config/settings.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { openDatabase } from '../store/database.ts';
import { auditSums, tellFindings } from '../store/sums/audit-sums.ts';

/** `npm run audit:sums`, with the server's own settings: whether all sums hold. Exit code 1 where one does not. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const settings = readSettings(process.env);
if (!settings.ok) giveUp(settings.error);
const { databaseUrl, dataDir } = settings.value;
const log = (line: string) => process.stderr.write(`${line}\n`);
const postgres =
  databaseUrl === null ? await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'postgres'), log }) : null;
if (postgres && !postgres.ok) giveUp(postgres.error.message);
const database = openDatabase(databaseUrl ?? postgres?.value.connectionString ?? '');
try {
  const found = await auditSums(database);
  process.stdout.write(`${tellFindings(found)}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`The database cannot be looked at: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await database.end();
  await postgres?.value.stop();
}
