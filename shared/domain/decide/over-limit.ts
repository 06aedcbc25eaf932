import { type BeyondLimit, beyondLimit } from '../credit-limit.ts';
import { type LedgerEntry, sumOf } from '../ledger.ts';
import type { DecidedInvoice, Facts } from './facts.ts';
import type { DecidedDelivery } from './plan.ts';

/** What HQ is told of a sale beyond its client's limit; the amounts are centimes. */
interface OverLimit extends BeyondLimit {
  client_id: string;
  /** Of the goods of this sale. */
  total_ttc: number;
}

interface Sale {
  client_id: string;
  total_ttc: number;
  /** How much more is owed by this sale, with what was paid for it. */
  more: number;
  /** Of that, what stands in no balance yet. */
  unbooked: number;
}

function overLimit({ client_id, total_ttc, more, unbooked }: Sale, { clients }: Facts): OverLimit | null {
  const client = clients.get(client_id);
  if (!client) return null;
  const { balance, credit_limit } = client;
  const found = beyondLimit({ balance: balance + unbooked - more, credit_limit }, more);
  return found && { client_id, total_ttc, ...found };
}

/** Of a delivery that is booked: its goods will be owed, unless an invoice says already that they are. */
export function overLimitByDelivery(
  { id, client_id, cheque }: DecidedDelivery,
  total_ttc: number,
  facts: Facts,
): OverLimit | null {
  const unbooked = facts.invoicedDeliveries.has(id) ? 0 : total_ttc;
  const collected = (facts.collected.get(id) ?? 0) + (cheque?.amount ?? 0);
  return overLimit({ client_id, total_ttc, more: unbooked - collected, unbooked }, facts);
}

/** Of an invoice that is booked, with what was paid for it: at once, or when its goods were delivered. */
export function overLimitByInvoice(
  { client_id, total_ttc }: DecidedInvoice,
  booked: LedgerEntry[],
  note: DecidedDelivery | undefined,
  facts: Facts,
): OverLimit | null {
  const collected = note ? (facts.collected.get(note.id) ?? 0) + (note.cheque?.amount ?? 0) : 0;
  return overLimit({ client_id, total_ttc, more: sumOf(booked) - collected, unbooked: 0 }, facts);
}
