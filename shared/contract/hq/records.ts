import Type, { type Static } from 'typebox';
import { Id, Nullable, Time, Uuid } from '../scalars.ts';

export const EventStatus = Type.Union([
  Type.Literal('APPLIED'),
  Type.Literal('REJECTED'),
  Type.Literal('WAITING'),
  Type.Literal('QUARANTINED'),
]);
export type EventStatus = Static<typeof EventStatus>;

/** What a person made of an event of the inbox, where somebody did. */
const EventAnswer = Type.Object({ outcome: Type.String(), reason: Type.String(), at: Time, by_name: Type.String() });

const eventRecord = {
  id: Uuid,
  device_id: Uuid,
  user_id: Id,
  user_name: Nullable(Type.String()),
  depot_id: Nullable(Id),
  seq: Type.Integer(),
  entity_type: Type.String(),
  entity_id: Type.String(),
  /** Of the delivery that it is about, where it is about one. */
  reference: Nullable(Type.String()),
  action: Type.String(),
  occurred_at: Time,
  received_at: Time,
  /** How far the origin's clock was ahead of the server's then. */
  drift_ms: Type.Integer(),
  /** The device or hub that brought it. */
  received_via: Uuid,
  stored_at: Time,
  status: EventStatus,
  error_code: Nullable(Type.String()),
  resolution: Type.Unknown(),
  /** What a waiting event waits for: `CLIENT:<id>`, `DELIVERY:<id>` or `VERSION`. */
  waits_for: Nullable(Type.String()),
  /** (+) */
  answer: Type.Optional(Nullable(EventAnswer)),
};

/** What a device said, and what became of it: rows of the lists events, conflicts, corrections and quarantine. */
export const EventRecord = Type.Object(eventRecord);
export type EventRecord = Static<typeof EventRecord>;

/** `/events/:id`: with the event as it was received, and the hub that brought it where one did. */
export const ReceivedEvent = Type.Object({
  ...eventRecord,
  received_text: Type.String(),
  hub: Nullable(Type.Object({ id: Uuid, name: Type.String() })),
});
export type ReceivedEvent = Static<typeof ReceivedEvent>;

export const AlertRecord = Type.Object({
  id: Uuid,
  kind: Type.String(),
  depot_id: Nullable(Id),
  device_id: Nullable(Uuid),
  event_id: Nullable(Uuid),
  /** Its evidence: which members there are depends on the kind. */
  details: Type.Record(Type.String(), Type.Unknown()),
  created_at: Time,
  user_id: Nullable(Id),
  user_name: Nullable(Type.String()),
  /** Of the event that it is about, where there is one. */
  entity_type: Nullable(Type.String()),
  entity_id: Nullable(Type.String()),
  action: Nullable(Type.String()),
  reference: Nullable(Type.String()),
  /** Who has looked at it first, and when. */
  seen_at: Nullable(Time),
  seen_by_name: Nullable(Type.String()),
});
export type AlertRecord = Static<typeof AlertRecord>;

/** A copy that says nothing sure about any event. */
export const RefusedRecord = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  refused_at: Time,
  brought_by: Uuid,
  event_id: Nullable(Type.String()),
  error_code: Type.String(),
});

/** Of `/alerts-by-user`: how many fraud signals about a person nobody has looked at. */
export const UnseenOfUser = Type.Object({
  user_id: Id,
  user_name: Type.String(),
  unseen: Type.Integer({ minimum: 0 }),
  newest_at: Time,
});
export type UnseenOfUser = Static<typeof UnseenOfUser>;

/** `/devices/:id/journal`: checked anew from what is stored. The lists name events by their number. */
export const JournalReport = Type.Object({
  complete_up_to: Type.Integer({ minimum: 0 }),
  missing: Type.Array(Type.Unsafe<[number, number]>(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }))),
  /** Events that do not continue the one before them. */
  broken_links: Type.Array(Type.Integer()),
  /** Events whose content is not what their checksum says, or that no signature of the device vouches for. */
  bad_signatures: Type.Array(Type.Integer()),
});
export type JournalReport = Static<typeof JournalReport>;
