import Type, { type Static } from 'typebox';
import { LIMITS } from './limits.ts';
import { Sha256 } from './scalars.ts';

/**
 * A phone's unsent queue as a file: a JWE in compact form to an `enc` key of the JWKS. In the clear stand this type, the
 * version and the key's name (by which another company's file is known); sealed, a JSON object with the version and with
 * `events`, each in the very text in which it was signed.
 */
export const QUEUE_FILE_TYPE = 'manchengo-queue+jwe';
export const QUEUE_FILE_VERSION = 1;
export const QUEUE_FILE_CONTENT_ENC = 'A256GCM';
/** As what it is sent. */
export const QUEUE_FILE_MEDIA_TYPE = 'application/jose';

/** What may be wrong with such a file: `fault` in the refusal. */
export const QueueFileFault = Type.Union([
  /** It is something else. */
  Type.Literal('NO_QUEUE_FILE'),
  Type.Literal('NEWER_VERSION'),
  Type.Literal('OTHER_COMPANY'),
  /** It was cut off or changed on its way. */
  Type.Literal('DAMAGED'),
  Type.Literal('TOO_MANY_EVENTS'),
]);
export type QueueFileFault = Static<typeof QueueFileFault>;

const Count = Type.Integer({ minimum: 0 });

/** What an import has come to. Every event of the file is one of `added`, `known` and `refused`. */
export const QueueFileTaken = Type.Object({
  added: Count,
  /** HQ had them already. */
  known: Count,
  /** Of both, those that wait for an admin: their device was revoked. */
  quarantined: Count,
  /** Copies that no node can take: forged, or spoilt before they were sealed. */
  refused: Count,
});
export type QueueFileTaken = Static<typeof QueueFileTaken>;

/**
 * POST /api/sync/queue-files, by hubs: a phone's file that a hub has brought in parts, each a blob of `LIMITS.blobBytes` but
 * for the last, in their order.
 */
export const QueueFileParts = Type.Object({
  parts: Type.Array(Sha256, { minItems: 1, maxItems: Math.ceil(LIMITS.queueFileBytes / LIMITS.blobBytes) }),
});
export type QueueFileParts = Static<typeof QueueFileParts>;
