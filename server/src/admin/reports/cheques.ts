import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ChequeLine, ChequeReport, ChequeState } from '#shared/contract/hq/reports.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../../store/database.ts';
import { CHEQUE_STATE } from '../../store/entities/cheque.ts';
import type { Period } from './period.ts';

interface Asked extends Period {
  depotId: number | null;
  state: ChequeState | null;
}

/** The cheques that came in on some days, by deliveries and apart from them; those that count no more are left out, unless they are asked for. */
export async function chequeReport(
  database: Queryable,
  { from, to, begins, ends, depotId, state }: Asked,
): Promise<Result<ChequeReport, RequestError>> {
  const { rows } = await database.query<ChequeLine>(CHEQUES, [depotId, begins, ends, LIMITS.statementRows + 1, state]);
  if (rows.length > LIMITS.statementRows) {
    return refuse('INVALID_REQUEST', `There are more than ${LIMITS.statementRows} cheques: ask for fewer days.`);
  }
  return ok({ from, to, items: rows, total: rows.reduce((sum, { amount }) => sum + amount, 0) });
}

const CHEQUES = `
  SELECT cheques.*, ${CHEQUE_STATE} FROM (
    SELECT pm.id, pm.collected_at AS at, c.name AS client_name, pm.cheque ->> 'bank' AS bank,
      pm.cheque ->> 'number' AS number, NULL::text AS reference, pm.amount
    FROM payments pm JOIN clients c ON c.id = pm.client_id
    WHERE pm.method = 'CHEQUE' AND pm.collected_at >= $2 AND pm.collected_at < $3 AND ($1::integer IS NULL OR pm.depot_id = $1)
      AND (pm.cancelled_at IS NULL OR EXISTS (SELECT FROM cheque_states b WHERE b.source_id = pm.id AND b.bounced_at IS NOT NULL))
    UNION ALL
    SELECT d.id, d.validated_at, c.name, d.cheque ->> 'bank', d.cheque ->> 'number', d.reference, (d.cheque ->> 'amount')::bigint
    FROM deliveries d JOIN clients c ON c.id = d.client_id
    WHERE d.cheque IS NOT NULL AND d.status IN ('VALIDATED', 'PARTIAL') AND d.validated_at >= $2 AND d.validated_at < $3
      AND ($1::integer IS NULL OR d.depot_id = $1)
  ) AS cheques LEFT JOIN cheque_states s ON s.source_id = cheques.id
  WHERE CASE $5::text
    WHEN 'TO_DEPOSIT' THEN s.deposited_at IS NULL AND s.bounced_at IS NULL
    WHEN 'DEPOSITED' THEN s.deposited_at IS NOT NULL AND s.bounced_at IS NULL
    WHEN 'BOUNCED' THEN s.bounced_at IS NOT NULL
    ELSE s.bounced_at IS NULL END
  ORDER BY at, id LIMIT $4`;
