import Type, { type Static } from 'typebox';
import { Client, Company, Delivery, Lot, PaymentRecord, Product, StockLevel, UserName } from './entities.ts';
import { Resolution } from './errors.ts';
import { SyncEvent } from './events.ts';
import { LIMITS } from './limits.ts';
import { Id, Nullable, Sha256, TIME_PATTERN, Time, UUID_PATTERN, Uuid } from './scalars.ts';
import { ServerEvent } from './server-events.ts';
import { Tour } from './tour.ts';

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

/** A whole push, for who writes one: a node judges each event by itself, so that one bad one fails alone. */
export const PushRequest = Type.Object({
  ...PushEnvelope.properties,
  events: Type.Array(SyncEvent, { maxItems: LIMITS.eventsPerPush }),
});
export type PushRequest = Static<typeof PushRequest>;

export const NodeKind = Type.Union([Type.Literal('hub'), Type.Literal('server')]);
export type NodeKind = Static<typeof NodeKind>;

export const FailedEvent = Type.Object({
  event_id: Type.String(),
  error_code: Type.String(),
  retry: Type.Boolean(),
  resolution: Type.Optional(Resolution),
});
export type FailedEvent = Static<typeof FailedEvent>;

export const PushResponse = Type.Object({
  /** No event failed. */
  success: Type.Boolean(),
  acked_event_ids: Type.Array(Type.String()),
  failed_events: Type.Array(FailedEvent),
  server_time: Time,
  /** Who holds the acked events now. */
  custody: NodeKind,
  /** To hubs only: the signed checkpoint of every device whose events stood in the batch, to carry home. */
  checkpoints: Type.Optional(Type.Array(Type.String())),
});
export type PushResponse = Static<typeof PushResponse>;

/** What stands in every refusal of a revoked device, beside `wipe: true`: the JWS of a `WipeOrder`. */
export const WipeOrdered = Type.Object({ wipe_order: Type.String() });

/** What stands in the refusal of a revoked device's push, beside `wipe` and `wipe_order`. */
export const Rescued = Type.Object({
  /** In the node's custody, for an admin to decide. The device may erase them. */
  quarantined_event_ids: Type.Array(Type.String()),
  /** (+) Copies that no node can take: kept in the log of refused copies, in the text in which they came. */
  refused_event_ids: Type.Optional(Type.Array(Type.String())),
});
export type Rescued = Static<typeof Rescued>;

/** A query may name a parameter and give it no value: that is as good as absent. */
const MaybeUuid = Type.String({ pattern: `^(|${UUID_PATTERN.slice(1, -1)})$` });

export const PullQuery = Type.Object({
  since: Type.Optional(Type.String({ maxLength: 100 })),
  device_id: Type.Optional(MaybeUuid),
  /** More than the most is the most. */
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })),
  /** (+) A checkpoint, of whichever device, that says how far the server's log had come. Nodes of before ignore it. */
  head: Type.Optional(Type.String({ maxLength: LIMITS.headChars })),
  /** (+) The last number that this device has made, sent or not: what HQ holds its journal against. */
  made: Type.Optional(Type.String({ pattern: '^[0-9]{1,10}$' })),
  /** (+) For the depot's screen: how many entries of its person no node has taken yet, its battery in percent, its app's version. */
  unsent: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })),
  battery: Type.Optional(Type.String({ pattern: '^(100|[0-9]{1,2})$' })),
  app: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
});

export const DeviceStatus = Type.Object({
  is_active: Type.Boolean(),
  requires_reauth: Type.Boolean(),
  /** The device's clock minus the server's, as last measured. */
  clock_drift_ms: Type.Integer(),
});
export type DeviceStatus = Static<typeof DeviceStatus>;

export const PullResponse = Type.Object({
  events: Type.Array(ServerEvent),
  has_more: Type.Boolean(),
  server_time: Time,
  device_status: DeviceStatus,
  next_since: Type.String(),
  /** A JWS over a Checkpoint, or null where this node has none for the device. */
  checkpoint: Nullable(Type.String()),
});
export type PullResponse = Static<typeof PullResponse>;

const Seq = Type.Integer({ minimum: 0, maximum: LIMITS.seq });

/** A run of events beyond a gap: the server holds `from` to `to`, and `checksum` is that of `to`. */
export const JournalRun = Type.Object({ from: Seq, to: Seq, checksum: Sha256 });
export type JournalRun = Static<typeof JournalRun>;

/** The newest part of the contract that this program speaks. */
export const CONTRACT = '2026-11-29';

/** The claims of a checkpoint. `up_to` is 0 and `checksum` null where nothing has arrived yet. */
export const Checkpoint = Type.Object({
  device_id: Uuid,
  up_to: Seq,
  checksum: Nullable(Sha256),
  received_above: Type.Array(JournalRun),
  missing_blobs: Type.Array(Sha256),
  iat: Type.Number(),
  /** (+) Of the server's log as it was signed. Absent in those of earlier servers. */
  epoch: Type.Optional(Type.String()),
  /** (+) How far the server's log had come as it was signed, `<epoch>.<pos>`. Absent in those of earlier servers. */
  head: Type.Optional(Type.String()),
  /** (+) The newest part of the contract that the server knows, as the day it was written; absent in those of before. */
  contract: Type.Optional(Type.String()),
});
export type Checkpoint = Static<typeof Checkpoint>;

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
  /** (+) Lots with goods, of the depot: to its hub, its warehouse hands and its clerks. */
  lots: Type.Optional(Type.Array(Lot)),
  /** (+) On the server's first page: tours and payments of the last days, within the scope. */
  tours: Type.Optional(Type.Array(Tour)),
  payments: Type.Optional(Type.Array(PaymentRecord)),
});
export type ScopeEntities = Static<typeof ScopeEntities>;
/** The order in which a snapshot is paged. */
export const SCOPE_KINDS = [
  'products',
  'users',
  'clients',
  'stock_levels',
  'deliveries',
  'lots',
] as const satisfies (keyof ScopeEntities)[];
export type ScopeKind = (typeof SCOPE_KINDS)[number];

export const BootstrapResponse = Type.Object({
  entities: ScopeEntities,
  has_more: Type.Boolean(),
  next_page: Nullable(Type.String()),
  /** (+) On the first page: how many entities all pages have together, as counted then. To show how far a load has come. */
  total: Type.Optional(Type.Integer({ minimum: 0 })),
  /** To hubs only, on the first page: every device that is revoked, since a hub may be newer than the revocation. */
  revoked_devices: Type.Optional(Type.Array(Uuid)),
  /** To hubs only, on the first page: every user whose account is closed. */
  closed_users: Type.Optional(Type.Array(Id)),
  /** (+) On the first page: the company's legal identities; null where HQ has not written them. */
  company: Type.Optional(Nullable(Company)),
  /** On the first page: refusals that stand and invoice numbers of the last 30 days, which a new cursor would step over. */
  ends: Type.Optional(Type.Array(ServerEvent)),
  /** A cursor from before the snapshot: pulling from it misses nothing. */
  next_since: Type.String(),
  server_time: Time,
});
export type BootstrapResponse = Static<typeof BootstrapResponse>;

/** From the first to the last number that is missing. */
const Gap = Type.Unsafe<[number, number]>(Type.Array(Seq, { minItems: 2, maxItems: 2 }));

export const JournalView = Type.Object({ complete_up_to: Seq, missing: Type.Array(Gap), as_of: Time });
export type JournalView = Static<typeof JournalView>;

export const StatusResponse = Type.Object({
  server_healthy: Type.Boolean(),
  server_time: Time,
  device: Type.Object({
    is_active: Type.Boolean(),
    pending_events: Type.Integer({ minimum: 0 }),
    journal: Nullable(JournalView),
  }),
  sync_required: Type.Boolean(),
  node: NodeKind,
  upstream: Nullable(
    Type.Object({
      reachable: Type.Boolean(),
      last_contact_at: Nullable(Time),
      backlog: Type.Integer({ minimum: 0 }),
    }),
  ),
});
export type StatusResponse = Static<typeof StatusResponse>;

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
