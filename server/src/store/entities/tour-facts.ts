import { DAY_MS } from '#shared/contract/durations.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { signedCount } from '#shared/domain/tour/signed-count.ts';
import type { DriverDevice, Signature, TourEvent, TourFacts } from '#shared/domain/tour/tour-facts.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import { type Upcasts, upcast } from '#shared/domain/upcast.ts';
import { isUuid } from '#shared/domain/uuid.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../database.ts';
import { pipelined } from '../pipelined.ts';

/** How long before a day a tour lies whose confirmation may have been made on it. */
const EARLIER_DAYS = 31;

const EVENT = `e.id, e.user_id, e.device_id, e.seq, e.entity_type, e.entity_id, e.action, e.status, e.corrected_at AS at,
  e.body`;

type EventRow = Omit<TourEvent, 'payload'> & { body: string };

/** Reads all that the state of these tours is computed from: a fixed number of statements, whatever their number. */
export async function loadTourFacts(db: Queryable, tours: TourDay[], upcasts: Upcasts): Promise<TourFacts[]> {
  if (tours.length === 0) return [];
  const drivers = [...new Set(tours.map(({ driver_user_id }) => driver_user_id))];
  const read = (row: EventRow) => tourEvent(row, upcasts);
  const [about, devices, earlier] = await pipelined(
    loadAbout(db, tours.map(tourId)),
    loadDevices(db, drivers),
    loadEarlier(db, tours, drivers),
  );
  const aboutOf = Map.groupBy(about.map(read), ({ entity_id }) => entity_id);
  const spans = tours.map((tour) => spanOf(tour, signedCount(aboutOf.get(tourId(tour)) ?? []).confirmation));
  const events = Map.groupBy(await loadSpans(db, spans), ({ tour }) => tour);
  const validated = [...events.values()].flat().filter(({ action }) => action === 'DELIVERY_VALIDATED');
  const delivered = await loadDelivered(
    db,
    validated.map(({ entity_id }) => entity_id),
  );
  return tours.map((tour, index) => ({
    tour,
    about: aboutOf.get(tourId(tour)) ?? [],
    events: (events.get(index + 1) ?? []).map(read),
    delivered,
    earlier: earlier.filter((one) => one.driver_user_id === tour.driver_user_id && one.day < tour.day),
    devices: devices.filter(({ user_id }) => user_id === tour.driver_user_id),
  }));
}

function tourEvent({ body, ...row }: EventRow, upcasts: Upcasts): TourEvent {
  const { payload } = upcast(JSON.parse(body) as SyncEvent, upcasts);
  return { ...row, payload };
}

interface Span {
  driver_user_id: number;
  from: string;
  until: string;
}

/** From the beginning of the day to its end, or as far as an event before the confirmation can lie. */
function spanOf({ driver_user_id, day }: TourDay, confirmation: Signature | null): Span {
  const from = startOfDay(day);
  const end = Math.max(Date.parse(from), confirmation ? Date.parse(confirmation.at) : 0) + DAY_MS;
  return { driver_user_id, from, until: isoTime(end + 1) };
}

async function loadAbout(db: Queryable, ids: string[]): Promise<EventRow[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT ${EVENT} FROM events e WHERE e.entity_type = 'TOUR' AND e.entity_id = ANY ($1::text[])
       AND e.corrected_at IS NOT NULL`,
    [ids],
  );
  return rows;
}

async function loadSpans(db: Queryable, spans: Span[]): Promise<(EventRow & { tour: number })[]> {
  const { rows } = await db.query<EventRow & { tour: number }>(
    `SELECT s.tour::integer AS tour, ${EVENT}
     FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS s (driver, since, until, tour)
     JOIN events e ON e.user_id = s.driver AND e.corrected_at >= s.since AND e.corrected_at < s.until
     WHERE e.entity_type IN ('DELIVERY', 'INVOICE', 'PAYMENT') OR e.status IN ('WAITING', 'QUARANTINED')`,
    [spans.map(({ driver_user_id }) => driver_user_id), spans.map(({ from }) => from), spans.map(({ until }) => until)],
  );
  return rows;
}

async function loadDelivered(db: Queryable, ids: string[]): Promise<TourFacts['delivered']> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; lines: { product_id: number; delivered?: number }[] }>(
    'SELECT id, lines FROM deliveries WHERE id = ANY ($1::uuid[])',
    [known],
  );
  return new Map(
    rows.map(({ id, lines }) => [
      id,
      lines.map(({ product_id, delivered = 0 }) => ({ product_id, quantity: delivered })),
    ]),
  );
}

async function loadDevices(db: Queryable, drivers: number[]): Promise<(DriverDevice & { user_id: number })[]> {
  const { rows } = await db.query<Omit<DriverDevice, 'journal'> & DriverDevice['journal'] & { user_id: number }>(
    `SELECT d.user_id, d.id, d.is_active, d.last_seen_at, coalesce(j.complete_up_to, 0) AS complete_up_to,
            coalesce(j.runs, '[]') AS runs,
            (SELECT e.corrected_at FROM events e WHERE e.device_id = d.id ORDER BY e.seq DESC LIMIT 1) AS last_event_at
     FROM devices d LEFT JOIN journals j ON j.device_id = d.id WHERE d.user_id = ANY ($1::integer[]) ORDER BY d.id`,
    [drivers],
  );
  return rows.map(({ complete_up_to, runs, ...device }) => ({ ...device, journal: { complete_up_to, runs } }));
}

async function loadEarlier(db: Queryable, tours: TourDay[], drivers: number[]): Promise<(Signature & TourDay)[]> {
  const { rows } = await db.query<Signature & TourDay>(
    `SELECT driver_user_id, day, confirmed_device AS device_id, confirmed_seq AS seq, confirmed_at AS at FROM tours
     WHERE driver_user_id = ANY ($1::integer[]) AND confirmed_device IS NOT NULL
       AND day >= (SELECT min(day) FROM unnest($2::date[]) AS t (day)) - $3::integer`,
    [drivers, tours.map(({ day }) => day), EARLIER_DAYS],
  );
  return rows;
}
