import Type, { type Static } from 'typebox';
import { LIMITS } from '../limits.ts';
import { QueueFileFault, QueueFileTaken } from '../queue-file.ts';
import { Nullable, Sha256, Time } from '../scalars.ts';
import { ActedBy } from './desk.ts';

/**
 * Why a phone's file is not taken at the depot's PC. `NO_ROOM`: its disk is nearly full. Whether the entries in it are
 * good, HQ alone can tell.
 */
export const OfferFault = Type.Union([
  Type.Literal('NO_QUEUE_FILE'),
  Type.Literal('DAMAGED'),
  Type.Literal('OTHER_COMPANY'),
  Type.Literal('TOO_LARGE'),
  Type.Literal('ALREADY_HERE'),
  Type.Literal('NO_ROOM'),
]);
export type OfferFault = Static<typeof OfferFault>;

/** POST /api/desktop/queue-files/offer, with the file as it is: whether it may be imported, and by which name. */
export const QueueFileOffered = Type.Object({ fault: Nullable(OfferFault), sha256: Sha256 });
export type QueueFileOffered = Static<typeof QueueFileOffered>;

/** POST /api/desktop/queue-files → DeskAnswer: a clerk imports the file that was offered last. */
export const QueueFileImport = Type.Object({
  by: ActedBy,
  sha256: Sha256,
  name: Type.String({ minLength: 1, maxLength: LIMITS.identifierChars }),
});
export type QueueFileImport = Static<typeof QueueFileImport>;

/** Why a file waits although HQ answers: a newer app made it, or HQ's own program does not know such files yet. */
export const HoldReason = Type.Union([Type.Literal('NEWER_VERSION'), Type.Literal('HQ_OLDER')]);
export type HoldReason = Static<typeof HoldReason>;

/** GET /api/desktop/queue-files: what was imported here, the newest first. */
export const QueueFiles = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      /** In bytes; of these, `sent_bytes` are at HQ. */
      size: Type.Integer(),
      sent_bytes: Type.Integer(),
      at: Time,
      user_name: Type.String(),
      state: Type.Union([Type.Literal('WAITING'), Type.Literal('AT_HQ'), Type.Literal('REFUSED')]),
      held: Nullable(HoldReason),
      fault: Nullable(QueueFileFault),
      taken: Nullable(QueueFileTaken),
      ended_at: Nullable(Time),
    }),
  ),
});
export type QueueFiles = Static<typeof QueueFiles>;
