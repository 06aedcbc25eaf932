import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Log } from '#shared/ports/log.ts';
import {
  type Database,
  inTransaction,
  isOutage,
  openDatabase,
  type PoolOptions,
  sqlState,
  type Transaction,
} from '../database.ts';
import { lockCatalogue } from '../migrate.ts';
import { isBehindPooler } from '../pool.ts';

const LOGIN = new URL('./login.sql', import.meta.url);
const GRANTS = new URL('./grants.sql', import.meta.url);

/** PostgreSQL cuts names off beyond this many bytes. */
const LONGEST_NAME = 63;

/** The account of a running server, beside the owner's that DATABASE_URL names. */
export interface ServerLogin {
  role: string;
  secret: string;
  url: string;
}

/**
 * The account is named after the owner, and its secret follows from the owner's: every process of this server finds the
 * same one and none has to be kept, and two companies in one cluster have two. Null where the address names no user and
 * password from which it could be made.
 */
export function serverLogin(ownerUrl: string): ServerLogin | null {
  if (!URL.canParse(ownerUrl)) return null;
  const url = new URL(ownerUrl);
  const [owner, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const role = `${owner}_server`;
  if (owner === '' || password === '' || Buffer.byteLength(role) > LONGEST_NAME) return null;
  const secret = createHmac('sha256', password).update(`manchengo database account ${role}`).digest('base64url');
  url.username = encodeURIComponent(role);
  url.password = secret;
  return { role, secret, url: url.href };
}

/**
 * The pool with which a server works once the owner has brought the schema up to date: as an account that may read and
 * write the tables and nothing else. Where PostgreSQL lets the owner make no such account, or it in, the server works as
 * the owner and says so in its log.
 */
export async function openWorkingDatabase(
  owner: Database,
  ownerUrl: string,
  log: Log,
  size?: number,
): Promise<Database> {
  const named = !(await isBehindPooler(owner));
  if (!named) log.info({}, 'a pooler stands before the database: statements are sent without names');
  const options: PoolOptions = { named, ...(size === undefined ? {} : { size }) };
  const login = serverLogin(ownerUrl);
  const why = login === null ? 'DATABASE_URL names no user with a password' : await entitle(owner, login, false);
  if (login !== null && why === null) {
    const opened = (await enter(login, log, options)) ?? (await entitleAnew(owner, login, log, options));
    if (opened !== null) return opened;
  }
  const reason =
    why ?? 'PostgreSQL, or the pooler before it, does not let the account in: see its pg_hba.conf or users';
  log.warn({ reason }, "the server works as the database's owner; an account with CREATEROLE would give it less power");
  return openAsOwner(ownerUrl, log, options);
}

/** The owner has no limits of its own, so each connection begins with them, where a pooler takes them. */
async function openAsOwner(url: string, log: Log, options: PoolOptions): Promise<Database> {
  const limited = openDatabase(url, log, { ...options, limited: true });
  try {
    await limited.query('SELECT');
    return limited;
  } catch (error) {
    await limited.end();
    if (sqlState(error) !== PROTOCOL_VIOLATION) throw error;
  }
  log.warn(
    {},
    'the pooler takes no statement_timeout: set one for the account, or name PostgreSQL itself in DATABASE_URL',
  );
  return openDatabase(url, log, options);
}

/** The owner's password, from which the account's follows, may have changed since the last start. */
async function entitleAnew(
  owner: Database,
  login: ServerLogin,
  log: Log,
  options: PoolOptions,
): Promise<Database | null> {
  return (await entitle(owner, login, true)) === null ? enter(login, log, options) : null;
}

/** Makes the account and grants it what it needs. Null where that was done, else why it may not be. */
async function entitle(owner: Database, { role, secret }: ServerLogin, renew: boolean): Promise<string | null> {
  const [login, grants] = await Promise.all([readFile(LOGIN, 'utf8'), readFile(GRANTS, 'utf8')]);
  try {
    await inTransaction(owner, async (tx) => {
      await lockCatalogue(tx);
      await tell(tx, { role, secret, renew: renew ? 'yes' : 'no' });
      await tx.query(login);
      await tx.query(grants);
    });
    return null;
  } catch (error) {
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** Gives the account what it needs of tables that were made anew, within the transaction that makes them; nothing where there is none. */
export async function grantWork(tx: Transaction, ownerUrl: string): Promise<void> {
  const login = serverLogin(ownerUrl);
  if (login === null) return;
  const { rowCount } = await tx.query('SELECT FROM pg_roles WHERE rolname = $1', [login.role]);
  if (rowCount === 0) return;
  const grants = await readFile(GRANTS, 'utf8');
  await tell(tx, { ...login, renew: 'no' });
  await tx.query(grants);
}

const INSUFFICIENT_PRIVILEGE = '42501';
/** How a pooler refuses a user or a parameter that it does not know. */
const PROTOCOL_VIOLATION = '08P01';

/** CREATE ROLE takes no parameters: it reads them from the transaction's own settings, which are quoted where used. */
async function tell(tx: Transaction, values: { role: string; secret: string; renew: string }): Promise<void> {
  await tx.query(
    `SELECT set_config('manchengo.role', $1, true), set_config('manchengo.secret', $2, true),
            set_config('manchengo.renew', $3, true)`,
    [values.role, values.secret, values.renew],
  );
}

/** Null where it is not let in. */
async function enter({ url }: ServerLogin, log: Log, options: PoolOptions): Promise<Database | null> {
  const database = openDatabase(url, log, options);
  try {
    await database.query('SELECT FROM meta');
    return database;
  } catch (error) {
    await database.end();
    // The owner was let in a moment ago: what a pooler calls a violation is that it does not know this account.
    if (isOutage(error) && sqlState(error) !== PROTOCOL_VIOLATION) throw error;
    return null;
  }
}
