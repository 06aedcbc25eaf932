import type {
  Client,
  DatedRate,
  DeliveryLine,
  DeliveryStatus,
  ListPrice,
  Product,
  Proof,
} from '#shared/contract/entities.ts';
import type {
  ClientKind,
  DeliveryFailed,
  DeliveryValidated,
  Empties,
  Payment,
  PricedLine,
  ReasonCode,
  VisitSkipped,
} from '#shared/contract/events.ts';
import type { Tour } from '#shared/contract/tour.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import type { Contact } from './contact.ts';

/** Where an own event stands: on this device, at the depot, at HQ, or with the person. */
export type EventState = 'device' | 'depot' | 'hq' | 'person';

/** A stop of the tour. Amounts in centimes, `planned_for` a day (YYYY-MM-DD). */
export interface Stop {
  id: string;
  reference: string;
  client_id: string;
  client_name: string;
  total_ttc: number;
  planned_for: string;
  /** What the server last said. */
  status: DeliveryStatus;
  lines: DeliveryLine[];
  phone: string | null;
  address: string | null;
  lat: number | null;
  lng: number | null;
  validated_at: string | null;
  validated_by_name: string | null;
  /** What was done here, if anything: it counts as done until the server says no. */
  own: LocalAction | null;
  /** Something was typed for it here and is not confirmed yet. */
  is_begun: boolean;
  /** When and why it was passed by here, the last time. */
  skipped: SkippedVisit | null;
}

/** When and why a stop was passed by, the last time. */
export interface SkippedVisit {
  at: string;
  reason: VisitSkipped['reason'];
  note: string | null;
  ask_day: string | null;
}

/** A tour as HQ last told it. */
export interface TourView extends Tour {
  driver_name: string | null;
}

/** A loading, a count or a signature that was recorded here. */
export interface TourRecord {
  event_id: string;
  action: string;
  at: string;
  state: EventState;
  payload: Record<string, unknown>;
}

/** What was done here about a delivery. */
export interface LocalAction {
  action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED';
  event_id: string;
  at: string;
  is_partial: boolean;
  state: EventState;
  error_code: string | null;
  record: DeliveryRecord | null;
}

/** What this phone knew of a delivery when something was recorded about it; it stays when the delivery leaves the phone. */
export interface DeliveryRecord {
  /** Null where the note was of another driver's tour. */
  reference: string | null;
  client_name: string | null;
  /** Centimes: what was handed over is worth, where that is known, what was ordered, and the cash that was taken. */
  total_ttc: number | null;
  ordered_ttc: number | null;
  cash: number | null;
  /** What was ordered, and what was said of it, without the note's code; null where an app of before recorded it. */
  lines: DeliveryLine[] | null;
  said: Partial<DeliveryDetails> | DeliveryFailed | null;
}

/** What a form says of a delivery, for the wire. */
export type DeliveryDetails = Omit<DeliveryValidated, 'validated_at'>;

/** What was recorded about a delivery here, whether or not the delivery is still on this phone. */
export interface HistoryItem extends LocalAction {
  delivery_id: string;
}

/** A note as it was scanned, or as its short code was typed. */
export interface Scanned {
  code: string;
  check: 'genuine' | 'unverified' | 'typed';
  at: string;
}

/** A stop as it is filled in, kept until it is confirmed. */
export interface DeliveryDraft {
  delivery_id: string;
  /** The event's id, from the moment the form opens: however often it is confirmed, it is one. */
  event_id: string;
  /** Null until its note was scanned. */
  scanned: Scanned | null;
  lines: DraftedLine[];
  received_by: string;
  cash: Entered;
  /** The cash is the total, whatever the total becomes. */
  cash_is_total: boolean;
  /** Null where none was given. */
  cheque: DraftedCheque | null;
  empties: DraftedEmpties[];
  proof: DraftedProof;
  /** Null until something was chosen or typed of it. */
  failure: DraftedFailure | null;
}

/** Why nothing could be handed over, as it is filled in. */
export interface DraftedFailure {
  /** Of the event that it becomes. */
  event_id: string;
  reason: FailureReason | null;
  note: string;
  /** Its question stands over the page. */
  is_open: boolean;
  proof: DraftedProof;
}

export type FailureReason = DeliveryFailed['reason'];
export const FAILURE_REASONS = ['ABSENT', 'CLOSED', 'REFUSED', 'OTHER'] as const satisfies readonly FailureReason[];

export interface DraftedLine {
  product_id: number;
  ordered: number;
  delivered: Entered;
  reason: ReasonCode | null;
  /** Of earlier sales, taken back. */
  returned: Entered;
  lots: DraftedLot[];
}

export interface DraftedLot {
  lot_number: string;
  quantity: Entered;
}

/** Why something that was ordered was not delivered. */
export const REASON_CODES = [
  'BROKEN',
  'EXPIRED',
  'NOT_ORDERED',
  'TOO_MANY',
  'COLD_CHAIN',
  'REFUSED',
  'OTHER',
] as const satisfies readonly ReasonCode[];

export interface DraftedCheque {
  amount: Entered;
  bank: string;
  number: string;
}

export const EMPTIES = ['CRATE', 'PALLET', 'OTHER'] as const satisfies readonly Empties['kind'][];
export interface DraftedEmpties {
  kind: Empties['kind'];
  given: Entered;
  taken_back: Entered;
}

/** What shows later that somebody was there. Signature and photos by the hashes of what the phone has kept. */
export interface DraftedProof {
  signature: string | null;
  photos: string[];
  place: PlaceFix | null;
}

export interface PlaceFix {
  lat: number;
  lng: number;
  accuracy_m: number;
}

export const CLIENT_KINDS = [
  'SHOP',
  'FAST_FOOD',
  'WHOLESALER',
  'DISTRIBUTOR',
  'PUBLIC',
] as const satisfies readonly ClientKind[];

export interface ProductView
  extends Pick<Product, 'id' | 'code' | 'name' | 'unit' | 'price_ht' | 'tva_rate' | 'is_active'> {
  name_ar: string | null;
  unit_ar: string | null;
  category: string | null;
  /** Its lots are asked for where it is handed over. */
  lot_tracked: boolean;
  price_lists: ListPrice[];
  /** Its rates by the day on which each begins. */
  tva_rates: DatedRate[];
}

export interface StockView extends ProductView {
  quantity: number;
  as_of: string;
}

export interface ClientView extends Pick<Client, 'id' | 'name' | 'phone' | 'address'> {
  is_local: boolean;
}

/** One client, as far as this phone knows it. */
export interface ClientCard extends ClientView {
  kind: ClientKind | null;
  rc: string | null;
  nif: string | null;
  nis: string | null;
  ai: string | null;
  tax_id: string | null;
  /** For whoever delivers there. */
  note: string | null;
  opening_hours: string | null;
  proof: Proof;
  /** What it owes, in centimes, and when something was last booked; null where this phone does not know. */
  balance: number | null;
  balance_as_of: string | null;
  credit_limit: number | null;
  /** By how much it owes more by what was recorded here and HQ has not decided yet, in centimes. */
  unsent_money: number;
  /** Who has taken its goods before, the last one first. */
  receivers: string[];
}

export interface NewClient {
  name: string;
  phone?: string;
  address?: string;
  kind?: ClientKind;
  rc?: string;
  nif?: string;
  nis?: string;
  ai?: string;
}

export type DraftLine = Omit<PricedLine, 'quantity'> & { quantity: Entered };

/** An invoice as the seller fills it in; `id` becomes the invoice's. */
export interface DraftInvoice {
  id: string;
  client_id: string | null;
  client_name: string;
  /** A client who does not exist yet; made with the invoice under `client_id`. */
  new_client: NewClient | null;
  /** The delivery whose goods it is for; none for a sale by itself. */
  delivery_id?: string | null;
  lines: DraftLine[];
  payment: Payment;
  handed_over: boolean;
}

export interface InvoiceView extends DraftInvoice {
  status: 'DRAFT' | 'SAVED' | 'REFERENCED';
  /** The server's number; until it comes, the paper says BROUILLON. */
  reference: string | null;
  total_ht: number;
  total_tva: number;
  stamp_duty: number;
  total_ttc: number;
  updated_at: string;
  /** Since when HQ has cancelled it; null while it stands. */
  cancelled_at: string | null;
  state: EventState | null;
}

/** The first of a list, and how many there are of it. */
export interface Part<T> {
  items: T[];
  total: number;
}

export interface OutboxItem {
  id: string;
  seq: number;
  action: string;
  occurred_at: string;
  state: EventState;
  /** What a person calls it: the note's or the client's name. Null where this phone was never told. */
  label: string | null;
  error_code: string | null;
}

export interface InboxItem {
  event_id: string;
  action: string;
  label: string | null;
  error_code: string;
  /** Where it is about a delivery. */
  delivery_id: string | null;
  /** When it was recorded here. */
  occurred_at: string;
  /** Centimes of cash that its author took. */
  cash: number | null;
  /** Who was first, where that is the reason. */
  other_name: string | null;
  other_at: string | null;
  at: string;
  /** Set aside, not refused: it can be offered again. */
  can_retry: boolean;
}

export interface Counts {
  device: number;
  depot: number;
  person: number;
  /** When the oldest of what HQ does not have was recorded; null where it has everything. */
  oldest_at: string | null;
  contact: Contact | null;
}
