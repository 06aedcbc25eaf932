import type { Invoice } from '#shared/contract/entities.ts';

/** Why a client's balance changed. */
export type LedgerKind =
  | 'INVOICE'
  /** An invoice in cash that names no delivery: its money was taken with it. */
  | 'PAID_AT_ONCE'
  /** Money that was taken at a delivery. */
  | 'COLLECTED'
  /** A cheque that was taken at a delivery. */
  | 'CHEQUE_COLLECTED'
  /** The bank did not pay a cheque that was taken at a delivery. */
  | 'CHEQUE_BOUNCED'
  /** Money that was taken apart from any delivery, or entered at HQ. */
  | 'PAYMENT'
  /** HQ took a payment back: a bounced cheque, a slip of the finger. */
  | 'PAYMENT_CANCELLED'
  /** HQ cancelled an invoice: it is owed no more, and what came with it was not taken. */
  | 'INVOICE_CANCELLED'
  | 'PAID_AT_ONCE_CANCELLED'
  /** Goods of an invoice that HQ credited. */
  | 'CREDIT_NOTE';

/** A row of the ledger. There is one of a kind for each source, for ever: nothing is booked twice. */
export interface LedgerEntry {
  kind: LedgerKind;
  /** The invoice, the delivery, the payment or the credit note. */
  source_id: string;
  client_id: string;
  /** By how much the client owes more, in centimes; less than nothing where money came in. */
  amount: number;
}

/** By how much the entries change what is owed, in centimes. */
export const sumOf = (entries: readonly Pick<LedgerEntry, 'amount'>[]): number =>
  entries.reduce((sum, { amount }) => sum + amount, 0);

type Invoiced = Pick<Invoice, 'id' | 'client_id' | 'delivery_id' | 'payment' | 'total_ttc'>;

const isPaidAtOnce = ({ payment, delivery_id }: Invoiced): boolean => payment === 'CASH' && delivery_id === null;

/** An invoice makes its client owe its total; one in cash that names no delivery is paid at once. */
export function entriesOfInvoice(invoice: Invoiced): LedgerEntry[] {
  const { id: source_id, client_id, total_ttc } = invoice;
  const owed: LedgerEntry = { kind: 'INVOICE', source_id, client_id, amount: total_ttc };
  return isPaidAtOnce(invoice) ? [owed, { kind: 'PAID_AT_ONCE', source_id, client_id, amount: -total_ttc }] : [owed];
}

/** What was collected at a delivery is a payment of its client, once, whether an invoice names that delivery or not. */
export function entriesOfDelivery(
  { id: source_id, client_id }: { id: string; client_id: string },
  { cash_collected = 0, cheque }: { cash_collected?: number; cheque?: { amount: number } },
): LedgerEntry[] {
  const cash: LedgerEntry = { kind: 'COLLECTED', source_id, client_id, amount: -cash_collected };
  const paper: LedgerEntry = { kind: 'CHEQUE_COLLECTED', source_id, client_id, amount: -(cheque?.amount ?? 0) };
  return [cash, paper].filter(({ amount }) => amount !== 0);
}

/** A cheque of a delivery that the bank did not pay: the client owes its amount again. */
export const entriesOfBouncedCheque = ({ id, client_id, amount }: Paid): LedgerEntry[] => [
  { kind: 'CHEQUE_BOUNCED', source_id: id, client_id, amount },
];

type Paid = { id: string; client_id: string; amount: number };

export const entriesOfPayment = ({ id, client_id, amount }: Paid): LedgerEntry[] => [
  { kind: 'PAYMENT', source_id: id, client_id, amount: -amount },
];

export const entriesOfCancelledPayment = ({ id, client_id, amount }: Paid): LedgerEntry[] => [
  { kind: 'PAYMENT_CANCELLED', source_id: id, client_id, amount },
];

/** All that an invoice had booked, taken back. */
export function entriesOfCancelledInvoice(invoice: Invoiced): LedgerEntry[] {
  const { id: source_id, client_id, total_ttc } = invoice;
  const owed: LedgerEntry = { kind: 'INVOICE_CANCELLED', source_id, client_id, amount: -total_ttc };
  return isPaidAtOnce(invoice)
    ? [owed, { kind: 'PAID_AT_ONCE_CANCELLED', source_id, client_id, amount: total_ttc }]
    : [owed];
}

/** The client owes less by what is credited; money that it had paid for it stands to its credit. */
export const entriesOfCreditNote = (note: { id: string; client_id: string; total_ttc: number }): LedgerEntry[] => [
  { kind: 'CREDIT_NOTE', source_id: note.id, client_id: note.client_id, amount: -note.total_ttc },
];
