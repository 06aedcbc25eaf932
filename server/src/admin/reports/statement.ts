import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ClientStatement, StatementLine } from '#shared/contract/hq/reports.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import type { Period } from './period.ts';

interface Found {
  name: string;
  balance: number;
  /** What was booked behind the period, and in and behind it. */
  after: number;
  since: number;
}

/** A client's account over some days, by the time at which HQ booked. 404 for another depot's client, too. */
export async function clientStatement(
  database: Queryable,
  { depotId }: Actor,
  { id, period }: { id: string; period: Period },
): Promise<Result<ClientStatement, RequestError>> {
  const { rows } = await database.query<Found>(
    `SELECT c.name, c.balance, l.after, l.since FROM clients c CROSS JOIN LATERAL (
       SELECT coalesce(sum(amount), 0)::bigint AS since,
         coalesce(sum(amount) FILTER (WHERE booked_at >= $4), 0)::bigint AS after
       FROM ledger WHERE client_id = c.id AND booked_at >= $3) l
     WHERE c.id = $1 AND ($2::integer IS NULL
       OR EXISTS (SELECT FROM client_depots x WHERE x.client_id = c.id AND x.depot_id = $2))`,
    [id, depotId, period.begins, period.ends],
  );
  const client = rows[0];
  if (!client) return refuse('NOT_FOUND', `There is no client ${id} here.`);
  const lines = await database.query<Omit<StatementLine, 'balance'>>(LINES, [
    id,
    period.begins,
    period.ends,
    LIMITS.statementRows + 1,
  ]);
  if (lines.rows.length > LIMITS.statementRows) {
    return refuse('INVALID_REQUEST', `There are more than ${LIMITS.statementRows} lines: ask for fewer days.`);
  }
  const opening = client.balance - client.since;
  let balance = opening;
  const items = lines.rows.map((line) => {
    balance += line.amount;
    return { ...line, balance };
  });
  const closing = client.balance - client.after;
  return ok({ client_id: id, client_name: client.name, from: period.from, to: period.to, opening, closing, items });
}

const LINES = `
  SELECT l.booked_at AS at, l.kind, l.source_id, coalesce(i.reference, dl.reference, cn.reference) AS reference, l.amount
  FROM ledger l
    LEFT JOIN invoices i ON i.id = l.source_id AND l.kind IN ('INVOICE', 'PAID_AT_ONCE', 'INVOICE_CANCELLED', 'PAID_AT_ONCE_CANCELLED')
    LEFT JOIN deliveries dl ON dl.id = l.source_id AND l.kind IN ('COLLECTED', 'CHEQUE_COLLECTED', 'CHEQUE_BOUNCED')
    LEFT JOIN credit_notes cn ON cn.id = l.source_id AND l.kind = 'CREDIT_NOTE'
  WHERE l.client_id = $1 AND l.booked_at >= $2 AND l.booked_at < $3
  ORDER BY l.booked_at, l.source_id, l.amount DESC, l.kind LIMIT $4`;
