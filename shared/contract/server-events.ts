import Type, { type Static } from 'typebox';
import { Id, Time, Uuid } from './scalars.ts';

/**
 * What the server says in a pull, and what each tells of: an entity of a device's scope, as it is from now on; an
 * invoice's number; the outcome of an event; or something else. A node and a phone take in each by its topic.
 */
export const SERVER_TOPICS = {
  PRODUCT_UPSERTED: 'products',
  CLIENT_UPSERTED: 'clients',
  DELIVERY_ASSIGNED: 'deliveries',
  DELIVERY_UPDATED: 'deliveries',
  DELIVERY_VALIDATED: 'deliveries',
  DELIVERY_FAILED: 'deliveries',
  DELIVERY_CANCELLED: 'deliveries',
  /** (+) To hubs: a driver passed a stop by, `{delivery_id, reference, client_name, user_id, skipped_at, reason, note, ask_day}`. */
  VISIT_SKIPPED: 'visits',
  STOCK_LEVEL_CHANGED: 'stock_levels',
  /** (+) To a depot's hub, warehouse hands and clerks: a lot as it is now; nothing remaining: it is no stock any more. */
  LOT_UPSERTED: 'lots',
  INVOICE_REF_ASSIGNED: 'invoices',
  PAYMENT_UPSERTED: 'payments',
  TOUR_UPDATED: 'tours',
  USER_UPSERTED: 'users',
  /** (+) The company's legal identities, as its papers show them. */
  COMPANY_UPSERTED: 'company',
  EVENT_APPLIED: 'applied',
  EVENT_REJECTED: 'rejected',
  EVENT_QUARANTINED: 'quarantined',
  DEVICE_REVOKED: 'devices',
  /** (+) To hubs: `{user_id, is_active}`, an account was closed or opened again. */
  ACCOUNT_CHANGED: 'accounts',
} as const;
export type ServerAction = keyof typeof SERVER_TOPICS;
export type ServerTopic = (typeof SERVER_TOPICS)[ServerAction];
export const SERVER_ACTIONS = Object.keys(SERVER_TOPICS) as ServerAction[];

/** What a change tells of; null for one that a newer server says and this program does not know. */
export const topicOf = (action: string): ServerTopic | null =>
  Object.hasOwn(SERVER_TOPICS, action) ? SERVER_TOPICS[action as ServerAction] : null;

/** What no entity of a snapshot shows, and a snapshot therefore brings along: refusals, and the numbers of invoices. */
export const OUTCOMES_IN_SNAPSHOT = [
  'EVENT_REJECTED',
  'EVENT_QUARANTINED',
  'INVOICE_REF_ASSIGNED',
] as const satisfies ServerAction[];

export const CausedBy = Type.Object({ event_id: Uuid, device_id: Uuid, user_id: Id, user_name: Type.String() });
export type CausedBy = Static<typeof CausedBy>;

/** Whom a change is for, fixed when it was committed. The lists add up; no audience at all means everybody. */
export const Audience = Type.Object({
  depots: Type.Optional(Type.Array(Id)),
  users: Type.Optional(Type.Array(Id)),
  devices: Type.Optional(Type.Array(Uuid)),
});
export type Audience = Static<typeof Audience>;

export const ServerEvent = Type.Object({
  id: Uuid,
  entity_type: Type.String(),
  entity_id: Type.String(),
  action: Type.String(),
  payload: Type.Record(Type.String(), Type.Unknown()),
  occurred_at: Time,
  caused_by: Type.Optional(CausedBy),
  pos: Type.Integer({ minimum: 1 }),
  audience: Type.Optional(Audience),
});
export type ServerEvent = Static<typeof ServerEvent>;
