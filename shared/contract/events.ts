import Type, { type Static, type TSchema } from 'typebox';
import { AuditBatch } from './audit.ts';
import { DeskAct } from './desk.ts';
import { LIMITS } from './limits.ts';
import {
  Base64Url,
  Centimes,
  Day,
  Id,
  Identifier,
  Location,
  Name,
  Quantity,
  Sha256,
  Text,
  Time,
  TvaRate,
  Uuid,
} from './scalars.ts';
import { TourConfirmed, TourCounted, VanLoaded } from './tour-events.ts';

/** The loose envelope by which every node judges an event first. Unknown members are kept: they are signed. */
export const SyncEvent = Type.Object({
  v: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  id: Uuid,
  entity_type: Identifier,
  entity_id: Identifier,
  action: Identifier,
  payload: Type.Record(Type.String(), Type.Unknown()),
  occurred_at: Time,
  user_id: Id,
  device_id: Uuid,
  seq: Type.Integer({ minimum: 1, maximum: LIMITS.seq }),
  prev_checksum: Type.Union([Sha256, Type.Null()]),
  checksum: Sha256,
  signature: Base64Url,
});
export type SyncEvent = Static<typeof SyncEvent>;

const Lines = <T extends TSchema>(line: T) => Type.Array(line, { minItems: 1, maxItems: LIMITS.documentLines });

/** Why goods that were ordered were not delivered. */
export const ReasonCode = Type.Union([
  Type.Literal('BROKEN'),
  Type.Literal('EXPIRED'),
  Type.Literal('NOT_ORDERED'),
  Type.Literal('TOO_MANY'),
  Type.Literal('COLD_CHAIN'),
  Type.Literal('REFUSED'),
  Type.Literal('OTHER'),
]);
export type ReasonCode = Static<typeof ReasonCode>;

/** So much of what was delivered came from a lot, as its person read it on the goods. */
export const DeliveredLot = Type.Object({
  lot_number: Identifier,
  quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }),
});
export type DeliveredLot = Static<typeof DeliveredLot>;

export const DeliveredLine = Type.Object({
  product_id: Id,
  delivered: Quantity,
  /** Goods of earlier sales taken back: none of what was delivered now. */
  returned: Type.Optional(Quantity),
  /** As phones of before say it. */
  reason: Type.Optional(Text),
  reason_code: Type.Optional(ReasonCode),
  lots: Type.Optional(Type.Array(DeliveredLot, { maxItems: LIMITS.lotsOfLine })),
});
export type DeliveredLine = Static<typeof DeliveredLine>;

export const Cheque = Type.Object({ bank: Text, number: Text, due_on: Type.Optional(Day) });

/** A cheque that was taken at a delivery. */
export const CollectedCheque = Type.Object({
  ...Cheque.properties,
  amount: Type.Integer({ minimum: 1, maximum: LIMITS.cashCollected }),
});
export type CollectedCheque = Static<typeof CollectedCheque>;

/** Crates and pallets that changed hands. */
export const Empties = Type.Object({
  kind: Type.Union([Type.Literal('CRATE'), Type.Literal('PALLET'), Type.Literal('OTHER')]),
  given: Quantity,
  taken_back: Quantity,
});
export type Empties = Static<typeof Empties>;

export const DeliveryValidated = Type.Object({
  qr_scanned: Type.String({ minLength: 1, maxLength: 500 }),
  validated_at: Time,
  lines: Type.Optional(Type.Array(DeliveredLine, { maxItems: LIMITS.documentLines })),
  received_by: Type.Optional(Text),
  location: Type.Optional(Location),
  signature_blob: Type.Optional(Sha256),
  photo_blobs: Type.Optional(Type.Array(Sha256, { maxItems: 20 })),
  cash_collected: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.cashCollected })),
  cheque: Type.Optional(CollectedCheque),
  empties: Type.Optional(Type.Array(Empties, { maxItems: 20 })),
});
export type DeliveryValidated = Static<typeof DeliveryValidated>;

export const DeliveryFailed = Type.Object({
  reason: Type.Union([Type.Literal('ABSENT'), Type.Literal('REFUSED'), Type.Literal('CLOSED'), Type.Literal('OTHER')]),
  note: Type.Optional(Text),
  location: Type.Optional(Location),
  photo_blobs: Type.Optional(Type.Array(Sha256, { maxItems: 20 })),
});
export type DeliveryFailed = Static<typeof DeliveryFailed>;

/** The driver passes a stop by for now; nothing of the delivery changes. */
export const VisitSkipped = Type.Object({
  reason: Type.Union([Type.Literal('NO_TIME'), Type.Literal('CLOSED'), Type.Literal('ROAD'), Type.Literal('OTHER')]),
  note: Type.Optional(Text),
  /** When the client asks to be visited instead. */
  ask_day: Type.Optional(Day),
});
export type VisitSkipped = Static<typeof VisitSkipped>;

export const PricedLine = Type.Object({
  product_id: Id,
  quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }),
  unit_price_ht: Type.Integer({ minimum: 0, maximum: LIMITS.unitPrice }),
  tva_rate: TvaRate,
});
export type PricedLine = Static<typeof PricedLine>;

export const Payment = Type.Union([
  Type.Literal('CASH'),
  Type.Literal('CREDIT'),
  Type.Literal('CHEQUE'),
  Type.Literal('TRANSFER'),
]);
export type Payment = Static<typeof Payment>;

export const InvoiceCreated = Type.Object({
  client_id: Uuid,
  delivery_id: Type.Optional(Uuid),
  lines: Lines(PricedLine),
  total_ht: Centimes,
  total_tva: Centimes,
  stamp_duty: Centimes,
  total_ttc: Centimes,
  payment: Payment,
  handed_over: Type.Optional(Type.Boolean()),
});
export type InvoiceCreated = Static<typeof InvoiceCreated>;

export const PaymentCollected = Type.Object({
  client_id: Uuid,
  amount: Type.Integer({ minimum: 1, maximum: LIMITS.cashCollected }),
  method: Type.Union([Type.Literal('CASH'), Type.Literal('CHEQUE')]),
  /** Notes of what it was paid for. */
  delivery_id: Type.Optional(Uuid),
  invoice_id: Type.Optional(Uuid),
  cheque: Type.Optional(Cheque),
  received_from: Type.Optional(Text),
  location: Type.Optional(Location),
});
export type PaymentCollected = Static<typeof PaymentCollected>;

/** What kind of shop a client is: price lists go by it. */
export const ClientKind = Type.Union([
  Type.Literal('DISTRIBUTOR'),
  Type.Literal('WHOLESALER'),
  Type.Literal('SHOP'),
  Type.Literal('FAST_FOOD'),
  Type.Literal('PUBLIC'),
]);
export type ClientKind = Static<typeof ClientKind>;

const clientFields = {
  name: Name,
  phone: Type.Optional(Text),
  address: Type.Optional(Text),
  location: Type.Optional(Type.Union([Location, Type.Null()])),
  tax_id: Type.Optional(Text),
  kind: Type.Optional(ClientKind),
  rc: Type.Optional(Text),
  nif: Type.Optional(Text),
  nis: Type.Optional(Text),
  ai: Type.Optional(Text),
  note: Type.Optional(Text),
  opening_hours: Type.Optional(Text),
};
export const ClientCreated = Type.Object(clientFields);
export type ClientCreated = Static<typeof ClientCreated>;
export const ClientUpdated = Type.Object({ ...clientFields, name: Type.Optional(Name) });
export type ClientUpdated = Static<typeof ClientUpdated>;

export const CorrectionRequested = Type.Object({
  corrects: Uuid,
  reason: Name,
  proposed: Type.Optional(Type.Unknown()),
});

/** The seed's LocalAuditEntry, loosely: an audit trail that refused entries would be no trail. */
export const AuditEntry = Type.Record(Type.String(), Type.Unknown());

/** What a device may say, with the schema of its payload. `CORRECTION_REQUESTED` goes with any entity but audit entries. */
export const CATALOGUE = {
  DELIVERY: {
    DELIVERY_VALIDATED: DeliveryValidated,
    DELIVERY_FAILED: DeliveryFailed,
    VISIT_SKIPPED: VisitSkipped,
    CORRECTION_REQUESTED: CorrectionRequested,
  },
  INVOICE: { INVOICE_CREATED: InvoiceCreated, CORRECTION_REQUESTED: CorrectionRequested },
  CLIENT: {
    CLIENT_CREATED: ClientCreated,
    CLIENT_UPDATED: ClientUpdated,
    CORRECTION_REQUESTED: CorrectionRequested,
  },
  PAYMENT: { PAYMENT_COLLECTED: PaymentCollected, CORRECTION_REQUESTED: CorrectionRequested },
  AUDIT: { AUDIT_BATCH: AuditBatch, DESK_ACT: DeskAct },
  TOUR: {
    VAN_LOADED: VanLoaded,
    TOUR_COUNTED: TourCounted,
    TOUR_CONFIRMED: TourConfirmed,
    CORRECTION_REQUESTED: CorrectionRequested,
  },
} as const;
