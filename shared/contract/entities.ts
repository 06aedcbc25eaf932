import Type, { type Static } from 'typebox';
import { Cheque, Payment, PricedLine } from './events.ts';
import { Centimes, Id, Location, Nullable, Time, TvaRate, Uuid } from './scalars.ts';

export const Role = Type.Union([
  Type.Literal('admin'),
  Type.Literal('clerk'),
  Type.Literal('driver'),
  Type.Literal('seller'),
  Type.Literal('warehouse'),
]);
export type Role = Static<typeof Role>;

export const Depot = Type.Object({ id: Id, code: Type.String(), name: Type.String() });
export type Depot = Static<typeof Depot>;

export const User = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  role: Role,
  depot_id: Nullable(Id),
  is_active: Type.Boolean(),
});
export type User = Static<typeof User>;

/** All that a device learns of a colleague. */
export const UserName = Type.Object({ id: Id, name: Type.String() });
export type UserName = Static<typeof UserName>;

export const Product = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  price_ht: Centimes,
  tva_rate: TvaRate,
  is_active: Type.Boolean(),
});
export type Product = Static<typeof Product>;

export const Client = Type.Object({
  id: Uuid,
  depot_ids: Type.Array(Id),
  name: Type.String(),
  phone: Nullable(Type.String()),
  address: Nullable(Type.String()),
  location: Nullable(Location),
  tax_id: Nullable(Type.String()),
  /** What the client owes, in centimes: the server's alone. Below zero: it has paid ahead. */
  balance: Type.Integer(),
  /** (+) When something was last booked for or against it. */
  balance_as_of: Type.Optional(Time),
  updated_at: Time,
});
export type Client = Static<typeof Client>;

export const DeliveryStatus = Type.Union([
  Type.Literal('PENDING'),
  Type.Literal('VALIDATED'),
  Type.Literal('PARTIAL'),
  Type.Literal('FAILED'),
  Type.Literal('CANCELLED'),
]);
export type DeliveryStatus = Static<typeof DeliveryStatus>;

export const DeliveryLine = Type.Object({
  product_id: Id,
  quantity: Type.Integer({ minimum: 1 }),
  unit_price_ht: Centimes,
  tva_rate: TvaRate,
  /** Set once the delivery is validated. */
  delivered: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type DeliveryLine = Static<typeof DeliveryLine>;

/** `qr_payload` goes to HQ and to the hub's printer only: a phone that held it could validate without going there. */
export const Delivery = Type.Object({
  id: Uuid,
  reference: Type.String(),
  depot_id: Id,
  driver_user_id: Id,
  client_id: Uuid,
  client_name: Type.String(),
  planned_for: Type.String(),
  status: DeliveryStatus,
  lines: Type.Array(DeliveryLine),
  total_ht: Centimes,
  total_tva: Centimes,
  total_ttc: Centimes,
  validated_at: Nullable(Time),
  validated_by: Nullable(Id),
  qr_payload: Type.Optional(Type.String()),
});
export type Delivery = Static<typeof Delivery>;

export const Invoice = Type.Object({
  id: Uuid,
  reference: Type.String(),
  depot_id: Id,
  client_id: Uuid,
  delivery_id: Nullable(Uuid),
  lines: Type.Array(PricedLine),
  total_ht: Centimes,
  total_tva: Centimes,
  stamp_duty: Centimes,
  total_ttc: Centimes,
  payment: Payment,
  created_by: Id,
  created_at: Time,
  /** (+) When it was cancelled: it keeps its number, and is owed no more. */
  cancelled_at: Type.Optional(Nullable(Time)),
  /** (+) What its credit notes come to, with TVA. */
  credited_ttc: Type.Optional(Centimes),
});
export type Invoice = Static<typeof Invoice>;

/** Money that came in for a client: collected on a tour, or entered at HQ. One that was cancelled counts no more. */
export const PaymentRecord = Type.Object({
  id: Uuid,
  client_id: Uuid,
  amount: Type.Integer({ minimum: 1 }),
  method: Type.Union([Type.Literal('CASH'), Type.Literal('CHEQUE'), Type.Literal('TRANSFER')]),
  delivery_id: Nullable(Uuid),
  invoice_id: Nullable(Uuid),
  /** Who collected it, or entered it at HQ. */
  user_id: Id,
  collected_at: Time,
  cheque: Nullable(Cheque),
  received_from: Nullable(Type.String()),
  /** (+) Of whoever collected it; of the client, where HQ entered it. */
  depot_id: Nullable(Id),
  /** (+) When and why it was cancelled: a bounced cheque, a slip of the finger. */
  cancelled_at: Nullable(Time),
  cancel_reason: Nullable(Type.String()),
});
export type PaymentRecord = Static<typeof PaymentRecord>;

/** `quantity` may be below zero: a shortfall that happened is booked, not hidden. */
export const StockLevel = Type.Object({ product_id: Id, depot_id: Id, quantity: Type.Integer(), as_of: Time });
export type StockLevel = Static<typeof StockLevel>;

export const Lot = Type.Object({
  id: Uuid,
  depot_id: Id,
  product_id: Id,
  lot_number: Type.String(),
  produced_at: Type.String(),
  expires_at: Type.String(),
  received_quantity: Type.Integer(),
  remaining_quantity: Type.Integer(),
});
export type Lot = Static<typeof Lot>;

export const WipeState = Nullable(Type.Union([Type.Literal('ASKED'), Type.Literal('TOLD'), Type.Literal('CONFIRMED')]));

export const Device = Type.Object({
  id: Uuid,
  user_id: Id,
  name: Type.String(),
  platform: Type.String(),
  app_version: Type.String(),
  is_active: Type.Boolean(),
  registered_at: Time,
  last_seen_at: Nullable(Time),
  pending_events: Type.Integer(),
  clock_drift_ms: Type.Integer(),
  /** Since when its wipe has been asked for. */
  revoked_at: Nullable(Time),
  revoke_reason: Nullable(Type.String()),
  wipe_state: WipeState,
  wipe_told_at: Nullable(Time),
  wipe_confirmed_at: Nullable(Time),
});
export type Device = Static<typeof Device>;

/** What HQ shows of a hub's own report. */
const ShownHubHealth = Type.Object({
  drain_per_second: Nullable(Type.Integer()),
  disk: Type.Object({ level: Type.String(), free_bytes: Type.Integer(), floor_bytes: Type.Integer() }),
  backup: Type.Object({ last_at: Nullable(Type.String()), failed: Type.Boolean(), second: Type.String() }),
});

export const Hub = Type.Object({
  id: Uuid,
  depot_id: Id,
  name: Type.String(),
  app_version: Nullable(Type.String()),
  last_seen_at: Nullable(Time),
  backlog: Type.Integer(),
  certificate_expires_at: Nullable(Time),
  /** How it said it is, and when; null where its program is too old to say. */
  health: Type.Optional(Nullable(ShownHubHealth)),
  health_at: Type.Optional(Nullable(Time)),
});
export type Hub = Static<typeof Hub>;
