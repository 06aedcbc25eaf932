import Type, { type Static } from 'typebox';
import { Client, Delivery, Product, StockLevel, UserName } from './entities.ts';
import type { Resolution } from './errors.ts';
import { LIMITS } from './limits.ts';
import { TIME_PATTERN, Time, UUID_PATTERN, Uuid } from './scalars.ts';
import type { ServerEvent } from './server-events.ts';

/** Two clocks that can be written down are never further apart: see `Time`. */
const Drift = Type.Integer({ minimum: -LIMITS.clocksApartMs, maximum: LIMITS.clocksApartMs });

/** What a hub saw when the origin handed an event over. */
export const Relayed = Type.Object({ received_at: Time, clock_drift_ms: Drift });
export type Relayed = Static<typeof Relayed>;

/** The request around the events; the events themselves are judged one by one, from their own text. */
export const PushEnvelope = Type.Object({
  device_id: Uuid,
  batch_id: Uuid,
  sent_at: Time,
  relayed: Type.Optional(Type.Record(Type.String(), Relayed)),
});
export type PushEnvelope = Static<typeof PushEnvelope>;

export type NodeKind = 'hub' | 'server';

export interface FailedEvent {
  event_id: string;
  error_code: string;
  retry: boolean;
  resolution?: Resolution;
}

export interface PushResponse {
  /** No event failed. */
  success: boolean;
  acked_event_ids: string[];
  failed_events: FailedEvent[];
  server_time: string;
  /** Who holds the acked events now. */
  custody: NodeKind;
  /** To hubs only: the signed checkpoint of every device whose events stood in the batch, to carry home. */
  checkpoints?: string[];
}

/** What stands in the refusal of a revoked device's push, beside `wipe` and `wipe_order`. */
export interface Rescued {
  /** In the node's custody, for an admin to decide. The device may erase them. */
  quarantined_event_ids: string[];
  /** (+) Copies that no node can take: kept in the log of refused copies, in the words in which they came. */
  refused_event_ids: string[];
}

/** A query may name a parameter and give it no value: that is as good as absent. */
const MaybeUuid = Type.String({ pattern: `^(|${UUID_PATTERN.slice(1, -1)})$` });

export const PullQuery = Type.Object({
  since: Type.Optional(Type.String({ maxLength: 100 })),
  device_id: Type.Optional(MaybeUuid),
  /** More than the most is the most. */
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })),
  /** (+) A checkpoint, of whichever device, that says how far the server's log had come. Nodes of before ignore it. */
  head: Type.Optional(Type.String({ maxLength: LIMITS.headChars })),
});

export interface DeviceStatus {
  is_active: boolean;
  requires_reauth: boolean;
  /** The device's clock minus the server's, as last measured. */
  clock_drift_ms: number;
}

export interface PullResponse {
  events: ServerEvent[];
  has_more: boolean;
  server_time: string;
  device_status: DeviceStatus;
  next_since: string;
  /** A JWS over a Checkpoint, or null where this node has none for the device. */
  checkpoint: string | null;
}

/** A run of events beyond a gap: the server holds `from` to `to`, and `checksum` is that of `to`. */
export interface JournalRun {
  from: number;
  to: number;
  checksum: string;
}

/** The claims of a checkpoint. `up_to` is 0 and `checksum` null where nothing has arrived yet. */
export interface Checkpoint {
  device_id: string;
  up_to: number;
  checksum: string | null;
  received_above: JournalRun[];
  missing_blobs: string[];
  iat: number;
  /** (+) Of the server's log as it was signed. Absent in those of earlier servers. */
  epoch?: string;
  /** (+) How far the server's log had come as it was signed, `<epoch>.<pos>`. Absent in those of earlier servers. */
  head?: string;
}

export const BootstrapQuery = Type.Object({
  device_id: Type.Optional(MaybeUuid),
  page: Type.Optional(Type.String({ maxLength: 200 })),
});

export const ScopeEntities = Type.Object({
  products: Type.Array(Product),
  clients: Type.Array(Client),
  deliveries: Type.Array(Delivery),
  stock_levels: Type.Array(StockLevel),
  users: Type.Array(UserName),
});
export type ScopeEntities = Static<typeof ScopeEntities>;
export type ScopeKind = keyof ScopeEntities;
/** The order in which a snapshot is paged. */
export const SCOPE_KINDS = [
  'products',
  'users',
  'clients',
  'stock_levels',
  'deliveries',
] as const satisfies ScopeKind[];

export interface BootstrapResponse {
  entities: ScopeEntities;
  has_more: boolean;
  next_page: string | null;
  /** (+) On the first page: how many entities all pages have together, as counted then. To show how far a load has come. */
  total?: number;
  /** To hubs only, on the first page: every device that is revoked, since a hub may be newer than the revocation. */
  revoked_devices?: string[];
  /** To hubs only, on the first page: every user whose account is closed. */
  closed_users?: number[];
  /** On the first page: refusals that stand and invoice numbers of the last 30 days, which a new cursor would step over. */
  ends?: ServerEvent[];
  /** A cursor from before the snapshot: pulling from it misses nothing. */
  next_since: string;
  server_time: string;
}

export interface JournalView {
  complete_up_to: number;
  missing: [number, number][];
  as_of: string;
}

export interface StatusResponse {
  server_healthy: boolean;
  server_time: string;
  device: { is_active: boolean; pending_events: number; journal: JournalView | null };
  sync_required: boolean;
  node: NodeKind;
  upstream: { reachable: boolean; last_contact_at: string | null; backlog: number } | null;
}

export const StatusQuery = Type.Object({
  device_id: Type.Optional(MaybeUuid),
  since: Type.Optional(Type.String({ maxLength: 100 })),
});

export const CURSOR_PATTERN = /^([0-9a-z]{1,32})\.(0|[1-9]\d{0,15})$/;
export const cursorOf = (epoch: string, pos: number): string => `${epoch}.${pos}`;

/** Reads `<epoch>.<pos>`; null for anything else. */
export function parseCursor(since: string): { epoch: string; pos: number } | null {
  const match = CURSOR_PATTERN.exec(since);
  return match ? { epoch: match[1] as string, pos: Number(match[2]) } : null;
}

const WIRE_TIME = new RegExp(TIME_PATTERN);
const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

/** What a pull's `since` says: a cursor of an earlier answer, or, as in the seed, a time. Null for anything else. */
export function readSince(
  since: string,
): { kind: 'cursor'; epoch: string; pos: number } | { kind: 'time'; time: string } | null {
  const cursor = parseCursor(since);
  if (cursor) return { kind: 'cursor', ...cursor };
  const ms = ISO_TIME.test(since) ? Date.parse(since) : Number.NaN;
  const time = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  // An offset may lead out of the years that can be written down.
  return WIRE_TIME.test(time) ? { kind: 'time', time } : null;
}

export const clampPullLimit = (limit: number | undefined): number =>
  Math.min(Math.max(limit ?? LIMITS.pullDefault, 1), LIMITS.pullMax);
