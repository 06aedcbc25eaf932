import { EVENT_ERRORS, type EventErrorCode, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { readTourId } from '#shared/domain/tour/tour-id.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import type { Queryable, Transaction } from '../store/database.ts';
import { reviewTours } from '../store/sync/review-tours.ts';
import { type Acted, acted, changedBy } from './acts/act.ts';

/** What `/api/admin/events/:id` adds to the list's row: the event as it was received, and the way it came. */
export async function eventAsReceived(
  database: Queryable,
  id: string,
): Promise<{ received_text: string; hub: { id: string; name: string } | null }> {
  const { rows } = await database.query<{ body: string; hub_id: string | null; hub_name: string | null }>(
    `SELECT e.body, h.id AS hub_id, h.name AS hub_name
     FROM events e LEFT JOIN hubs h ON h.id = e.received_via WHERE e.id = $1`,
    [id],
  );
  const row = rows[0];
  const hub = row && row.hub_id !== null ? { id: row.hub_id, name: row.hub_name ?? '' } : null;
  return { received_text: row?.body ?? '', hub };
}

interface QuarantinedEvent {
  entity_type: string;
  entity_id: string;
  user_id: number;
  depot_id: number | null;
  error_code: EventErrorCode | null;
}

/** An admin decides that a quarantined event shall not count. Its author is told why it had been quarantined. */
export async function rejectQuarantined(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
): Promise<Result<Acted<{ id: string; status: 'REJECTED' }>, RequestError>> {
  const found = await tx.query<QuarantinedEvent & { status: string }>(
    `SELECT e.entity_type, e.entity_id, e.user_id, e.error_code, e.status, u.depot_id
     FROM events e LEFT JOIN users u ON u.id = e.user_id WHERE e.id = $1 FOR UPDATE OF e`,
    [id],
  );
  const event = found.rows[0];
  if (!event) return refuse('NOT_FOUND', `There is no event ${id}.`);
  if (event.status !== 'QUARANTINED') return refuse('CONFLICT', `This event is not in quarantine: ${event.status}.`);
  const error_code = event.error_code ?? 'DEVICE_REVOKED';
  const resolution = { action: EVENT_ERRORS[error_code].action };
  await tx.query(`UPDATE events SET status = 'REJECTED', error_code = $2, resolution = $3 WHERE id = $1`, [
    id,
    error_code,
    JSON.stringify(resolution),
  ]);
  const { entity_type, entity_id, user_id, depot_id } = event;
  const subject = { entity_type, entity_id, action: 'EVENT_REJECTED' } as const;
  const hubDepots = depot_id === null ? [] : [depot_id];
  const payload = { event_id: id, error_code, resolution };
  const tour = entity_type === 'TOUR' ? readTourId(entity_id) : null;
  const tours = await reviewTours(tx, { users: [user_id], days: tour ? [tour] : [] }, syncDeps(deps));
  await appendChanges(tx, [change(deps, subject, payload, { users: [user_id] }, hubDepots), ...tours]);
  const decided = { id, status: 'REJECTED' } as const;
  return acted(
    decided,
    changedBy({ what: 'QUARANTINE_REJECTED', type: 'EVENT' }, { id, status: event.status }, decided),
  );
}
