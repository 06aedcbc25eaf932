import type { Author, Candidate } from '../decide/facts.ts';
import type { Alert, AlertKind } from '../decide/plan.ts';

/** What makes a person at HQ look closer at whoever did it. The other kinds of alert tell of goods, clocks and delays. */
export const SIGNAL_KINDS = [
  'FAR_FROM_CLIENT',
  'TOO_FAST',
  'OTHER_DRIVER',
  'TIME_BACKWARDS',
  'MANY_FAILURES',
  'FORBIDDEN_ACTION',
  'WRONG_CODE',
  'TOTALS_DIFFER',
  'PRICE_DIFFERS',
  'INACTIVE_PRODUCT',
  'INVOICE_NOTE_DIFFERS',
  'INVOICE_CASH_DIFFERS',
  'PAYMENT_NOTE_DIFFERS',
  'JOURNAL_FORK',
  'AFTER_REVOCATION',
  'CASH_ABOVE_NOTE',
  'OVER_CREDIT_LIMIT',
] as const satisfies readonly AlertKind[];
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** An alert without an id: found again under its subject, it is the same one. */
export type Signal = Omit<Alert, 'id'> & { kind: SignalKind; subject: string };

/** A signal about one event, which is found once an event, however often and by whatever way it comes. */
export const signalOf = (
  kind: SignalKind,
  { event }: Candidate,
  author: Pick<Author, 'depot_id'>,
  details: Record<string, unknown>,
): Signal => ({
  kind,
  subject: event.id,
  depot_id: author.depot_id,
  device_id: event.device_id,
  event_id: event.id,
  details,
});
