import Type, { type Static } from 'typebox';
import { Time, Uuid } from '../scalars.ts';
import { CausedBy, type ServerAction } from '../server-events.ts';
import type { ServiceResource } from './service-accounts.ts';

/** Of what kind each change is that programs may hear of, as the lists of HQ's API call it. Others are for devices alone. */
const KIND_OF: Partial<Record<ServerAction, ServiceResource>> = {
  PRODUCT_UPSERTED: 'products',
  CLIENT_UPSERTED: 'clients',
  DELIVERY_ASSIGNED: 'deliveries',
  DELIVERY_UPDATED: 'deliveries',
  DELIVERY_VALIDATED: 'deliveries',
  DELIVERY_FAILED: 'deliveries',
  DELIVERY_CANCELLED: 'deliveries',
  STOCK_LEVEL_CHANGED: 'stock',
  LOT_UPSERTED: 'lots',
  INVOICE_REF_ASSIGNED: 'invoices',
  PAYMENT_UPSERTED: 'payments',
  TOUR_UPDATED: 'tours',
  USER_UPSERTED: 'users',
  COMPANY_UPSERTED: 'company',
  EVENT_APPLIED: 'events',
  EVENT_REJECTED: 'events',
  EVENT_QUARANTINED: 'events',
};
export const FEED_KINDS: readonly ServiceResource[] = [...new Set(Object.values(KIND_OF))];

/** The kind of a change; null where it is none that programs hear of. */
export const kindOfChange = (action: string): ServiceResource | null => KIND_OF[action as ServerAction] ?? null;

/** One change, as it was told to devices: the thing as it is from then on, or the outcome of an event. */
export const FeedChange = Type.Object({
  id: Uuid,
  kind: Type.String(),
  action: Type.String(),
  entity_id: Type.String(),
  occurred_at: Time,
  payload: Type.Record(Type.String(), Type.Unknown()),
  /** The event of a device by which it came to be, where it was one. */
  caused_by: Type.Optional(CausedBy),
});
export type FeedChange = Static<typeof FeedChange>;

export const FeedPage = Type.Object({
  changes: Type.Array(FeedChange),
  /** There are more: ask at once, with `next_since`. A page may be empty all the same. */
  has_more: Type.Boolean(),
  next_since: Type.String(),
});
export type FeedPage = Static<typeof FeedPage>;
