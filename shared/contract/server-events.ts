import Type, { type Static } from 'typebox';
import { Id, Time, Uuid } from './scalars.ts';

/** What the server says in a pull. */
export const SERVER_ACTIONS = [
  'PRODUCT_UPSERTED',
  'CLIENT_UPSERTED',
  'DELIVERY_ASSIGNED',
  'DELIVERY_UPDATED',
  'DELIVERY_VALIDATED',
  'DELIVERY_FAILED',
  'DELIVERY_CANCELLED',
  'STOCK_LEVEL_CHANGED',
  'INVOICE_REF_ASSIGNED',
  'USER_UPSERTED',
  'EVENT_APPLIED',
  'EVENT_REJECTED',
  'EVENT_QUARANTINED',
  'DEVICE_REVOKED',
  /** (+) To hubs: `{user_id, is_active}`, an account was closed or opened again. */
  'ACCOUNT_CHANGED',
] as const;
export type ServerAction = (typeof SERVER_ACTIONS)[number];

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
