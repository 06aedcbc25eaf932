import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '#shared/ports/random.ts';
import type { Database, Queryable } from './database.ts';
import { inTransaction } from './database.ts';
import { newEpoch } from './migrate.ts';

const FILE = 'high-water.json';

/** What the server noted beside its database: how far its log had come. */
interface HighWater {
  epoch: string;
  last: number;
}

/**
 * A database that came back from a backup has forgotten what it acked, and would give its positions out a second time.
 * It is known by what it cannot forget along with its rows: the cluster, timeline and database that it lies in, which a
 * dump or a recovery changes, and the high-water mark in the server's data folder, which a copied-back folder does not
 * reach. Such a database begins a new epoch: devices fetch anew, and offer again what lies above its journals.
 */
export async function beginEpochIfRestored(
  database: Database,
  random: Random,
  dataDir: string | null,
): Promise<{ epoch: string; restored: boolean }> {
  const noted = dataDir === null ? null : await readHighWater(dataDir);
  return inTransaction(database, async (tx) => {
    const here = await whereabouts(tx);
    const { rows } = await tx.query<{ epoch: string; place: string | null; last: number }>(
      `SELECT (SELECT value FROM meta WHERE key = 'epoch') AS epoch, (SELECT value FROM meta WHERE key = 'place') AS place,
              (SELECT last FROM change_counter FOR UPDATE) AS last`,
    );
    const { epoch, place, last } = rows[0] as { epoch: string; place: string | null; last: number };
    const moved = place !== null && place !== here;
    const behind = noted !== null && noted.epoch === epoch && noted.last > last;
    const current = moved || behind ? newEpoch(random) : epoch;
    await tx.query(
      `INSERT INTO meta (key, value) VALUES ('epoch', $1), ('place', $2)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value`,
      [current, here],
    );
    return { epoch: current, restored: current !== epoch };
  });
}

/** Ends an epoch, once, however many find out at the same time. */
export async function beginEpoch(database: Queryable, ended: string, next: string): Promise<void> {
  await database.query(`UPDATE meta SET value = $2 WHERE key = 'epoch' AND value = $1`, [ended, next]);
}

/** The cluster, its timeline and the database. '' where the account may not ask, which finds no move. */
async function whereabouts(tx: Queryable): Promise<string> {
  const allowed = await tx.query<{ ok: boolean }>(
    `SELECT has_function_privilege('pg_control_system()', 'execute') AND
            has_function_privilege('pg_control_checkpoint()', 'execute') AS ok`,
  );
  if (!allowed.rows[0]?.ok) return '';
  const { rows } = await tx.query<{ place: string }>(
    `SELECT s.system_identifier || '.' || c.timeline_id || '.' || d.oid AS place
     FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`,
  );
  return rows[0]?.place ?? '';
}

async function readHighWater(dataDir: string): Promise<HighWater | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as HighWater;
  } catch {
    return null;
  }
}

/** Notes how far the log has come. What is noted was committed before, so it never runs ahead of the database. */
export async function noteHighWater(database: Queryable, dataDir: string): Promise<void> {
  const { rows } = await database.query<HighWater>(
    `SELECT (SELECT value FROM meta WHERE key = 'epoch') AS epoch, (SELECT last FROM change_counter) AS last`,
  );
  const draft = join(dataDir, `${FILE}.new`);
  await writeFile(draft, JSON.stringify(rows[0]), { mode: 0o600, flush: true });
  await rename(draft, join(dataDir, FILE));
}
