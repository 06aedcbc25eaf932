/** What a person recorded in a day. Money in centimes. */
export interface DayTotals {
  delivered: number;
  failed: number;
  cash: number;
  cheques: { count: number; amount: number };
}

/** An own event as far as the totals read it. */
export interface RecordedEvent {
  action: string;
  payload: {
    cash_collected?: number;
    cheque?: { amount?: number } | null;
    amount?: number;
    method?: string;
    payment?: string;
    delivery_id?: string;
    total_ttc?: number;
  };
}

export const NO_TOTALS: DayTotals = { delivered: 0, failed: 0, cash: 0, cheques: { count: 0, amount: 0 } };

/**
 * Sums what was recorded, by the rule by which a tour's money is expected: cash and cheques of deliveries, of payments, and
 * of invoices that stand for no delivery.
 */
export const totalsOfDay = (events: readonly RecordedEvent[]): DayTotals => events.reduce(added, NO_TOTALS);

function added(sum: DayTotals, { action, payload }: RecordedEvent): DayTotals {
  const { cash_collected = 0, cheque, amount = 0, total_ttc = 0 } = payload;
  switch (action) {
    case 'DELIVERY_VALIDATED':
      return withCheque({ ...sum, delivered: sum.delivered + 1, cash: sum.cash + cash_collected }, cheque?.amount);
    case 'DELIVERY_FAILED':
      return { ...sum, failed: sum.failed + 1 };
    case 'PAYMENT_COLLECTED':
      return payload.method === 'CHEQUE' ? withCheque(sum, amount) : { ...sum, cash: sum.cash + amount };
    case 'INVOICE_CREATED':
      if (payload.delivery_id !== undefined) return sum;
      if (payload.payment === 'CHEQUE') return withCheque(sum, total_ttc);
      return payload.payment === 'CASH' ? { ...sum, cash: sum.cash + total_ttc } : sum;
    default:
      return sum;
  }
}

const withCheque = (sum: DayTotals, amount: number | undefined): DayTotals =>
  amount === undefined
    ? sum
    : { ...sum, cheques: { count: sum.cheques.count + 1, amount: sum.cheques.amount + amount } };
