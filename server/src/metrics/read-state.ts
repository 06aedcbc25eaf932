import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../store/database.ts';
import { pipelined } from '../store/pipelined.ts';

export interface DatabaseState {
  waiting: { events: number; oldest_at: string | null };
  quarantined: number;
  alerts: { kind: string; unseen: number }[];
  hubs: { hub: string; depot: string; backlog: number; last_seen_at: string | null }[];
  /** Devices that said that they made more than has arrived, those with most first. */
  unsent: { device: string; depot: string; events: number }[];
  /** Depots whose PCs hold what HQ has not, and since when its oldest event waits there. */
  lags: { depot: string; oldest_at: string | null }[];
  /** Programs that are told of changes: how many places of the log lie before each, and how its attempts go. */
  webhooks: { webhook: string; name: string; behind: number; failures: number; failing_since: string | null }[];
  /** How many events a sweep has ever decided; and the nightly look at the sums, null before the first. */
  once: { decided_late: number; sums: { at: string; differences: number } | null };
}

/** What an operator watches and only the database knows. Each statement reads an index or a small table. */
export async function readState(database: Queryable): Promise<DatabaseState> {
  const [waiting, quarantined, alerts, hubs, unsent, lags, webhooks, once] = await pipelined(
    database.query<DatabaseState['waiting']>(
      `SELECT count(*) AS events, min(stored_at) AS oldest_at FROM events WHERE status = 'WAITING'`,
    ),
    database.query<{ events: number }>(`SELECT count(*) AS events FROM events WHERE status = 'QUARANTINED'`),
    database.query<DatabaseState['alerts'][number]>(
      'SELECT kind, count(*) AS unseen FROM alerts WHERE seen_at IS NULL GROUP BY kind ORDER BY kind',
    ),
    database.query<DatabaseState['hubs'][number]>(
      `SELECT h.id AS hub, d.code AS depot, h.backlog, h.last_seen_at FROM hubs h JOIN depots d ON d.id = h.depot_id
       WHERE h.is_active ORDER BY d.code, h.id LIMIT $1`,
      [LIMITS.metricSeries],
    ),
    database.query<DatabaseState['unsent'][number]>(
      `SELECT c.device_id AS device, coalesce(d.code, '') AS depot, c.made - coalesce(j.complete_up_to, 0) AS events
       FROM device_claims c JOIN devices dv ON dv.id = c.device_id AND dv.is_active
         JOIN users u ON u.id = dv.user_id LEFT JOIN depots d ON d.id = u.depot_id
         LEFT JOIN journals j ON j.device_id = c.device_id
       WHERE c.made > coalesce(j.complete_up_to, 0) ORDER BY events DESC, c.device_id LIMIT $1`,
      [LIMITS.metricSeries],
    ),
    database.query<DatabaseState['lags'][number]>(
      `SELECT d.code AS depot, min(h.health ->> 'oldest_at') AS oldest_at
       FROM hubs h JOIN depots d ON d.id = h.depot_id WHERE h.is_active GROUP BY d.code ORDER BY d.code LIMIT $1`,
      [LIMITS.metricSeries],
    ),
    database.query<DatabaseState['webhooks'][number]>(
      `SELECT w.id AS webhook, w.name, greatest(0, c.last - w.pos) AS behind, w.failures, w.failing_since
       FROM webhooks w, change_counter c WHERE w.state <> 'STOPPED' ORDER BY w.created_at, w.id LIMIT $1`,
      [LIMITS.metricSeries],
    ),
    database.query<DatabaseState['once']>(
      `SELECT coalesce((SELECT value::bigint FROM meta WHERE key = 'decided_late'), 0) AS decided_late,
              (SELECT value::jsonb FROM meta WHERE key = 'sums') AS sums`,
    ),
  );
  return {
    waiting: waiting.rows[0] ?? { events: 0, oldest_at: null },
    quarantined: quarantined.rows[0]?.events ?? 0,
    alerts: alerts.rows,
    hubs: hubs.rows,
    unsent: unsent.rows,
    lags: lags.rows,
    webhooks: webhooks.rows,
    once: once.rows[0] ?? { decided_late: 0, sums: null },
  };
}
