import type { SaidNumber } from '#shared/contract/hub-health.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../database.ts';

/** Said again within this time, the same number is not written again: it is for people, to the minute. */
const PRECISION_MS = 60_000;

/**
 * Notes the last numbers that devices say to have made, by themselves or by way of a hub: the newest statement counts,
 * and none is of the future. Nothing is decided by it; HQ shows what has not arrived.
 */
export async function noteMade(database: Queryable, said: SaidNumber[], nowMs: number): Promise<void> {
  if (said.length === 0) return;
  const sorted = said.toSorted((a, b) => (a.device_id < b.device_id ? -1 : 1));
  await database.query(
    `INSERT INTO device_claims AS c (device_id, made, said_at)
     SELECT r.device_id, r.made, least(r.at, $4::timestamptz)
     FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS r (device_id, made, at)
     WHERE EXISTS (SELECT FROM devices dv WHERE dv.id = r.device_id)
     ON CONFLICT (device_id) DO UPDATE SET made = excluded.made, said_at = excluded.said_at
     WHERE excluded.said_at > c.said_at
       AND (excluded.made <> c.made OR excluded.said_at >= c.said_at + make_interval(secs => $5::integer / 1000))`,
    [
      sorted.map(({ device_id }) => device_id),
      sorted.map(({ made }) => made),
      sorted.map(({ at }) => at),
      isoTime(nowMs),
      PRECISION_MS,
    ],
  );
}
