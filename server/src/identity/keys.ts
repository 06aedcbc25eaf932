import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { type Database, inTransaction, type Transaction } from '../store/database.ts';

type KeyPurpose = 'token' | 'qr';

/** An Ed25519 key of the server's own. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** The newest key of each purpose signs; every key ever made still verifies. */
export interface ServerKeys {
  /** Signs access and refresh tokens, checkpoints and wipe orders. */
  token: SigningKey;
  /** Signs the codes on delivery notes. */
  qr: SigningKey;
  tokenKeys: Map<string, SigningKey>;
  qrKeys: SigningKey[];
  /** What GET /.well-known/jwks.json answers. */
  jwks: { keys: JWK[] };
}

interface KeyRow {
  kid: string;
  purpose: KeyPurpose;
  private_jwk: JsonWebKey;
  public_jwk: JWK;
}

const KEYS_LOCK = 7_310_562_014;

/** Loads the server's keys, making those that are missing, once, however many servers start at the same time. */
export function loadServerKeys(database: Database, clock: Clock): Promise<ServerKeys> {
  return inTransaction(database, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [KEYS_LOCK]);
    const stored = await tx.query<KeyRow>(
      'SELECT kid, purpose, private_jwk, public_jwk FROM signing_keys ORDER BY created_at, purpose DESC, kid',
    );
    const rows = stored.rows;
    for (const purpose of ['token', 'qr'] as const) {
      if (!rows.some((row) => row.purpose === purpose)) rows.push(await makeKey(tx, purpose, clock));
    }
    return keysOf(rows);
  });
}

async function makeKey(tx: Transaction, purpose: KeyPurpose, clock: Clock): Promise<KeyRow> {
  const pair = generateKeyPairSync('ed25519');
  const bare = pair.publicKey.export({ format: 'jwk' }) as JWK;
  const kid = `${purpose}-${(await calculateJwkThumbprint(bare)).slice(0, 16)}`;
  const row: KeyRow = {
    kid,
    purpose,
    private_jwk: pair.privateKey.export({ format: 'jwk' }),
    public_jwk: { ...bare, kid, alg: 'EdDSA', use: 'sig' },
  };
  await tx.query(
    'INSERT INTO signing_keys (kid, purpose, private_jwk, public_jwk, created_at) VALUES ($1, $2, $3, $4, $5)',
    [kid, purpose, JSON.stringify(row.private_jwk), JSON.stringify(row.public_jwk), isoTime(clock.now())],
  );
  return row;
}

function keysOf(rows: KeyRow[]): ServerKeys {
  const keysFor = (purpose: KeyPurpose): SigningKey[] =>
    rows
      .filter((row) => row.purpose === purpose)
      .map(({ kid, private_jwk }) => {
        const privateKey = createPrivateKey({ key: private_jwk, format: 'jwk' });
        return { kid, privateKey, publicKey: createPublicKey(privateKey) };
      });
  const tokenKeys = keysFor('token');
  const qrKeys = keysFor('qr');
  return {
    token: tokenKeys.at(-1) as SigningKey,
    qr: qrKeys.at(-1) as SigningKey,
    tokenKeys: new Map(tokenKeys.map((key) => [key.kid, key])),
    qrKeys,
    jwks: { keys: rows.map(({ public_jwk }) => public_jwk) },
  };
}
