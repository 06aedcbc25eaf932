import type { Client, DatedRate, Delivery, Invoice, Role } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { correctedTime, type FieldClocks } from '../client-fields.ts';
import type { OriginalClaim } from '../event-times.ts';
import type { DatedPrice } from '../price-for.ts';
import type { LotState } from '../stock.ts';
import type { Totals } from '../totals.ts';
import type { Upcasts } from '../upcast.ts';

/** An event that is the server's to decide: its checksum, signature and envelope have been judged. */
export interface Candidate {
  event: SyncEvent;
  /** Device clock minus server clock, when the first node took it. */
  drift_ms: number;
  /** When the first node took it. */
  received_at: string;
  /** What a hub had said of both, where that could not be. */
  claimed?: OriginalClaim | null;
}

export interface Post {
  role: Role;
  depot_id: number | null;
}

/** A user's post, and the ones before it. */
export interface Staff extends Post {
  /** Where the user worked before, and until when, the oldest first. */
  earlier: (Post & { until: string })[];
}

export interface Author extends Staff {
  user_id: number;
  name: string;
  /** The device is revoked. */
  revoked: boolean;
  /** When its own user exchanged the device for another one; null for every other revocation. */
  given_up_at: string | null;
  /** When the author's account was closed; null while it is open. */
  closed_at: string | null;
}

export type ClientFact = Required<Client> & { field_clocks: FieldClocks };

/** A product's price, in centimes without TVA, and its rate, in percent. */
export interface Terms {
  price_ht: number;
  tva_rate: number;
}

export interface ProductFact extends Terms {
  is_active: boolean;
  /** Prices for kinds of clients and for single ones. */
  price_lists: DatedPrice[];
  /** Its rates by the day on which each begins. */
  tva_rates: DatedRate[];
  /** What else was valid in the last `LIMITS.termsDays`: a phone may have been offline when it changed. */
  recent: Terms[];
}

/** The author, or another user, as of an event's corrected time: a queue outlives its user's move. */
export function authorAt<User extends Staff>(user: User, { event, drift_ms, received_at }: Candidate): User {
  if (user.earlier.length === 0) return user;
  const at = correctedTime(event.occurred_at, drift_ms, received_at);
  const post = user.earlier.find(({ until }) => at < until);
  return post ? { ...user, role: post.role, depot_id: post.depot_id } : user;
}

/** What has to be known of an event that another one is about. */
export type NamedEvent = Pick<SyncEvent, 'user_id' | 'entity_type' | 'entity_id' | 'action' | 'checksum'>;

/**
 * Whether an admin has to let the event count. What a node had taken before its user gave the device up is a day's work
 * like any other: a phone is replaced in the middle of a tour. What is brought later may be by whoever found the phone;
 * so may what was recorded later, whenever a hub says that it took it. Of a closed account, what was recorded before the
 * closing counts whenever it comes, and what was recorded after does not.
 */
export function isQuarantined(author: Author, { event, drift_ms, received_at }: Candidate): boolean {
  const { revoked, given_up_at, closed_at } = author;
  const isRecordedAfter = (time: string) => Date.parse(event.occurred_at) - drift_ms >= Date.parse(time);
  if (closed_at !== null && isRecordedAfter(closed_at)) return true;
  if (!revoked || given_up_at === null) return revoked;
  return received_at >= given_up_at || isRecordedAfter(given_up_at);
}

/** Everything that deciding a batch may ask, read under locks. `decide` changes these in place as it goes along. */
export interface Facts {
  /** Server clock, at the decision. */
  now: string;
  /** The versions of payloads that this server knows. */
  upcasts: Upcasts;
  authors: Map<string /* device id */, Author>;
  depotCodes: Map<number, string>;
  deliveries: Map<string, Delivery & { qr_payload: string; validated_by_name: string | null }>;
  /** Codes of unknown deliveries that bear the server's signature: a delivery that a restored server has forgotten. */
  genuineCodes: Set<string>;
  clients: Map<string, ClientFact>;
  invoices: Set<string>;
  payments: Set<string>;
  /** The clients of invoices and deliveries that payments name, by the paper's id. */
  papers: Map<string, string>;
  /** Deliveries that have a live invoice. */
  invoicedDeliveries: Map<string, Pick<Invoice, 'payment' | 'total_ttc'>>;
  /** What was collected at deliveries that invoices name, by the delivery's id. */
  collected: Map<string, number>;
  products: Map<number, ProductFact>;
  /** How far an invoice's price may lie from a valid one before HQ is told, in percent. */
  priceTolerancePercent: number;
  /** The company's own rules of stamp duty on cash. */
  stampRules: StampRule[];
  /** Events that corrections and confirmations name, by event id. */
  namedEvents: Map<string, NamedEvent>;
  /** Users whom events name. */
  users: Map<number, Staff>;
  /** Lots with something left, and shortfall lots, by stockKey, in FIFO order. */
  lots: Map<string, LotState[]>;
  /** Stock levels by stockKey. */
  stock: Map<string, number>;
  /** The year of the series that a depot numbers its invoices in. */
  invoiceYears: Map<number, number>;
  /** Last invoice number spent in that series, by depot. */
  invoiceCounters: Map<number, number>;
}

/** What an event may wait for. */
export type EntityKind = 'EVENT' | 'CLIENT' | 'DELIVERY';

export const stockKey = (depotId: number, productId: number): string => `${depotId}:${productId}`;

/** An invoice as decided: with the server's totals and its number. */
export interface DecidedInvoice extends Invoice {
  /** What the phone had computed, where it differed. */
  claimed: Totals | null;
}
