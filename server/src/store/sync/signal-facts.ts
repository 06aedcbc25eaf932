import type { SyncEvent } from '#shared/contract/events.ts';
import type { AfterRevocation } from '#shared/domain/signals/after-revocation.ts';
import type { DriverDay } from '#shared/domain/signals/many-failures.ts';
import type { Place, Stop } from '#shared/domain/signals/stop.ts';
import { SIGNAL_THRESHOLDS } from '#shared/domain/signals/thresholds.ts';
import type { Neighbour, Tick } from '#shared/domain/signals/time-backwards.ts';
import type { Transaction } from '../database.ts';
import { pgTextArray } from '../lists.ts';

/** The client of a stop's delivery, as HQ knows its place now. */
export interface ClientOfStop {
  id: string;
  location: Place | null;
}

interface StopRow {
  /** The new stop that this row tells of. */
  about: string;
  client_id: string | null;
  client_location: Place | null;
  event_id: string | null;
  device_id: string;
  user_id: number;
  seq: number;
  at: string;
  lat: number;
  lng: number;
  accuracy_m: number;
}

/**
 * Enters new stops, each with its place, and finds for each its delivery's client and its stored neighbours in time: those
 * of its user, with a place, and no further away in time than says anything.
 */
export async function enterStops(
  tx: Transaction,
  stops: Stop[],
): Promise<{ known: Stop[]; clients: Map<string, ClientOfStop> }> {
  const column = (of: (stop: Stop) => string | number | null | undefined) =>
    pgTextArray(stops.map((stop) => of(stop) ?? 'NULL'));
  const { rows } = await tx.query<StopRow>(
    `WITH fresh AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[],
         $6::double precision[], $7::double precision[], $8::double precision[], $9::uuid[])
         AS r (event_id, device_id, user_id, seq, at, lat, lng, accuracy_m, delivery_id)
     ), entered AS (
       INSERT INTO stops (event_id, device_id, user_id, seq, at, lat, lng, accuracy_m)
       SELECT event_id, device_id, user_id, seq, at, lat, lng, accuracy_m FROM fresh ORDER BY user_id, at, event_id
       ON CONFLICT DO NOTHING
     )
     SELECT f.event_id AS about, c.id AS client_id, c.location AS client_location, near.event_id, near.device_id,
       near.user_id, near.seq, near.at, near.lat, near.lng, near.accuracy_m
     FROM fresh f LEFT JOIN deliveries d ON d.id = f.delivery_id LEFT JOIN clients c ON c.id = d.client_id
       LEFT JOIN LATERAL (
         (SELECT s.* FROM stops s
          WHERE s.user_id = f.user_id AND (s.at, s.event_id) < (f.at, f.event_id) AND s.lat IS NOT NULL
            AND s.at >= f.at - make_interval(hours => $10)
          ORDER BY s.at DESC, s.event_id DESC LIMIT 1)
         UNION ALL
         (SELECT s.* FROM stops s
          WHERE s.user_id = f.user_id AND (s.at, s.event_id) > (f.at, f.event_id) AND s.lat IS NOT NULL
            AND s.at <= f.at + make_interval(hours => $10)
          ORDER BY s.at, s.event_id LIMIT 1)
       ) near ON true`,
    [
      column(({ event_id }) => event_id),
      column(({ device_id }) => device_id),
      column(({ user_id }) => user_id),
      column(({ seq }) => seq),
      column(({ at }) => at),
      column(({ place }) => place?.lat),
      column(({ place }) => place?.lng),
      column(({ place }) => place?.accuracy_m),
      column(({ delivery_id }) => delivery_id),
      SIGNAL_THRESHOLDS.tooFastWindowHours,
    ],
  );
  const clients = rows.flatMap(({ about, client_id, client_location }): [string, ClientOfStop][] =>
    client_id === null ? [] : [[about, { id: client_id, location: client_location }]],
  );
  return { known: rows.flatMap((row) => storedStop(row) ?? []), clients: new Map(clients) };
}

function storedStop({ event_id, device_id, user_id, seq, at, lat, lng, accuracy_m }: StopRow): Stop | null {
  if (event_id === null) return null;
  return { event_id, delivery_id: null, device_id, user_id, seq, at, place: { lat, lng, accuracy_m } };
}

/**
 * Stored events by their number in a device's journal: both branches, where it forked. A journal is written from its
 * end, so there is hardly ever one that comes after; only of such is the text read, for what it continues.
 */
export async function loadTicks(tx: Transaction, needed: Neighbour[]): Promise<Tick[]> {
  const { rows } = await tx.query<Omit<Tick, 'prev_checksum'> & { body: string | null }>(
    `SELECT e.id AS event_id, e.device_id, e.seq, e.checksum, e.occurred_at, e.drift_ms,
       CASE WHEN k.after THEN e.body END AS body
     FROM unnest($1::uuid[], $2::bigint[], $3::boolean[]) AS k (device_id, seq, after), LATERAL (
       SELECT * FROM events e WHERE e.device_id = k.device_id AND e.seq = k.seq LIMIT $4) e`,
    [
      pgTextArray(needed.map(({ device_id }) => device_id)),
      pgTextArray(needed.map(({ seq }) => seq)),
      needed.map(({ after }) => after),
      BRANCHES,
    ],
  );
  return rows.map(({ body, ...tick }) => ({
    ...tick,
    prev_checksum: body === null ? null : (JSON.parse(body) as SyncEvent).prev_checksum,
  }));
}

/** A journal that forked more often than this is alerted as forked, and needs no clock to look odd. */
const BRANCHES = 8;

/** The named days of drivers as they stand now. */
export async function loadDriverDays(
  tx: Transaction,
  days: Pick<DriverDay, 'driver_user_id' | 'planned_for'>[],
): Promise<DriverDay[]> {
  const { rows } = await tx.query<DriverDay>(
    `SELECT k.driver_user_id, k.planned_for, n.depot_id, n.planned, n.failed, n.failed_delivery_ids
     FROM unnest($1::integer[], $2::date[]) AS k (driver_user_id, planned_for), LATERAL (
       SELECT min(d.depot_id) AS depot_id, count(*) AS planned, count(*) FILTER (WHERE d.status = 'FAILED') AS failed,
         coalesce((array_agg(d.id ORDER BY d.id) FILTER (WHERE d.status = 'FAILED'))[1:$3], '{}') AS failed_delivery_ids
       FROM deliveries d
       WHERE d.driver_user_id = k.driver_user_id AND d.planned_for = k.planned_for AND d.status <> 'CANCELLED') n
     WHERE n.planned > 0`,
    [
      pgTextArray(days.map(({ driver_user_id }) => driver_user_id)),
      pgTextArray(days.map(({ planned_for }) => planned_for)),
      FAILURES_NAMED,
    ],
  );
  return rows;
}

const FAILURES_NAMED = 20;

export interface Revocation {
  device_id: string;
  depot_id: number | null;
  revoked_at: string;
  /** What was found of this device before. */
  before: AfterRevocation | null;
}

/** When each of these devices was revoked. One whose user left the company, and which was not, has no such time. */
export async function loadRevocations(tx: Transaction, deviceIds: string[]): Promise<Revocation[]> {
  const { rows } = await tx.query<Revocation>(
    `SELECT d.id AS device_id, u.depot_id, d.revoked_at, a.details AS before
     FROM devices d JOIN users u ON u.id = d.user_id
       LEFT JOIN alerts a ON a.kind = 'AFTER_REVOCATION' AND a.subject = d.id::text
     WHERE d.id = ANY ($1::uuid[]) AND d.revoked_at IS NOT NULL`,
    [deviceIds],
  );
  return rows;
}
