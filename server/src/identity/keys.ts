import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { KeyPurpose, ServerKey, SigningAlg } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Database, inTransaction, type Transaction } from '../store/database.ts';
import { eraseFormerKeys, followOldToken, followToken, type KeyRow, makeMissingKeys, readKeys } from './key-rows.ts';

/** A key of the server's own. */
export interface SigningKey {
  kid: string;
  alg: SigningAlg;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** A token key as it verifies. */
export interface TokenKey {
  publicKey: KeyObject;
  alg: SigningAlg;
  /** When another followed it, in milliseconds; null for the newest. */
  followedAtMs: number | null;
}

/** A key for codes as it verifies. */
export type CodeKey = Pick<SigningKey, 'publicKey' | 'alg'>;

const TOKEN_KID = /^token-[\w-]{16}$/;

interface KeySet {
  token: SigningKey;
  qr: SigningKey;
  tokenKeys: Map<string, TokenKey>;
  qrKeys: CodeKey[];
  /** By name: what was encrypted to any of them can be read for ever. */
  sealingKeys: Map<string, KeyObject>;
  jwks: { keys: ServerKey[] };
}

/**
 * The server's keys, as the database has them. The newest of each purpose signs; every one ever made still verifies,
 * since what it signed (a token of any age hands in a queue) may be shown for ever. Several processes share one
 * database: each looks there for a key that it does not know, and from time to time for the newest.
 */
export class ServerKeys {
  readonly #database: Database;
  readonly #clock: Clock;
  #set: KeySet;
  #reading: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(database: Database, clock: Clock, rows: KeyRow[]) {
    this.#database = database;
    this.#clock = clock;
    this.#set = keySetOf(rows);
  }

  /** Loads the keys, making those that are missing. */
  static async load(database: Database, clock: Clock): Promise<ServerKeys> {
    return new ServerKeys(database, clock, await makeMissingKeys(database, clock));
  }

  /** Signs access and refresh tokens, checkpoints and wipe orders. */
  get token(): SigningKey {
    return this.#set.token;
  }

  /** Signs the codes on delivery notes. */
  get qr(): SigningKey {
    return this.#set.qr;
  }

  get qrKeys(): CodeKey[] {
    return this.#set.qrKeys;
  }

  /** The private half of a key to which phones encrypt; null for a name that is none of ours. */
  sealingKey(kid: string): KeyObject | null {
    return this.#set.sealingKeys.get(kid) ?? null;
  }

  /** What GET /.well-known/jwks.json answers: every key, with what the one before it said of it. */
  get jwks(): { keys: ServerKey[] } {
    return this.#set.jwks;
  }

  /** The token key of this name, or null. One that this process does not know is looked for in the database. */
  async tokenKey(kid: string): Promise<TokenKey | null> {
    const known = this.#set.tokenKeys.get(kid);
    if (known || !TOKEN_KID.test(kid)) return known ?? null;
    await this.refresh();
    return this.#set.tokenKeys.get(kid) ?? null;
  }

  /**
   * Reads the keys again: another process may have made one. Anybody can name a key that is none, so there is one
   * reading at a time, and all who come meanwhile share the next.
   */
  refresh(): Promise<void> {
    this.#next ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#reading = readKeys(this.#database).then((rows) => {
          this.#set = keySetOf(rows);
        });
        return this.#reading;
      });
    return this.#next;
  }

  /** Begins a new token key, which signs from now on. → its name. */
  async rotate(): Promise<string> {
    const kid = await inTransaction(this.#database, (tx) => this.follow(tx));
    await this.refresh();
    return kid;
  }

  /** The same within somebody's transaction: the new key signs once `refresh` has read it. */
  async follow(tx: Transaction): Promise<string> {
    return (await followToken(tx, this.#clock)).kid;
  }

  /** A new token key where the newest is old enough, and the private halves of former ones erased. */
  async keepFresh(): Promise<void> {
    await followOldToken(this.#database, this.#clock);
    await eraseFormerKeys(this.#database, this.#clock);
    await this.refresh();
  }
}

function keySetOf(rows: KeyRow[]): KeySet {
  const ofPurpose = (purpose: KeyPurpose): KeyRow[] => rows.filter((row) => row.purpose === purpose);
  const publicHalf = ({ public_jwk }: KeyRow): KeyObject =>
    createPublicKey({ key: public_jwk as JsonWebKey, format: 'jwk' });
  const newest = (purpose: KeyPurpose): SigningKey => {
    const row = ofPurpose(purpose).at(-1);
    if (!row?.private_jwk) throw new Error(`the newest ${purpose} key has no private half`);
    const privateKey = createPrivateKey({ key: row.private_jwk, format: 'jwk' });
    return { kid: row.kid, alg: signingAlg(row), privateKey, publicKey: createPublicKey(privateKey) };
  };
  const tokens = ofPurpose('token');
  const tokenKeys = tokens.map((row, index): [string, TokenKey] => {
    const follower = tokens[index + 1];
    const followedAtMs = follower ? Date.parse(follower.created_at) : null;
    return [row.kid, { publicKey: publicHalf(row), alg: signingAlg(row), followedAtMs }];
  });
  return {
    token: newest('token'),
    qr: newest('qr'),
    tokenKeys: new Map(tokenKeys),
    qrKeys: ofPurpose('qr').map((row) => ({ publicKey: publicHalf(row), alg: signingAlg(row) })),
    sealingKeys: new Map(ofPurpose('enc').flatMap(sealingHalf)),
    jwks: {
      keys: rows.map(({ public_jwk, endorsement }) =>
        endorsement === null ? public_jwk : { ...public_jwk, endorsement },
      ),
    },
  };
}

function signingAlg({ kid, public_jwk }: KeyRow): SigningAlg {
  if (public_jwk.use === 'enc') throw new Error(`the key ${kid} signs nothing`);
  return public_jwk.alg;
}

const sealingHalf = ({ kid, private_jwk }: KeyRow): [string, KeyObject][] =>
  private_jwk === null ? [] : [[kid, createPrivateKey({ key: private_jwk, format: 'jwk' })]];
