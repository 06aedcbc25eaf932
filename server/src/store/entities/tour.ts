import type { TourRow } from '#shared/domain/tour/settle-tours.ts';
import type { TourDay } from '#shared/domain/tour/tour-id.ts';
import type { Queryable, Transaction } from '../database.ts';

/** The columns of `tours t`. */
export const TOUR = `t.driver_user_id, t.day, t.depot_id, t.state, t.confirmed_device, t.confirmed_seq, t.confirmed_at,
  t.settlement, t.settled_at, t.settled_by, t.settle_reason`;

/** What a decided batch has to do with tours. */
export interface TourQuestion {
  /** Users of whose events or journals something has changed. */
  users: number[];
  /** Days that events belong to, and tours that they are about. */
  days: TourDay[];
  /** The lowest number that each device brings. */
  lowest: { device_id: string; seq: number }[];
}

/** Tours that wait for their driver's events, those of these days, and those whose confirmation stands behind some event. */
export async function loadTours(db: Queryable, { users, days, lowest }: TourQuestion): Promise<TourRow[]> {
  const { rows } = await db.query<TourRow>(
    `SELECT ${TOUR} FROM tours t WHERE t.driver_user_id = ANY ($1::integer[]) AND t.state = 'WAITING_FOR_EVENTS'
     UNION SELECT ${TOUR} FROM unnest($2::integer[], $3::date[]) AS k (driver, day)
       JOIN tours t ON t.driver_user_id = k.driver AND t.day = k.day
     UNION SELECT ${TOUR} FROM unnest($4::uuid[], $5::integer[]) AS k (device, seq)
       JOIN tours t ON t.confirmed_device = k.device AND t.confirmed_seq > k.seq
     ORDER BY driver_user_id, day`,
    [
      users,
      days.map(({ driver_user_id }) => driver_user_id),
      days.map(({ day }) => day),
      lowest.map(({ device_id }) => device_id),
      lowest.map(({ seq }) => seq),
    ],
  );
  return rows;
}

/** Behind the lock of their drivers. */
export async function writeTours(tx: Transaction, rows: TourRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO tours AS t (driver_user_id, day, depot_id, state, confirmed_device, confirmed_seq, confirmed_at, settlement,
       settled_at, settled_by, settle_reason)
     SELECT driver_user_id, day, depot_id, state, confirmed_device, confirmed_seq, confirmed_at, settlement, settled_at,
       settled_by, settle_reason
     FROM json_to_recordset($1::json) AS r (driver_user_id integer, day date, depot_id integer, state text,
       confirmed_device uuid, confirmed_seq integer, confirmed_at timestamptz, settlement jsonb, settled_at timestamptz,
       settled_by integer, settle_reason text)
     ORDER BY driver_user_id, day
     ON CONFLICT (driver_user_id, day) DO UPDATE SET state = excluded.state, confirmed_device = excluded.confirmed_device,
       confirmed_seq = excluded.confirmed_seq, confirmed_at = excluded.confirmed_at, settlement = excluded.settlement,
       settled_at = excluded.settled_at, settled_by = excluded.settled_by, settle_reason = excluded.settle_reason`,
    [JSON.stringify(rows)],
  );
}
