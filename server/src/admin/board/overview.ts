import type { DayTally, DepotOverview, Overview } from '#shared/contract/hq/board.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Queryable } from '../../store/database.ts';

const SERIES_DAYS = 14;

interface Asked {
  day: string;
  /** The only depot to show; null for all. */
  depotId: number | null;
}

/** Today at a glance: each depot's deliveries, its line to HQ, what needs a hand, and the days before. */
export async function overview(
  { database, clock }: Pick<ServerDeps, 'database' | 'clock'>,
  asked: Asked,
): Promise<Overview> {
  const series = await seriesUpTo(database, asked);
  const today = new Map(series.filter(({ day }) => day === asked.day).map((tally) => [tally.depot_id, tally]));
  const depots = await depotsNow(database, asked);
  return {
    day: asked.day,
    as_of: isoTime(clock.now()),
    depots: depots.map((depot) => {
      const {
        done = 0,
        partial = 0,
        refused = 0,
        failed = 0,
        cancelled = 0,
        to_come = 0,
      } = today.get(depot.depot_id) ?? {};
      return { ...depot, done, partial, refused, failed, cancelled, to_come };
    }),
    series,
  };
}

/** Why a visit failed stands in the event that said so: looked up for failed deliveries alone. */
async function seriesUpTo(database: Queryable, { day, depotId }: Asked): Promise<DayTally[]> {
  const { rows } = await database.query<DayTally>(
    `SELECT dl.planned_for AS day, dl.depot_id,
       count(*) FILTER (WHERE dl.status = 'VALIDATED') AS done, count(*) FILTER (WHERE dl.status = 'PARTIAL') AS partial,
       count(*) FILTER (WHERE why.reason = 'REFUSED') AS refused, count(*) FILTER (WHERE dl.status = 'FAILED') AS failed,
       count(*) FILTER (WHERE dl.status = 'CANCELLED') AS cancelled, count(*) FILTER (WHERE dl.status = 'PENDING') AS to_come,
       coalesce(sum(dl.total_ttc) FILTER (WHERE dl.status IN ('VALIDATED', 'PARTIAL')), 0)::bigint AS delivered_ttc
     FROM deliveries dl LEFT JOIN LATERAL (
       SELECT e.body::json -> 'payload' ->> 'reason' AS reason FROM events e
       WHERE dl.status = 'FAILED' AND e.entity_id = dl.id::text AND e.action = 'DELIVERY_FAILED' AND e.status = 'APPLIED'
       ORDER BY e.stored_at DESC LIMIT 1) why ON true
     WHERE dl.planned_for BETWEEN $1::date - $3::integer + 1 AND $1::date AND ($2::integer IS NULL OR dl.depot_id = $2)
     GROUP BY dl.planned_for, dl.depot_id ORDER BY dl.planned_for, dl.depot_id`,
    [day, depotId, SERIES_DAYS],
  );
  return rows;
}

type DepotNow = Omit<DepotOverview, 'done' | 'partial' | 'refused' | 'failed' | 'cancelled' | 'to_come'>;

async function depotsNow(database: Queryable, { day, depotId }: Asked): Promise<DepotNow[]> {
  const { rows } = await database.query<DepotNow>(
    `WITH late AS (
       SELECT depot_id, count(*) AS n FROM deliveries
       WHERE planned_for < $1::date AND status IN ('PENDING', 'FAILED') GROUP BY depot_id
     ), line AS (
       SELECT depot_id, sum(backlog)::bigint AS backlog, max(last_seen_at) AS seen,
         min((health ->> 'oldest_at')::timestamptz) FILTER (WHERE backlog > 0) AS since
       FROM hubs WHERE is_active GROUP BY depot_id
     ), inbox AS (
       SELECT u.depot_id, count(*) FILTER (WHERE e.status = 'REJECTED') AS conflicts,
         count(*) FILTER (WHERE e.status = 'QUARANTINED') AS quarantine, count(*) FILTER (WHERE e.status = 'WAITING') AS waiting
       FROM events e JOIN users u ON u.id = e.user_id
       WHERE e.status <> 'APPLIED' AND NOT EXISTS (SELECT FROM inbox_answers s WHERE s.event_id = e.id)
         AND (e.status <> 'REJECTED'
           OR e.error_code IN ('ALREADY_VALIDATED', 'ALREADY_INVOICED', 'ENTITY_EXISTS', 'DELIVERY_CANCELLED'))
       GROUP BY u.depot_id
     ), unseen AS (SELECT depot_id, count(*) AS n FROM alerts WHERE seen_at IS NULL GROUP BY depot_id)
     SELECT d.id AS depot_id, d.code, d.name, coalesce(late.n, 0) AS late, line.backlog, line.since AS backlog_since,
       line.seen AS hub_seen_at, coalesce(inbox.conflicts, 0) AS conflicts, coalesce(inbox.quarantine, 0) AS quarantine,
       coalesce(inbox.waiting, 0) AS waiting, coalesce(unseen.n, 0) AS alerts
     FROM depots d LEFT JOIN late ON late.depot_id = d.id LEFT JOIN line ON line.depot_id = d.id
       LEFT JOIN inbox ON inbox.depot_id = d.id LEFT JOIN unseen ON unseen.depot_id = d.id
     WHERE $2::integer IS NULL OR d.id = $2 ORDER BY d.code`,
    [day, depotId],
  );
  return rows;
}
