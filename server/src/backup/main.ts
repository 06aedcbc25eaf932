import path from 'node:path';
import process from 'node:process';
import { ok } from '#shared/contract/errors.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { asOperator } from '../app/as-operator.ts';
import { makeBackup } from './make-backup.ts';

/** `npm run backup -- [FOLDER]`, with the server's own settings: a new folder in FOLDER (`.data/backups`) with all of it. */
const [parent = '.data/backups'] = process.argv.slice(2);
await asOperator(async ({ database, dataDir }) => {
  const made = await makeBackup({ database, clock: systemClock, dataDir }, path.resolve(parent));
  return made.ok ? ok({ text: `${made.value.rows} rows are in ${made.value.folder}`, isWell: true }) : made;
});
