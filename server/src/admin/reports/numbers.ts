import type { NumberDay, NumberReport, NumberSeries } from '#shared/contract/hq/reports.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../../store/database.ts';
import type { Period } from './period.ts';

type Asked = Period & { month: string; depotId: number | null };

/** The numbers of invoices and credit notes: of each series of the year whether any is missing, and of each day which they were. */
export async function numberReport(database: Queryable, asked: Asked): Promise<NumberReport> {
  const year = Number(asked.month.slice(0, 4));
  const series = await database.query<NumberSeries>(SERIES, [year, asked.depotId, LIMITS.missingRuns]);
  const days = await database.query<NumberDay>(DAYS, [asked.depotId, asked.begins, asked.ends]);
  return { month: asked.month, series: series.rows, days: days.rows };
}

/** $1 a year, $2 a depot, $3 how many runs are named. A number is the last part of its reference. */
const SERIES = `
  WITH wanted AS (
    SELECT c.series, c.depot_id, c.year, c.last, c.series || '-' || d.code || '-' || c.year || '-' AS prefix
    FROM document_counters c JOIN depots d ON d.id = c.depot_id
    WHERE c.series IN ('FAC', 'AV') AND c.year = $1 AND ($2::integer IS NULL OR c.depot_id = $2)
  ), papers AS (
    SELECT 'FAC' AS series, depot_id, reference, cancelled_at FROM invoices WHERE $2::integer IS NULL OR depot_id = $2
    UNION ALL
    SELECT 'AV', depot_id, reference, NULL FROM credit_notes WHERE $2::integer IS NULL OR depot_id = $2
  ), numbered AS (
    SELECT w.series, w.depot_id, substr(p.reference, length(w.prefix) + 1)::integer AS number, p.cancelled_at
    FROM wanted w JOIN papers p ON p.series = w.series AND p.depot_id = w.depot_id AND starts_with(p.reference, w.prefix)
  ), steps AS (
    SELECT series, depot_id, number, lag(number, 1, 0) OVER (PARTITION BY series, depot_id ORDER BY number) AS before
    FROM (SELECT series, depot_id, number FROM numbered
      UNION ALL SELECT series, depot_id, last + 1 FROM wanted) n
  )
  SELECT w.series, w.depot_id, w.year, w.last,
    (SELECT count(*)::integer FROM numbered n WHERE n.series = w.series AND n.depot_id = w.depot_id) AS papers,
    (SELECT count(*)::integer FROM numbered n WHERE n.series = w.series AND n.depot_id = w.depot_id
       AND n.cancelled_at IS NOT NULL) AS cancelled,
    coalesce((SELECT json_agg(json_build_object('from', s.before + 1, 'to', s.number - 1) ORDER BY s.number)
      FROM (SELECT before, number FROM steps s WHERE s.series = w.series AND s.depot_id = w.depot_id
        AND s.number > s.before + 1 ORDER BY number LIMIT $3) s), '[]') AS missing
  FROM wanted w ORDER BY w.series DESC, w.depot_id`;

/** $1 a depot, $2 and $3 the moments between which the papers were written. */
const DAYS = `
  WITH papers AS (
    SELECT 'FAC' AS series, depot_id, reference, created_at, cancelled_at IS NOT NULL AS is_cancelled, total_ttc FROM invoices
    WHERE created_at >= $2 AND created_at < $3 AND ($1::integer IS NULL OR depot_id = $1)
    UNION ALL
    SELECT 'AV', depot_id, reference, created_at, false, total_ttc FROM credit_notes
    WHERE created_at >= $2 AND created_at < $3 AND ($1::integer IS NULL OR depot_id = $1)
  )
  SELECT series, depot_id, (created_at AT TIME ZONE 'Africa/Algiers')::date AS day, min(reference) AS first,
    max(reference) AS last, count(*)::integer AS papers, (count(*) FILTER (WHERE is_cancelled))::integer AS cancelled,
    coalesce(sum(total_ttc) FILTER (WHERE NOT is_cancelled), 0)::bigint AS total_ttc
  FROM papers GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3`;
