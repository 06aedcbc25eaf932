import type { Transaction } from '../store/database.ts';
import { CHUNK_CHARS } from './backup-files.ts';

/** Every table of ours, in a fixed order. */
export async function tablesOf(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** How far each sequence has come: the next row after a restore must not get a number that was given out before. */
export async function sequencesOf(tx: Transaction): Promise<Record<string, string>> {
  const { rows } = await tx.query<{ name: string; last: string }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/**
 * The rows of a table as the transaction sees them, each as one line of JSON made by PostgreSQL itself: so no value passes
 * through a number of JavaScript. Few at a time where they are large: a piece of a photo is as large as a thousand events.
 */
export async function* rowsOf(tx: Transaction, table: string): AsyncGenerator<string[]> {
  await tx.query(`SELECT set_config('manchengo.table', $1, true)`, [table]);
  await tx.query(`DO $$ DECLARE backup_rows refcursor := 'backup_rows'; BEGIN
    OPEN backup_rows FOR EXECUTE format('SELECT row_to_json(t)::text AS row FROM %I t', current_setting('manchengo.table'));
  END $$`);
  let largest = CHUNK_CHARS;
  for (;;) {
    const { rows } = await fetchSome(tx, largest);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
    largest = Math.max(...rows.map(({ row }) => row.length));
  }
  await tx.query('CLOSE backup_rows');
}

/** FETCH takes its number from no parameter. */
function fetchSome(tx: Transaction, rowChars: number) {
  if (rowChars * 1_000 <= CHUNK_CHARS) return tx.query<{ row: string }>('FETCH 1000 FROM backup_rows');
  if (rowChars * 50 <= CHUNK_CHARS) return tx.query<{ row: string }>('FETCH 50 FROM backup_rows');
  return tx.query<{ row: string }>('FETCH 1 FROM backup_rows');
}
