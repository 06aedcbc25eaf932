import type { SyncEvent } from '#shared/contract/events.ts';
import type { Tour } from '#shared/contract/tour.ts';
import type { TourConfirmed, TourCounted, VanLoaded } from '#shared/contract/tour-events.ts';
import { codesOf } from '#shared/domain/tour/shown-event.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, composed, isKnown, type SaveResult } from './actions.ts';
import { forgetForm } from './forms.ts';
import type { Sql } from './sql.ts';
import type { EventState, TourRecord, TourView } from './views.ts';

/** Under which the form of a loading or of a count is kept. */
export const tourForm = (action: 'load' | 'count', tourId: string): string => `${action} ${tourId}`;

export type RecordOfTour = { event_id: string; tour_id: string } & (
  | { action: 'VAN_LOADED'; details: VanLoaded }
  | { action: 'TOUR_COUNTED'; details: TourCounted }
  | { action: 'TOUR_CONFIRMED'; details: TourConfirmed }
);

/** Records a loading, a count, or the driver's signature under one. */
export async function recordOfTour({ sql, journal, clock }: ActionDeps, input: RecordOfTour): Promise<SaveResult> {
  const { event_id, tour_id, action, details } = input;
  const stored = await journal.append(
    () => {
      if (isKnown(sql, event_id)) return null;
      return [
        {
          id: event_id,
          entity_type: 'TOUR',
          entity_id: tour_id,
          action,
          payload: composed({ ...details }),
          occurred_at: isoTime(clock.now()),
        },
      ];
    },
    () => {
      if (action !== 'TOUR_CONFIRMED') forgetForm(sql, tourForm(action === 'VAN_LOADED' ? 'load' : 'count', tour_id));
    },
  );
  return { kind: stored ? 'saved' : 'already', event_id };
}

/** Keeps tours: the own ones, and those of the depot in whose crew the user is. */
export function keepTours(sql: Sql, tours: Tour[], owner: { userId: number; crewDepot?: number | null }): void {
  const ours = tours.filter(
    ({ driver_user_id, depot_id }) => driver_user_id === owner.userId || depot_id === owner.crewDepot,
  );
  if (ours.length === 0) return;
  sql.exec(
    `INSERT OR REPLACE INTO plain_cache_tours (id, driver_user_id, day, content)
     SELECT value ->> 'id', value ->> 'driver_user_id', value ->> 'day', value FROM json_each(?)`,
    [JSON.stringify(ours)],
  );
}

const TOURS = `SELECT t.content, u.name AS driver_name FROM plain_cache_tours t
               LEFT JOIN plain_cache_users u ON u.id = t.driver_user_id`;
type Row = { content: string; driver_name: string | null };
const tourView = ({ content, driver_name }: Row): TourView => ({ ...(JSON.parse(content) as Tour), driver_name });

/** The tours of a day. */
export const toursOf = (sql: Sql, day: string): TourView[] =>
  sql.all<Row>(`${TOURS} WHERE t.day = ? ORDER BY t.driver_user_id`, [day]).map(tourView);

/** One tour; null where this phone was never told of it. */
export const tourById = (sql: Sql, id: string): TourView | null =>
  sql.all<Row>(`${TOURS} WHERE t.id = ?`, [id]).map(tourView)[0] ?? null;

/** What was recorded here of a tour, the newest first. */
export const recordsOfTour = (sql: Sql, tourId: string): TourRecord[] =>
  sql
    .all<{ event_id: string; action: string; at: string; state: EventState; body: string }>(
      `SELECT q.id AS event_id, q.action, q.occurred_at AS at, s.state, q.body
       FROM (SELECT id, entity_type, entity_id, action, occurred_at, body FROM plain_sync_queue
             UNION ALL SELECT id, entity_type, entity_id, action, occurred_at, body FROM plain_sync_archive) q
       JOIN event_states s ON s.id = q.id
       WHERE q.entity_type = 'TOUR' AND q.entity_id = ? ORDER BY q.occurred_at DESC, q.id DESC`,
      [tourId],
    )
    .map(({ body, ...row }) => ({ ...row, payload: (JSON.parse(body) as SyncEvent).payload }));

/** The codes that show an event of a tour, which was recorded here, to the driver's phone; null where it is not here. */
export async function codesOfTour(sql: Sql, eventId: string): Promise<string[] | null> {
  const [row] = sql.all<{ body: string }>(
    `SELECT body FROM plain_sync_queue WHERE id = ?1 AND entity_type = 'TOUR'
     UNION ALL SELECT body FROM plain_sync_archive WHERE id = ?1 AND entity_type = 'TOUR'`,
    [eventId],
  );
  return row === undefined ? null : codesOf(JSON.parse(row.body));
}
