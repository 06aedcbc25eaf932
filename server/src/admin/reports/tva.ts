import type { RateOfMonth, TvaReport } from '#shared/contract/hq/reports.ts';
import type { Queryable } from '../../store/database.ts';
import type { Period } from './period.ts';

type Asked = Period & { month: string; depotId: number | null };

/** Sales and TVA of a month by rate, with what was credited in it. An invoice that was cancelled counts nowhere. */
export async function tvaReport(database: Queryable, { month, depotId, begins, ends }: Asked): Promise<TvaReport> {
  const wanted = [depotId, begins, ends];
  const rates = await database.query<RateOfMonth>(RATES, wanted);
  const sums = await database.query<Omit<TvaReport, 'month' | 'rates'>>(
    `SELECT coalesce(sum(stamp_duty), 0)::bigint AS stamp_duty, coalesce(sum(total_ttc), 0)::bigint AS total_ttc,
       (SELECT coalesce(sum(total_ttc), 0)::bigint FROM credit_notes
        WHERE created_at >= $2 AND created_at < $3 AND ($1::integer IS NULL OR depot_id = $1)) AS credited_ttc
     FROM invoices WHERE created_at >= $2 AND created_at < $3 AND ($1::integer IS NULL OR depot_id = $1)
       AND cancelled_at IS NULL`,
    wanted,
  );
  return { month, rates: rates.rows, ...(sums.rows[0] as Omit<TvaReport, 'month' | 'rates'>) };
}

/** As totals are made: bases are summed by rate within an invoice, and its TVA is rounded half up once a rate. */
const RATES = `
  WITH sold AS (
    SELECT i.id, (line ->> 'tva_rate')::numeric AS rate,
      sum((line ->> 'quantity')::bigint * (line ->> 'unit_price_ht')::bigint) AS base
    FROM invoices i CROSS JOIN LATERAL jsonb_array_elements(i.lines) AS line
    WHERE i.created_at >= $2 AND i.created_at < $3 AND ($1::integer IS NULL OR i.depot_id = $1) AND i.cancelled_at IS NULL
    GROUP BY 1, 2
  ), parts AS (
    SELECT rate, base AS base_ht, round(base * rate / 100) AS tva, 0 AS credited_ht, 0 AS credited_tva FROM sold
    UNION ALL
    SELECT (part ->> 'tva_rate')::numeric, 0, 0, (part ->> 'base_ht')::bigint, (part ->> 'tva')::bigint
    FROM credit_notes cn CROSS JOIN LATERAL jsonb_array_elements(cn.by_rate) AS part
    WHERE cn.created_at >= $2 AND cn.created_at < $3 AND ($1::integer IS NULL OR cn.depot_id = $1)
  )
  SELECT rate::float8 AS tva_rate, sum(base_ht)::bigint AS base_ht, sum(tva)::bigint AS tva,
    sum(credited_ht)::bigint AS credited_ht, sum(credited_tva)::bigint AS credited_tva
  FROM parts GROUP BY rate ORDER BY rate`;
