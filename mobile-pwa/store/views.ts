import type { DeliveryLine, DeliveryStatus } from '#shared/contract/entities.ts';
import type { Payment, PricedLine } from '#shared/contract/events.ts';

/** Where an own event stands: on this device, at the depot, at HQ, or with the person. */
export type EventState = 'device' | 'depot' | 'hq' | 'person';

/** A stop of the tour. Amounts in centimes, `planned_for` a day (YYYY-MM-DD). */
export interface Stop {
  id: string;
  reference: string;
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
  own: OwnDeed | null;
}

/** What was done here about a delivery. */
export interface OwnDeed {
  action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED';
  event_id: string;
  at: string;
  is_partial: boolean;
  state: EventState;
  error_code: string | null;
}

export interface ProductView {
  id: number;
  code: string;
  name: string;
  unit: string;
  price_ht: number;
  tva_rate: number;
  is_active: boolean;
}

export interface StockView extends ProductView {
  quantity: number;
  as_of: string;
}

export interface ClientView {
  id: string;
  name: string;
  phone: string | null;
  address: string | null;
  is_local: boolean;
}

export interface NewClient {
  name: string;
  phone?: string;
  address?: string;
}

/** An invoice as the seller fills it in; `id` becomes the invoice's. */
export interface DraftInvoice {
  id: string;
  client_id: string | null;
  client_name: string;
  /** A client who does not exist yet; made with the invoice under `client_id`. */
  new_client: NewClient | null;
  lines: PricedLine[];
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
  state: EventState | null;
}

export interface OutboxItem {
  id: string;
  seq: number;
  action: string;
  occurred_at: string;
  state: EventState;
  /** What a person calls it: the note's or the client's name. */
  label: string;
  error_code: string | null;
}

export interface InboxItem {
  event_id: string;
  action: string;
  label: string;
  error_code: string;
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
}
