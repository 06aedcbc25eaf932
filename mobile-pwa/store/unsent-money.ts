import type { SyncEvent } from '#shared/contract/events.ts';
import type { Sql } from './sql.ts';

type Said = Pick<SyncEvent, 'action' | 'entity_id' | 'payload'>;
type Amounts = { total_ttc: number; amount: number; cash_collected?: number; cheque?: { amount: number } };

/**
 * By how much a client owes more, in centimes, by what was recorded here and HQ has not decided yet: its balance does not
 * know of it. Less than nothing where money was taken. Of a delivery it is the money alone: the goods are owed by their invoice.
 */
export function unsentMoney(sql: Sql, clientId: string): number {
  const rows = sql.all<{ body: string }>(
    `SELECT body FROM plain_sync_queue WHERE outcome IS NULL AND status <> 'FAILED'
       AND action IN ('INVOICE_CREATED', 'PAYMENT_COLLECTED', 'DELIVERY_VALIDATED')`,
  );
  const said = rows.map(({ body }) => JSON.parse(body) as Said);
  const own = new Set(
    sql
      .all<{ id: string }>('SELECT id FROM cache_deliveries_pending WHERE client_id = ?', [clientId])
      .map(({ id }) => id),
  );
  return said
    .filter(({ entity_id, payload }) => payload.client_id === clientId || own.has(entity_id))
    .reduce((sum, event) => sum + owedBy(event), 0);
}

function owedBy({ action, payload }: Said): number {
  const { total_ttc, amount, cash_collected = 0, cheque } = payload as unknown as Amounts;
  switch (action) {
    case 'INVOICE_CREATED':
      // What is paid at once is never owed.
      return payload.payment === 'CASH' && payload.delivery_id === undefined ? 0 : total_ttc;
    case 'PAYMENT_COLLECTED':
      return -amount;
    case 'DELIVERY_VALIDATED':
      return -cash_collected - (cheque?.amount ?? 0);
    default:
      return 0;
  }
}
