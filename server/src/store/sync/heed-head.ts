import type { KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { ISSUER, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { parseCursor } from '#shared/contract/sync.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Database } from '../database.ts';
import { beginEpoch } from '../epoch.ts';
import { newEpoch } from '../migrate.ts';
import { logHead } from './cursor.ts';

/** The keys by which this server's tokens and checkpoints are verified. */
export interface TokenKeys {
  tokenKey(kid: string): Promise<{ publicKey: KeyObject; alg: string } | null>;
}

export interface HeadDeps {
  database: Database;
  keys: TokenKeys;
  random: Random;
  log: Log;
}

/**
 * A checkpoint that a device shows says how far this server's log had come when it was signed. One beyond the log is
 * proof that the database came back from a backup, whoever shows it: a new epoch begins, so that nobody waits for ever
 * behind a cursor that the log reaches only with other changes. Anything else is of no consequence.
 */
export async function heedHead(jws: string, { database, keys, random, log }: HeadDeps): Promise<void> {
  const said = headIn(jws);
  if (said === null) return;
  const here = await logHead(database);
  // Signatures are dear, and nearly every head lies behind: the claim is looked at first.
  if (said.epoch !== here.epoch || said.pos <= here.last || !(await isSigned(jws, keys))) return;
  const epoch = newEpoch(random);
  if (await beginEpoch(database, here.epoch, epoch)) {
    log.warn({ epoch, said, last: here.last }, 'a signed head lies beyond the log: a new epoch begins');
  }
}

function headIn(jws: string): { epoch: string; pos: number } | null {
  try {
    const { head } = decodeJwt(jws);
    return typeof head === 'string' ? parseCursor(head) : null;
  } catch {
    return null;
  }
}

async function isSigned(jws: string, keys: HeadDeps['keys']): Promise<boolean> {
  try {
    const { kid = '', typ } = decodeProtectedHeader(jws);
    const key = typ === TOKEN_TYPES.checkpoint ? await keys.tokenKey(kid) : null;
    if (key === null) return false;
    await compactVerify(jws, key.publicKey);
    return decodeJwt(jws).iss === ISSUER;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}
