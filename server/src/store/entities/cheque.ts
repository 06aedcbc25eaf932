import type { ChequeLine } from '#shared/contract/hq/reports.ts';
import type { Transaction } from '../database.ts';

/** A cheque that came in, by the payment or the delivery with which it did, and what became of it. */
export interface ChequeFact extends ChequeLine {
  came_with: 'PAYMENT' | 'DELIVERY';
  client_id: string;
  depot_id: number | null;
  /** The entry of a device that told of it; null where HQ cannot say. */
  event_id: string | null;
  /** HQ took its payment back. */
  cancelled_at: string | null;
}

/** The columns of `cheques` in the reports, with those of `cheque_states s`. */
export const CHEQUE_STATE = 's.deposited_at, s.bounced_at, s.bounce_reason';

const CHEQUES = `
  SELECT cheques.*, ${CHEQUE_STATE} FROM (
    SELECT pm.id, 'PAYMENT' AS came_with, pm.client_id, pm.depot_id, NULL::uuid AS event_id, pm.cancelled_at,
      pm.collected_at AS at, c.name AS client_name, pm.cheque ->> 'bank' AS bank, pm.cheque ->> 'number' AS number,
      NULL::text AS reference, pm.amount
    FROM payments pm JOIN clients c ON c.id = pm.client_id WHERE pm.id = ANY ($1::uuid[]) AND pm.method = 'CHEQUE'
    UNION ALL
    SELECT d.id, 'DELIVERY', d.client_id, d.depot_id, d.validated_event, NULL, d.validated_at, c.name, d.cheque ->> 'bank',
      d.cheque ->> 'number', d.reference, (d.cheque ->> 'amount')::bigint
    FROM deliveries d JOIN clients c ON c.id = d.client_id
    WHERE d.id = ANY ($1::uuid[]) AND d.cheque IS NOT NULL AND d.status IN ('VALIDATED', 'PARTIAL')
  ) AS cheques LEFT JOIN cheque_states s ON s.source_id = cheques.id ORDER BY at, id`;

/** Cheques by their ids. Their clients are locked first, as everybody does who books. */
export async function lockCheques(tx: Transaction, ids: string[]): Promise<ChequeFact[]> {
  await tx.query(
    `SELECT FROM clients WHERE id IN (SELECT client_id FROM payments WHERE id = ANY ($1::uuid[])
       UNION SELECT client_id FROM deliveries WHERE id = ANY ($1::uuid[])) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return (await tx.query<ChequeFact>(CHEQUES, [ids])).rows;
}

export const noteDeposited = (tx: Transaction, ids: string[], by: number, now: string) =>
  tx.query(
    `INSERT INTO cheque_states (source_id, deposited_at, deposited_by)
     SELECT id, $2, $3 FROM unnest($1::uuid[]) AS r (id) ORDER BY id
     ON CONFLICT (source_id) DO UPDATE SET deposited_at = excluded.deposited_at, deposited_by = excluded.deposited_by`,
    [ids, now, by],
  );

export const noteBounced = (tx: Transaction, id: string, by: number, now: string, reason: string) =>
  tx.query(
    `INSERT INTO cheque_states (source_id, bounced_at, bounced_by, bounce_reason) VALUES ($1, $2, $3, $4)
     ON CONFLICT (source_id) DO UPDATE SET bounced_at = excluded.bounced_at, bounced_by = excluded.bounced_by,
       bounce_reason = excluded.bounce_reason`,
    [id, now, by, reason],
  );
