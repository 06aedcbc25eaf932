import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { calculateJwkThumbprint, SignJWT } from 'jose';
import { DAY_MS } from '#shared/contract/durations.ts';
import {
  ISSUER,
  type KeyEndorsement,
  type KeyPurpose,
  kidPrefix,
  publishedKey,
  serverKeyNumbers,
  TOKEN_TYPES,
} from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { type Database, inTransaction, type Queryable, type Transaction } from '../store/database.ts';

/** A key as it is stored. */
export interface KeyRow {
  kid: string;
  purpose: KeyPurpose;
  /** Null for a token key that another has followed. */
  private_jwk: JsonWebKey | null;
  public_jwk: KeyEndorsement['key'];
  created_at: string;
  endorsement: string | null;
}

const KEYS_LOCK = 7_310_562_014;

/** Every key, the oldest first. */
export async function readKeys(database: Queryable): Promise<KeyRow[]> {
  const stored = await database.query<KeyRow>(
    `SELECT kid, purpose, private_jwk, public_jwk, created_at, endorsement
     FROM signing_keys ORDER BY created_at, purpose DESC, kid`,
  );
  return stored.rows;
}

/**
 * Makes the keys that are missing, and has those endorsed that are not: once, however many servers start at a time. Where
 * the newest key of a purpose is of the kind that many browsers cannot check, another follows it.
 */
export const makeMissingKeys = (database: Database, clock: Clock): Promise<KeyRow[]> =>
  underLock(database, async (tx) => {
    const rows = await readKeys(tx);
    for (const purpose of ['token', 'qr', 'enc'] as const) {
      const newest = rows.filter((row) => row.purpose === purpose).at(-1);
      if (newest === undefined || newest.public_jwk.alg === 'EdDSA') rows.push(await makeKey(tx, purpose, rows, clock));
    }
    for (const row of rows.filter(({ purpose, endorsement }) => purpose === 'qr' && endorsement === null)) {
      const by = newestToken(rows) as KeyRow;
      row.endorsement = await endorse(by, row.public_jwk, clock);
      await tx.query('UPDATE signing_keys SET endorsement = $2 WHERE kid = $1', [row.kid, row.endorsement]);
    }
    return rows;
  });

/** A new token key, endorsed by the one that it follows. */
export async function followToken(tx: Transaction, clock: Clock): Promise<KeyRow> {
  await lockKeys(tx);
  return makeKey(tx, 'token', await readKeys(tx), clock);
}

/** The same, where the newest is old enough. */
export const followOldToken = (database: Database, clock: Clock): Promise<KeyRow | null> =>
  underLock(database, async (tx) => {
    const rows = await readKeys(tx);
    const newest = newestToken(rows) as KeyRow;
    const isDue = clock.now() - Date.parse(newest.created_at) >= LIMITS.tokenKeyDays * DAY_MS;
    return isDue ? makeKey(tx, 'token', rows, clock) : null;
  });

/** Erases the private halves of token keys that were followed long enough ago: no leaked backup signs with them. */
export async function eraseFormerKeys(database: Queryable, clock: Clock): Promise<void> {
  await database.query(
    `UPDATE signing_keys SET private_jwk = NULL
     WHERE purpose = 'token' AND private_jwk IS NOT NULL AND EXISTS (
       SELECT FROM signing_keys later WHERE later.purpose = 'token' AND later.created_at < $1
         AND (later.created_at, later.kid) > (signing_keys.created_at, signing_keys.kid))`,
    [isoTime(clock.now() - LIMITS.formerKeyHours * 3600 * 1000)],
  );
}

const lockKeys = (tx: Transaction) => tx.query('SELECT pg_advisory_xact_lock($1)', [KEYS_LOCK]);

const underLock = <T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  inTransaction(database, async (tx) => {
    await lockKeys(tx);
    return work(tx);
  });

const newestToken = (rows: KeyRow[]): KeyRow | undefined => rows.filter(({ purpose }) => purpose === 'token').at(-1);

async function makeKey(tx: Transaction, purpose: KeyPurpose, rows: KeyRow[], clock: Clock): Promise<KeyRow> {
  const by = newestToken(rows);
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const numbers = serverKeyNumbers({ ...pair.publicKey.export({ format: 'jwk' }) });
  if (numbers === null) throw new Error('a new key has no numbers');
  const kid = `${kidPrefix(purpose)}${(await calculateJwkThumbprint(numbers)).slice(0, 16)}`;
  const public_jwk = publishedKey(numbers, kid);
  const row: KeyRow = {
    kid,
    purpose,
    private_jwk: pair.privateKey.export({ format: 'jwk' }),
    public_jwk,
    // After every other key, whatever the clock was set to: the order is the order of time.
    created_at: isoTime(Math.max(clock.now(), ...rows.map((row) => Date.parse(row.created_at) + 1))),
    endorsement: by ? await endorse(by, public_jwk, clock) : null,
  };
  await tx.query(
    `INSERT INTO signing_keys (kid, purpose, private_jwk, public_jwk, created_at, endorsement)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [kid, purpose, JSON.stringify(row.private_jwk), JSON.stringify(public_jwk), row.created_at, row.endorsement],
  );
  return row;
}

function endorse(by: KeyRow, key: KeyEndorsement['key'], clock: Clock): Promise<string> {
  if (by.private_jwk === null) throw new Error(`the newest token key ${by.kid} has lost its private half`);
  const claims: KeyEndorsement = { key, iat: Math.floor(clock.now() / 1000) };
  return new SignJWT({ iss: ISSUER, ...claims })
    .setProtectedHeader({ alg: by.public_jwk.alg, kid: by.kid, typ: TOKEN_TYPES.key })
    .sign(createPrivateKey({ key: by.private_jwk, format: 'jwk' }));
}
