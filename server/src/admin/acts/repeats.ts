import { createCipheriv, createDecipheriv, hash, hkdfSync } from 'node:crypto';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';

/** A request that its sender may repeat when the answer was lost: it is done once. */
export interface Repeatable {
  /** The person, or the service account. */
  by: string;
  /** As the sender made it up. */
  key: string;
  /** What the key stands for: the hash of method, address and body. */
  content: string;
}

const FORM = new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.idempotencyKeyChars}}$`);

/** What `Idempotency-Key` says of a request; null where there is none. */
export function repeatableOf(
  actor: Pick<Actor, 'isService' | 'userId' | 'deviceId'>,
  header: string | string[] | undefined,
  request: { method: string; url: string; body?: unknown },
): Result<Repeatable | null, RequestError> {
  if (header === undefined) return ok(null);
  if (typeof header !== 'string' || !FORM.test(header)) {
    return refuse(
      'INVALID_REQUEST',
      `Idempotency-Key takes 1 to ${LIMITS.idempotencyKeyChars} characters of ASCII without blanks.`,
    );
  }
  const said = canonicalJson([request.method, request.url, request.body ?? null]);
  return ok({
    by: actor.isService ? actor.deviceId : String(actor.userId),
    key: header,
    content: hash('sha256', said, 'base64url'),
  });
}

/** A class of locks of our own; see entity-locks.ts. */
const REPEAT_LOCK = 7_310_564;
const HOUR_MS = 3_600_000;

/** Whoever repeats waits here for the first, and gets its answer: `{value}`, or null where this is the first. 409 for another request. */
export async function answeredBefore(
  tx: Transaction,
  { clock }: Pick<ServerDeps, 'clock'>,
  repeat: Repeatable,
): Promise<Result<{ value: unknown } | null, RequestError>> {
  const name = nameOf(repeat);
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [REPEAT_LOCK, name]);
  const { rows } = await tx.query<{ content: string; answer: Buffer }>(
    'SELECT content, answer FROM repeats WHERE name = $1 AND answered_at > $2',
    [name, isoTime(clock.now() - LIMITS.idempotencyHours * HOUR_MS)],
  );
  const known = rows[0];
  if (!known) return ok(null);
  if (known.content !== repeat.content) {
    return refuse('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key stood for another request: make up a new one.');
  }
  return ok({ value: JSON.parse(opened(known.answer, repeat)) });
}

/** Keeps the answer for whoever repeats, in the transaction of what was done. */
export async function keepAnswer(
  tx: Transaction,
  { clock, random }: Pick<ServerDeps, 'clock' | 'random'>,
  repeat: Repeatable,
  value: unknown,
): Promise<void> {
  await tx.query(
    `INSERT INTO repeats (name, content, answer, answered_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE
       SET content = excluded.content, answer = excluded.answer, answered_at = excluded.answered_at`,
    [nameOf(repeat), repeat.content, sealed(JSON.stringify(value), repeat, random), isoTime(clock.now())],
  );
}

const nameOf = ({ by, key }: Repeatable): string => hash('sha256', `${by} ${key}`, 'base64url');

/**
 * An answer may be a one-time code, which the database keeps as a hash alone: so it is sealed under the key that its
 * sender made up, which the database does not have either.
 */
const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];

const secretOf = ({ by, key }: Repeatable): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, by, 'manchengo repeated answer', KEY_BYTES));

function sealed(text: string, repeat: Repeatable, random: Random): Buffer {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secretOf(repeat), nonce);
  const body = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, ...body, cipher.getAuthTag()]);
}

function opened(answer: Buffer, repeat: Repeatable): string {
  const decipher = createDecipheriv(CIPHER, secretOf(repeat), answer.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(answer.subarray(-TAG_BYTES));
  const body = decipher.update(answer.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
}
