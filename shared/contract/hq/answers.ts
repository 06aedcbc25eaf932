import Type, { type Static } from 'typebox';
import { Id, Nullable, Time, Uuid } from '../scalars.ts';
import { MadeOfFile, UsedColumn } from './import.ts';
import { EventStatus, UnseenOfUser } from './records.ts';

/** What an admin's decision on a quarantined event has made of it. */
export const QuarantineDecision = Type.Object({
  id: Uuid,
  status: EventStatus,
  /** Where it was let count and decided. */
  error_code: Type.Optional(Nullable(Type.String())),
});
export type QuarantineDecision = Static<typeof QuarantineDecision>;

/** The key that signs from now on. */
export const RotatedKey = Type.Object({ kid: Type.String() });

/** How many deliveries of a tour went to another driver or day. */
export const ToursMoved = Type.Object({ moved: Type.Integer({ minimum: 0 }) });

/** What a person made of an event of the inbox. */
export const InboxAnswer = Type.Object({
  id: Uuid,
  outcome: Type.Union([
    Type.Literal('CLOSED'),
    Type.Literal('BOOKED'),
    Type.Literal('ACCEPTED'),
    Type.Literal('REJECTED'),
  ]),
  reason: Type.String(),
  answered_at: Time,
  answered_by: Id,
});
export type InboxAnswer = Static<typeof InboxAnswer>;

/** The event about which something was noted. */
export const NotedEvent = Type.Object({ id: Uuid });

export const UnseenByUser = Type.Object({ items: Type.Array(UnseenOfUser) });

/** The receipt of a file: what was made, by line; all of it. */
export const Imported = Type.Object({
  created: Type.Integer({ minimum: 0 }),
  /** (+) As it stands in the audit, with the SHA-256 of the file. */
  receipt: Type.Optional(Type.Object({ id: Uuid, at: Time, file: Nullable(Type.String()), sha256: Type.String() })),
  made: Type.Optional(Type.Array(MadeOfFile)),
});
export type Imported = Static<typeof Imported>;
/** What a file would make, of which the first few are shown; nothing is kept. */
export const ImportTried = Type.Object({
  would_create: Type.Integer({ minimum: 0 }),
  items: Type.Array(Type.Unknown()),
  /** (+) How the columns of the file were understood. */
  columns: Type.Optional(Type.Array(UsedColumn)),
});
export type ImportTried = Static<typeof ImportTried>;

export const Healthy = Type.Object({
  ok: Type.Literal(true),
  server_time: Type.String(),
  decided_late: Type.Integer({ minimum: 0 }),
});
export const Ready = Type.Object({ ready: Type.Literal(true) });
