import Type, { type Static } from 'typebox';
import {
  Cheque,
  ClientKind,
  CollectedCheque,
  DeliveredLot,
  Empties,
  Payment,
  PricedLine,
  ReasonCode,
} from './events.ts';
import { Centimes, Day, Id, Location, Nullable, Time, TvaRate, Uuid } from './scalars.ts';
import { StampRule } from './stamp-rules.ts';

export const Role = Type.Union([
  Type.Literal('admin'),
  Type.Literal('clerk'),
  Type.Literal('driver'),
  Type.Literal('seller'),
  Type.Literal('warehouse'),
  Type.Literal('dispatcher'),
  Type.Literal('accountant'),
]);
export type Role = Static<typeof Role>;
export const ROLES: readonly Role[] = Role.anyOf.map((role) => role.const);

/** Roles of people who work for the whole company, not in one depot. */
export const HQ_ROLES: readonly Role[] = ['admin', 'dispatcher', 'accountant'];

/** (+) What the company's ERP calls it: one of a kind has one, and no two have the same. */
const external_id = Type.Optional(Nullable(Type.String()));
const OptionalText = Type.Optional(Nullable(Type.String()));

/** (+) What an invoice has to say of the company that writes it, by law. */
export const Company = Type.Object({
  name: Type.String(),
  legal_form: Nullable(Type.String()),
  activity: Nullable(Type.String()),
  address: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  /** Share capital. */
  capital: Nullable(Centimes),
  /** Trade register, tax, statistics and tax article numbers. */
  rc: Nullable(Type.String()),
  nif: Nullable(Type.String()),
  nis: Nullable(Type.String()),
  ai: Nullable(Type.String()),
  /** (+) Stamp duty on cash, by the first day of each rule: future ones too, so that a phone without a network has them. */
  stamp_rules: Type.Optional(Type.Array(StampRule)),
});
export type Company = Static<typeof Company>;

export const Depot = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  address: OptionalText,
  phone: OptionalText,
  external_id,
});
export type Depot = Static<typeof Depot>;

export const User = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  role: Role,
  depot_id: Nullable(Id),
  is_active: Type.Boolean(),
  external_id,
});
export type User = Static<typeof User>;

/** All that a device learns of a colleague. */
export const UserName = Type.Object({ id: Id, name: Type.String() });
export type UserName = Static<typeof UserName>;

/** A price that replaces the product's own, for one client or for all of a kind, from a day on and up to another. */
export const ListPrice = Type.Object({
  client_kind: Type.Optional(ClientKind),
  client_id: Type.Optional(Uuid),
  price_ht: Centimes,
  since: Day,
  until: Type.Optional(Day),
});
export type ListPrice = Static<typeof ListPrice>;

/** A rate of TVA, from a day on. */
export const DatedRate = Type.Object({ since: Day, tva_rate: TvaRate });
export type DatedRate = Static<typeof DatedRate>;

export const Product = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  price_ht: Centimes,
  tva_rate: TvaRate,
  is_active: Type.Boolean(),
  name_ar: OptionalText,
  unit_ar: OptionalText,
  barcode: OptionalText,
  category: OptionalText,
  /** Its lots are asked for where it is handed over. */
  lot_tracked: Type.Optional(Type.Boolean()),
  price_lists: Type.Optional(Nullable(Type.Array(ListPrice))),
  /** (+) Its rates by the day on which each begins, future ones too; `tva_rate` is what it had before the first of them. */
  tva_rates: Type.Optional(Nullable(Type.Array(DatedRate))),
  external_id,
});
export type Product = Static<typeof Product>;

/** What a driver has to bring back from a client; what is not named is asked for nowhere. */
export const Proof = Type.Object({ signature: Type.Optional(Type.Boolean()), photo: Type.Optional(Type.Boolean()) });
export type Proof = Static<typeof Proof>;

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
  kind: Type.Optional(Nullable(ClientKind)),
  /** Legal identities, as they are written on papers. */
  rc: OptionalText,
  nif: OptionalText,
  nis: OptionalText,
  ai: OptionalText,
  /** For whoever delivers there. */
  note: OptionalText,
  opening_hours: OptionalText,
  proof: Type.Optional(Nullable(Proof)),
  /** What it may owe, in centimes; null: no limit. */
  credit_limit: Type.Optional(Nullable(Centimes)),
  external_id,
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
  /** (+) As its driver recorded: why not all of it, from which lots, and what of earlier sales came back. */
  reason_code: Type.Optional(ReasonCode),
  lots: Type.Optional(Type.Array(DeliveredLot)),
  returned: Type.Optional(Type.Integer({ minimum: 0 })),
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
  /** (+) What was taken and exchanged there beside the goods. */
  cheque: Type.Optional(Nullable(CollectedCheque)),
  empties: Type.Optional(Nullable(Type.Array(Empties))),
  qr_payload: Type.Optional(Type.String()),
  external_id,
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
  /** (+) The delivery notes that it sums up, where HQ has made one invoice of several. */
  delivery_ids: Type.Optional(Nullable(Type.Array(Uuid))),
  /** What the tax administration answered to it, once it asks for invoices. */
  clearance_id: OptionalText,
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

export const LotState = Type.Union([Type.Literal('OK'), Type.Literal('BLOCKED'), Type.Literal('RECALLED')]);
export type LotState = Static<typeof LotState>;

export const Lot = Type.Object({
  id: Uuid,
  depot_id: Id,
  product_id: Id,
  lot_number: Type.String(),
  produced_at: Type.String(),
  expires_at: Type.String(),
  received_quantity: Type.Integer(),
  remaining_quantity: Type.Integer(),
  state: Type.Optional(LotState),
  external_id,
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
  /** Since when HQ lets it in no more, and why. */
  revoked_at: Type.Optional(Nullable(Time)),
  revoke_reason: Type.Optional(Nullable(Type.String())),
});
export type Hub = Static<typeof Hub>;
