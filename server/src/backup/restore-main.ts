import path from 'node:path';
import process from 'node:process';
import { fail, ok } from '#shared/contract/errors.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { asOperator } from '../app/as-operator.ts';
import { auditSums, tellFindings } from '../store/sums/audit-sums.ts';
import { restoreBackup } from './restore-backup.ts';

const REPLACE = '--replace';

/**
 * `npm run restore -- FOLDER [--replace]`, with the server's own settings: a backup comes back, and is held to its sums.
 * Exit code 1 where it does not, or where a sum does not hold.
 */
await asOperator(async ({ database, databaseUrl, dataDir, log }) => {
  const args = process.argv.slice(2);
  const [folder, ...further] = args.filter((arg) => arg !== REPLACE);
  if (folder === undefined || folder.startsWith('-') || further.length > 0) {
    return fail('Say which backup: npm run restore -- FOLDER [--replace].');
  }
  const deps = { database, databaseUrl, random: systemRandom, dataDir, log };
  const restored = await restoreBackup(deps, path.resolve(folder), { replace: args.includes(REPLACE) });
  if (!restored.ok) return restored;
  const found = await auditSums(database);
  const { rows, made_at } = restored.value;
  const text = `${rows} rows as of ${made_at} are back. ${tellFindings(found)}`;
  return ok({ text, isWell: found.length === 0 });
});
