import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import type { DeskActName } from '#shared/contract/desk.ts';
import type { PaymentRecord } from '#shared/contract/entities.ts';
import type { EventErrorCode, Resolution } from '#shared/contract/errors.ts';
import type { CausedBy } from '#shared/contract/server-events.ts';
import type { Change } from '../change.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { DriverDay } from '../signals/many-failures.ts';
import type { LotState, StockMove } from '../stock.ts';
import type { Candidate, ClientFact, DecidedInvoice, Facts } from './facts.ts';

/** The one end of an event, or what it waits for. */
export type Verdict =
  | { status: 'APPLIED' }
  | { status: 'REJECTED'; code: EventErrorCode; resolution: Resolution }
  | { status: 'WAITING'; waits_for: string }
  | { status: 'QUARANTINED'; code: EventErrorCode; resolution: Resolution }
  /** The payload is not what its action asks: this copy is refused, and nothing is stored as the id's outcome. */
  | { status: 'INVALID'; detail: string };

/** Every kind of alert that HQ's inbox may hold, whoever raises it: a decision, a push, or housekeeping. */
export const ALERT_KINDS = [
  'FORBIDDEN_ACTION',
  'TOTALS_DIFFER',
  'STOCK_SHORTFALL',
  'EXPIRED_LOT_TAKEN',
  'EXPIRED_LOT_IN_STOCK',
  'HELD_LOT_PASSED_OVER',
  'PRICE_DIFFERS',
  'INACTIVE_PRODUCT',
  'INVOICE_NOTE_DIFFERS',
  'INVOICE_CASH_DIFFERS',
  'PAYMENT_NOTE_DIFFERS',
  'AFTER_SETTLEMENT',
  'JOURNAL_FORK',
  'CLOCK_DRIFT',
  'WAITING_LONG',
  'DECIDED_LATE',
  'CORRECTION_REQUESTED',
  'OTHER_DRIVER',
  'RESET_CODE',
  'DEVICE_CODE',
  'REVOKE_ASKED',
  'FAR_FROM_CLIENT',
  'TOO_FAST',
  'TIME_BACKWARDS',
  'MANY_FAILURES',
  'WRONG_CODE',
  'AFTER_REVOCATION',
  'CASH_ABOVE_NOTE',
  'OVER_CREDIT_LIMIT',
  'CHEQUE_BOUNCED',
  'HUB_TIME',
  'HUB_DISK',
  'HUB_RECOVERED',
  'HUB_TWICE',
  'SUMS_DIFFER',
  'WEBHOOK_PAUSED',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface Alert {
  id: string;
  kind: AlertKind;
  depot_id: number | null;
  device_id: string | null;
  event_id: string | null;
  /** Whom it is about, where no device says so. */
  user_id?: number;
  /** What it is about, for a kind that may be found more than once: there is one a subject, with the newest details. */
  subject?: string;
  details: Record<string, unknown>;
}

/** A step of a person on a device, and the event in which it came. */
export type AuditStep = LocalAuditEntry & { event_id: string };

/** An act of a clerk at a depot's PC, for the record of HQ's acts. */
export interface ActAtDepot {
  at: string;
  user_id: number;
  user_name: string;
  device_id: string;
  what: DeskActName;
  entity_type: string;
  entity_id: string;
  entity_name: string | null;
  reason: string | null;
}

export type DecidedDelivery = Facts['deliveries'] extends Map<string, infer D> ? D : never;

/** What a decided batch does to the database, as plain data for a handful of set-based statements. */
export interface Plan {
  verdicts: { candidate: Candidate; verdict: Verdict }[];
  deliveries: Map<string, { delivery: DecidedDelivery; event_id: string | null }>;
  invoices: DecidedInvoice[];
  payments: PaymentRecord[];
  /** Created or changed. */
  clients: Map<string, ClientFact>;
  /** Which of them are created: nothing may be there before. */
  newClients: Set<string>;
  /** Clients of which their depots are told behind the batch, and by what each was changed last. */
  toldClients: Map<string, CausedBy>;
  /** What is booked for and against clients. */
  ledger: LedgerEntry[];
  moves: StockMove[];
  /** Lots whose remaining quantity changed. */
  lots: Map<string, LotState>;
  newLots: LotState[];
  /** Touched stock levels, by stockKey. */
  stock: Set<string>;
  /** Depots whose invoice counter moved. */
  counters: Set<number>;
  alerts: Alert[];
  /** In the order of their device. */
  auditSteps: AuditStep[];
  actsAtDepots: ActAtDepot[];
  /** Days of drivers whose failed deliveries became more or fewer. */
  failureDays: Map<string, Pick<DriverDay, 'driver_user_id' | 'planned_for'>>;
  changes: Change[];
}

export const emptyPlan = (): Plan => ({
  verdicts: [],
  deliveries: new Map(),
  invoices: [],
  payments: [],
  clients: new Map(),
  newClients: new Set(),
  toldClients: new Map(),
  ledger: [],
  moves: [],
  lots: new Map(),
  newLots: [],
  stock: new Set(),
  counters: new Set(),
  alerts: [],
  auditSteps: [],
  actsAtDepots: [],
  failureDays: new Map(),
  changes: [],
});
