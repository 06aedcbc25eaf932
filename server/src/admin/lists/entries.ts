import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

/** An event's entity is free text, so it is a delivery only where it has the form of one's id. Looked up row by row, never joined. */
const REFERENCE = `(SELECT dl.reference FROM deliveries dl WHERE dl.id =
    CASE WHEN e.entity_type = 'DELIVERY' AND e.entity_id ~ '${UUID_PATTERN}' THEN e.entity_id::uuid END)`;
const EVENT = `e.id, e.device_id, e.user_id, u.name AS user_name, u.depot_id, e.seq, e.entity_type, e.entity_id,
  ${REFERENCE} AS reference, e.action, e.occurred_at, e.received_at, e.drift_ms, e.received_via, e.stored_at, e.status,
  e.error_code, e.resolution, e.waits_for,
  (SELECT json_build_object('outcome', ia.outcome, 'reason', ia.reason, 'by_name', iu.name,
     'at', to_char(ia.answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   FROM inbox_answers ia JOIN users iu ON iu.id = ia.answered_by WHERE ia.event_id = e.id) AS answer`;
const EVENT_TABLES = 'LEFT JOIN users u ON u.id = e.user_id';
const FOUND = `($2::integer IS NULL OR u.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', e.action, u.name, ${REFERENCE})) LIKE ALL ($3))
    AND ($7::uuid IS NULL OR e.device_id = $7) AND ($8::integer IS NULL OR e.user_id = $8)`;
const ANSWERED = 'EXISTS (SELECT FROM inbox_answers ia WHERE ia.event_id = e.id)';

const EVENTS = `SELECT ${EVENT}
  FROM (SELECT * FROM events e WHERE ($1::uuid IS NULL OR e.id = $1)
    AND ($9::text IS NULL OR e.status = $9) AND ($10::text IS NULL OR e.entity_id = $10)
    AND ($12::timestamptz IS NULL OR e.stored_at >= $12) AND ($13::timestamptz IS NULL OR e.stored_at < $13)`;
const EVENTS_FOUND = `AS e ${EVENT_TABLES}
  WHERE ${FOUND} AND ($11::text IS NULL OR e.action = $11)`;
const EVENTS_DOWN = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${EVENTS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) < ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at DESC, e.id DESC LIMIT $14) ${EVENTS_FOUND}
      ORDER BY e.stored_at DESC, e.id DESC LIMIT $4`,
};
const EVENTS_UP = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${EVENTS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) > ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at, e.id LIMIT $14) ${EVENTS_FOUND}
      ORDER BY e.stored_at, e.id LIMIT $4`,
};

/** A device's own, by their numbers: its journal. */
const EVENTS_OF_DEVICE = {
  by: ['seq', 'id'],
  place: 'seq, id',
  sql: `${EVENTS} AND e.device_id = $7
      AND ($5::text IS NULL OR (e.seq, e.id) < ($5::integer, $6::uuid)) ORDER BY e.seq DESC, e.id DESC LIMIT $14) ${EVENTS_FOUND}
      ORDER BY e.seq DESC, e.id DESC LIMIT $4`,
};

/** The newest first. */
export const events: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.events,
  sifts: ['q', 'depot_id', 'device_id', 'user_id', 'action'],
  own: EVENTS_DOWN,
  ofDevice: EVENTS_OF_DEVICE,
  sorts: { stored_at: EVENTS_UP, '-stored_at': EVENTS_DOWN },
};

const CONFLICTS = `SELECT ${EVENT}
  FROM (SELECT * FROM events e WHERE ($1::uuid IS NULL OR e.id = $1) AND e.status = 'REJECTED'
    AND e.error_code IN ('ALREADY_VALIDATED', 'ALREADY_INVOICED', 'ENTITY_EXISTS', 'DELIVERY_CANCELLED')
    AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)`;
const CONFLICTS_FOUND = `AS e ${EVENT_TABLES}
  WHERE ${FOUND} AND ($11::boolean IS NULL OR ${ANSWERED} = $11)`;
const CONFLICTS_DOWN = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${CONFLICTS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) < ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at DESC, e.id DESC LIMIT $12) ${CONFLICTS_FOUND}
      ORDER BY e.stored_at DESC, e.id DESC LIMIT $4`,
};
const CONFLICTS_UP = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${CONFLICTS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) > ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at, e.id LIMIT $12) ${CONFLICTS_FOUND}
      ORDER BY e.stored_at, e.id LIMIT $4`,
};

/** What was refused because something else had come first: a person decides what it means. */
export const conflicts: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.conflicts,
  sifts: ['q', 'depot_id', 'device_id', 'user_id', 'answered'],
  own: CONFLICTS_DOWN,
  sorts: { stored_at: CONFLICTS_UP, '-stored_at': CONFLICTS_DOWN },
};

const CORRECTIONS = `SELECT ${EVENT}
  FROM (SELECT * FROM events e WHERE ($1::uuid IS NULL OR e.id = $1) AND e.status = 'APPLIED'
    AND e.action = 'CORRECTION_REQUESTED' AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)`;
const CORRECTIONS_FOUND = `AS e ${EVENT_TABLES}
  WHERE ${FOUND} AND ($11::boolean IS NULL OR ${ANSWERED} = $11)`;
const CORRECTIONS_DOWN = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${CORRECTIONS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) < ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at DESC, e.id DESC LIMIT $12) ${CORRECTIONS_FOUND}
      ORDER BY e.stored_at DESC, e.id DESC LIMIT $4`,
};
const CORRECTIONS_UP = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${CORRECTIONS}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) > ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at, e.id LIMIT $12) ${CORRECTIONS_FOUND}
      ORDER BY e.stored_at, e.id LIMIT $4`,
};

/** What somebody asked to have corrected of what they had said. */
export const corrections: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.corrections,
  sifts: ['q', 'depot_id', 'device_id', 'user_id', 'answered'],
  own: CORRECTIONS_DOWN,
  sorts: { stored_at: CORRECTIONS_UP, '-stored_at': CORRECTIONS_DOWN },
};

const QUARANTINE = `SELECT ${EVENT}
  FROM (SELECT * FROM events e WHERE ($1::uuid IS NULL OR e.id = $1) AND e.status = 'QUARANTINED'
    AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)`;
const QUARANTINE_FOUND = `AS e ${EVENT_TABLES}
  WHERE ${FOUND}`;
const QUARANTINE_DOWN = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${QUARANTINE}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) < ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at DESC, e.id DESC LIMIT $11) ${QUARANTINE_FOUND}
      ORDER BY e.stored_at DESC, e.id DESC LIMIT $4`,
};
const QUARANTINE_UP = {
  by: ['stored_at', 'id'],
  place: 'stored_at, id',
  sql: `${QUARANTINE}
      AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) > ($5::timestamptz, $6::uuid)) ORDER BY e.stored_at, e.id LIMIT $11) ${QUARANTINE_FOUND}
      ORDER BY e.stored_at, e.id LIMIT $4`,
};

export const quarantine: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.quarantine,
  sifts: ['q', 'depot_id', 'device_id', 'user_id'],
  own: QUARANTINE_DOWN,
  sorts: { stored_at: QUARANTINE_UP, '-stored_at': QUARANTINE_DOWN },
};
