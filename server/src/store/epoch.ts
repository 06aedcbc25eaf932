import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '#shared/ports/random.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { inTransaction } from './database.ts';
import { newEpoch } from './migrate.ts';

/** Beside the database, in the server's data folder. */
export const MARKS_FILE = 'high-water.json';
/** Any number of our own: those who look for a restore do so one after the other. */
const LOOK_LOCK = 731_056_209;
/** Past marks that a row keeps: as many minutes in which another process of the same folder may have gone on. */
const MARKS_KEPT = 200;

/** What a server notes in its data folder, beside its database. */
interface FolderMark {
  epoch: string;
  /** How far the log had come. */
  last: number;
  /** The folder's own name in the database; absent in files of earlier programs, as are the next two. */
  id?: string;
  /** How many marks this folder has made, and the newest of them. */
  count?: number;
  nonce?: string;
}

/** The same marks in the database, the newest first. */
interface RowMark {
  count: number;
  nonces: string[];
}

/** Servers that have marked within this time are taken for running. */
const RUNNING_SECONDS = 180;

interface Found {
  epoch: string;
  last: number;
  /** Where the rows lay when they were last looked at. */
  place: string | null;
  /** Whether this row was written by the transaction that it names; null where it names none. */
  isOriginal: boolean | null;
  mark: RowMark | null;
}

export interface RestoreDeps {
  database: Database;
  random: Random;
  /** null: a server without a folder of its own. */
  dataDir: string | null;
}

/**
 * A database that came back from a backup has forgotten what it acked, and would give its positions out a second time.
 * It is known by what it cannot bring back along with its rows:
 *
 * - where they lie: the cluster, its timeline and the database, which a dump or a recovery changes;
 * - which transaction wrote a row: one that names its own is a copy where another has written it, so rows that were put
 *   back into the very same database, under a server with a new folder too, tell of themselves;
 * - a mark that changes in a row and in the server's data folder together, each minute. The row keeps past marks, so
 *   that a crash between row and file is no restore; a file that lies behind was itself put back, and proves nothing.
 *
 * Such a database begins a new epoch: devices fetch anew, and offer again what lies above its journals. Looked at when a
 * server starts and each minute. `restored`: by what it was known, or null. `servers`: how many run on this database.
 */
export async function beginEpochIfRestored(
  deps: RestoreDeps,
): Promise<{ epoch: string; restored: string | null; servers: number }> {
  const { database, random, dataDir } = deps;
  const noted = dataDir === null ? null : await readMark(dataDir);
  const id = noted?.id ?? newEpoch(random);
  const next = newEpoch(random);
  const found = await inTransaction(database, async (tx) => {
    const here = await whereabouts(tx);
    const before = await read(tx, id);
    const restored = proofOf(before, noted, here);
    const epoch = restored === null ? before.epoch : newEpoch(random);
    const mark = { count: (before.mark?.count ?? 0) + 1, nonces: [next, ...(before.mark?.nonces ?? [])] };
    await write(tx, { epoch, place: here ?? before.place, id: dataDir === null ? null : id, mark });
    return { epoch, restored, last: before.last, count: mark.count, servers: await runningServers(tx) };
  });
  // What is noted was committed before, so it never runs ahead of the database.
  if (dataDir !== null) {
    const { epoch, last, count } = found;
    await writeMark(dataDir, { epoch, last, id, count, nonce: next });
  }
  return { epoch: found.epoch, restored: found.restored, servers: Math.max(1, found.servers) };
}

/** Ends an epoch, once, however many find out at the same time. Whether this call did it. */
export async function beginEpoch(database: Queryable, ended: string, next: string): Promise<boolean> {
  const { rowCount } = await database.query(`UPDATE meta SET value = $2 WHERE key = 'epoch' AND value = $1`, [
    ended,
    next,
  ]);
  return rowCount === 1;
}

function proofOf(found: Found, noted: FolderMark | null, here: string | null): string | null {
  if (here !== null && found.place !== null && found.place !== here) return 'its rows lie in another place';
  if (found.isOriginal === false) return 'its rows were written anew';
  if (noted === null) return null;
  if (noted.epoch === found.epoch && noted.last > found.last) return 'its log is shorter than it was';
  if (noted.nonce === undefined || noted.count === undefined) return null;
  const { count, nonces } = found.mark ?? { count: 0, nonces: [] };
  if (noted.count > count) return 'its marks are older than those of the data folder';
  const age = count - noted.count;
  return age < nonces.length && nonces[age] !== noted.nonce ? 'its marks are not those of the data folder' : null;
}

async function read(tx: Transaction, id: string): Promise<Found> {
  // Whoever looks waits for his turn, and sees what the one before him wrote. Nobody who numbers waits for him.
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LOOK_LOCK]);
  const counter = await tx.query<{ last: number }>('SELECT last FROM change_counter');
  const { rows } = await tx.query<Omit<Found, 'last' | 'mark'> & { mark: string | null }>(
    `SELECT (SELECT value FROM meta WHERE key = 'epoch') AS epoch, (SELECT nullif(value, '') FROM meta WHERE key = 'place') AS place,
            (SELECT mod(value::numeric, 4294967296)::text = xmin::text FROM meta WHERE key = 'written_by') AS "isOriginal",
            (SELECT value FROM meta WHERE key = 'mark:' || $1) AS mark`,
    [id],
  );
  const row = rows[0] as (typeof rows)[number];
  return { ...row, last: counter.rows[0]?.last ?? 0, mark: row.mark === null ? null : JSON.parse(row.mark) };
}

async function write(
  tx: Transaction,
  { epoch, place, id, mark }: { epoch: string; place: string | null; id: string | null; mark: RowMark },
): Promise<void> {
  await tx.query(
    `INSERT INTO meta (key, value) VALUES ('epoch', $1), ('place', coalesce($2, ''))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value`,
    [epoch, place],
  );
  await tx.query(
    `INSERT INTO meta (key, value) VALUES ('written_by', pg_current_xact_id()::text)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  if (id === null) return;
  await tx.query(
    `INSERT INTO meta (key, value) VALUES ('mark:' || $1, jsonb_set($2::jsonb, '{at}', to_jsonb(now()))::text)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [id, JSON.stringify({ ...mark, nonces: mark.nonces.slice(0, MARKS_KEPT) })],
  );
}

async function runningServers(tx: Transaction): Promise<number> {
  const { rows } = await tx.query<{ servers: number }>(
    `SELECT count(*)::integer AS servers FROM meta
     WHERE key LIKE 'mark:%' AND (value::jsonb ->> 'at')::timestamptz > now() - make_interval(secs => $1)`,
    [RUNNING_SECONDS],
  );
  return rows[0]?.servers ?? 1;
}

/** The cluster, its timeline and the database; null where the account may not ask. */
async function whereabouts(tx: Queryable): Promise<string | null> {
  const allowed = await tx.query<{ ok: boolean }>(
    `SELECT has_function_privilege('pg_control_system()', 'execute') AND
            has_function_privilege('pg_control_checkpoint()', 'execute') AS ok`,
  );
  if (!allowed.rows[0]?.ok) return null;
  const { rows } = await tx.query<{ place: string }>(
    `SELECT s.system_identifier || '.' || c.timeline_id || '.' || d.oid AS place
     FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`,
  );
  return rows[0]?.place ?? null;
}

async function readMark(dataDir: string): Promise<FolderMark | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, MARKS_FILE), 'utf8')) as FolderMark;
  } catch {
    return null;
  }
}

async function writeMark(dataDir: string, mark: FolderMark): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = join(dataDir, `${MARKS_FILE}.new`);
  await writeFile(draft, JSON.stringify(mark), { mode: 0o600, flush: true });
  await rename(draft, join(dataDir, MARKS_FILE));
}
