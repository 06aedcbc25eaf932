import type { Transaction } from '../store/database.ts';
import { CHUNK_CHARS } from './backup-files.ts';

/** Takes out all that is there, within the transaction: where anything fails afterwards, nothing was changed. */
export async function emptyDatabase(tx: Transaction): Promise<void> {
  // Functions are named before the first is dropped: with one go those whose bodies call it.
  await tx.query(`DO $$ DECLARE found record; called text; BEGIN
    FOR found IN SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' LOOP
      EXECUTE format('DROP TABLE %I CASCADE', found.relname);
    END LOOP;
    FOREACH called IN ARRAY ARRAY(SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')) LOOP
      EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', called);
    END LOOP;
  END $$`);
}

/** Takes the references between tables away, so that these may be filled in any order. `putBackReferences` has them hold again. */
export async function takeReferences(tx: Transaction): Promise<void> {
  await tx.query(`CREATE TEMPORARY TABLE taken_references ON COMMIT DROP AS
    SELECT conrelid::regclass::text AS of_table, conname AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`);
  await tx.query(`DO $$ DECLARE taken record; BEGIN
    FOR taken IN SELECT * FROM taken_references LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', taken.of_table, taken.name);
    END LOOP;
  END $$`);
}

export async function putBackReferences(tx: Transaction): Promise<void> {
  await tx.query(`DO $$ DECLARE taken record; BEGIN
    FOR taken IN SELECT * FROM taken_references LOOP
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', taken.of_table, taken.name, taken.definition);
    END LOOP;
  END $$`);
}

/** Takes names of tables as values, which a statement does not. Gone with the transaction's end by `dropFilling`. */
export async function makeFilling(tx: Transaction): Promise<void> {
  await tx.query(`CREATE FUNCTION pg_temp.clear_table(target text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE filled boolean; BEGIN
      EXECUTE format('SELECT EXISTS (SELECT FROM %I)', target) INTO filled;
      IF filled THEN EXECUTE format('DELETE FROM %I', target); END IF;
    END $$`);
  await tx.query(`CREATE FUNCTION pg_temp.fill_table(target text, filling json) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE columns text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = format('%I', target)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
    BEGIN
      EXECUTE format('INSERT INTO %I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM json_populate_recordset(NULL::%I, $1)',
        target, columns, columns, target) USING filling;
    END $$`);
}

export async function dropFilling(tx: Transaction): Promise<void> {
  await tx.query('DROP FUNCTION pg_temp.clear_table(text), pg_temp.fill_table(text, json)');
}

/** Fills a table with the rows of a backup, and with nothing else. Gives how many there were. */
export async function fillTable(tx: Transaction, table: string, rows: AsyncIterable<string>): Promise<number> {
  // What a schema brings with it; where there is nothing, a table that refuses to be rewritten is left alone.
  await tx.query('SELECT pg_temp.clear_table($1)', [table]);
  let [count, chars] = [0, 0];
  let chunk: string[] = [];
  const flush = async () => {
    if (chunk.length > 0) await tx.query('SELECT pg_temp.fill_table($1, $2::json)', [table, `[${chunk.join(',')}]`]);
    count += chunk.length;
    [chunk, chars] = [[], 0];
  };
  for await (const row of rows) {
    chunk.push(row);
    chars += row.length;
    if (chars >= CHUNK_CHARS) await flush();
  }
  await flush();
  return count;
}

/** Each number that was ever given out stays spent. */
export async function setSequences(tx: Transaction, sequences: Record<string, string>): Promise<void> {
  await tx.query(
    `SELECT setval(format('%I', name)::regclass, last::bigint) FROM json_each_text($1::json) AS s (name, last)`,
    [JSON.stringify(sequences)],
  );
}
