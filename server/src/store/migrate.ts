import { readdir, readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { Random } from '#shared/ports/random.ts';
import { type Database, inTransaction, type Queryable, sqlState, type Transaction } from './database.ts';

/** The version of schema.sql. Each step that leads there stands in upgrades/<version>.sql. */
export const SCHEMA_VERSION = 31;

/** The oldest PostgreSQL that knows all that is written here: `server_version_num` of 15.0. */
const OLDEST_POSTGRES = 150_000;

/** Any number of our own: whoever changes this database's catalogue waits for whoever already does. */
const MIGRATION_LOCK = 7_310_562_013;

const EPOCH_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const EPOCH_CHARS = 10;

export const SCHEMA = new URL('./schema.sql', import.meta.url);
const UPGRADES = new URL('./upgrades/', import.meta.url);
const upgradeTo = (version: number): URL => new URL(`./${version}.sql`, UPGRADES);

/**
 * Brings an empty database, or one of an earlier version, to the current schema, once, however many servers start at
 * the same time. Names the epoch of its cursors. The error is one sentence for whoever starts the server.
 */
export async function migrate(database: Database, random: Random): Promise<Result<{ epoch: string }, string>> {
  const schema = await readFile(SCHEMA, 'utf8');
  try {
    return await inTransaction(database, async (tx) => {
      const { rows } = await tx.query<{ version: string; number: number }>(
        `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number`,
      );
      if (rows[0] && rows[0].number < OLDEST_POSTGRES) {
        return fail(
          `The database is PostgreSQL ${rows[0].version}, and this program needs 15 or newer: nothing was changed.`,
        );
      }
      await lockCatalogue(tx);
      const state = await stateOf(tx);
      switch (state.kind) {
        case 'ours':
          return await openExisting(tx, state.version, state.epoch);
        case 'foreign':
          return fail('The database holds tables of something else: name an empty database in DATABASE_URL.');
        case 'empty': {
          const epoch = newEpoch(random);
          await tx.query(schema);
          await tx.query(`INSERT INTO meta (key, value) VALUES ('schema_version', $1), ('epoch', $2)`, [
            String(SCHEMA_VERSION),
            epoch,
          ]);
          return ok({ epoch });
        }
      }
    });
  } catch (error) {
    const sentence = unreachable(error);
    if (sentence === null) throw error;
    return fail(sentence);
  }
}

/**
 * Waits for its turn to change the catalogue, for as long as it takes: whatever limits the account or the database has
 * are for statements of everyday work, and a lift of a large database, or the wait behind it, is none.
 */
export async function lockCatalogue(tx: Transaction): Promise<void> {
  await liftLimits(tx);
  await tx.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}

/** For a transaction that takes as long as it takes. */
export async function liftLimits(tx: Transaction): Promise<void> {
  await tx.query(
    `SELECT set_config(name, '0', true) FROM pg_settings
     WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`,
  );
}

export type State = { kind: 'empty' } | { kind: 'foreign' } | { kind: 'ours'; version: number; epoch: string };

/** Whose tables the database holds. */
export async function stateOf(tx: Transaction): Promise<State> {
  const found = await tx.query<{ ours: boolean; tables: number }>(
    `SELECT to_regclass('meta') IS NOT NULL AND to_regclass('change_counter') IS NOT NULL AS ours,
            (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
  );
  if (!found.rows[0]?.ours) return { kind: found.rows[0]?.tables === 0 ? 'empty' : 'foreign' };
  const meta = await tx.query<{ key: string; value: string }>(`SELECT key, value FROM meta`);
  const values = new Map(meta.rows.map(({ key, value }) => [key, value]));
  return { kind: 'ours', version: Number(values.get('schema_version')), epoch: values.get('epoch') ?? '' };
}

async function openExisting(
  tx: Transaction,
  version: number,
  epoch: string,
): Promise<Result<{ epoch: string }, string>> {
  if (version > SCHEMA_VERSION) {
    return fail(
      `The database is of schema version ${version} and this program knows version ${SCHEMA_VERSION}: start a newer program.`,
    );
  }
  await liftSchema(tx, version);
  return ok({ epoch });
}

/** Brings a database of an earlier version to the current schema, step by step. */
export async function liftSchema(tx: Transaction, from: number): Promise<void> {
  for (const next of await upgradesAfter(from)) {
    await tx.query(await readFile(upgradeTo(next), 'utf8'));
    await tx.query(`UPDATE meta SET value = $1 WHERE key = 'schema_version'`, [String(next)]);
  }
}

/** Not every number has a step: one that was thought of may have come to nothing. */
async function upgradesAfter(version: number): Promise<number[]> {
  const steps = (await readdir(UPGRADES)).map((name) => Number.parseInt(name, 10));
  return steps.filter((step) => step > version && step <= SCHEMA_VERSION).sort((one, other) => one - other);
}

/** Whether the database is of the version that this program writes. */
export async function isMigrated(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'schema_version'`);
  return rows[0]?.value === String(SCHEMA_VERSION);
}

/** Short, lower case, without letters that look alike: it stands at the front of every cursor. */
export const newEpoch = (random: Random): string =>
  Array.from(random.bytes(EPOCH_CHARS), (byte) => EPOCH_ALPHABET[byte % EPOCH_ALPHABET.length]).join('');

/** One sentence where the database cannot be used at all; null for anything else, which is a bug. */
function unreachable(error: unknown): string | null {
  const code = sqlState(error);
  const reason = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ENOENT':
      return `The database cannot be reached (${code}): check DATABASE_URL and whether PostgreSQL runs there.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'CERT_HAS_EXPIRED':
      return `The certificate of the database is not believed (${code}): check sslrootcert and the host in DATABASE_URL.`;
    case '28P01':
    case '28000':
      return 'The database refuses the user or the password in DATABASE_URL.';
    case '3D000':
      return `The database named in DATABASE_URL does not exist: create it first.`;
    case '42501':
      return `The database user may not create tables: ${reason}.`;
    case '53100':
      return "The database's disk is full: nothing was changed.";
    case '53300':
    case '57P03':
      return `The database takes no connection now: ${reason}.`;
    default:
      if (/does not support SSL/.test(reason))
        return 'The database speaks no TLS, which DATABASE_URL asks for: turn it on there.';
      return /timeout|terminated/i.test(reason) && code === ''
        ? 'The database does not answer: check DATABASE_URL and whether PostgreSQL runs there.'
        : null;
  }
}
