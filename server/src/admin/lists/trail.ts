import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import * as columns from '../../store/columns.ts';
import { BY_LONG_NUMBER, BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

/** What an alert shows of its event is joined to the rows that are shown, and to no other. */
const ALERTS = `SELECT a.id, a.kind, a.depot_id, a.device_id, a.event_id, a.details, a.created_at, a.about AS user_id,
    a.user_name, e.entity_type, e.entity_id, e.action, (SELECT dl.reference FROM deliveries dl WHERE dl.id =
      CASE WHEN e.entity_type = 'DELIVERY' AND e.entity_id ~ '${UUID_PATTERN}' THEN e.entity_id::uuid END) AS reference,
    a.seen_at, (SELECT s.name FROM users s WHERE s.id = a.seen_by) AS seen_by_name
  FROM (SELECT a.*, coalesce(a.user_id, dv.user_id) AS about, u.name AS user_name
    FROM (SELECT * FROM alerts a WHERE ($1::uuid IS NULL OR a.id = $1)
      AND ($10::boolean IS NULL OR (a.seen_at IS NOT NULL) = $10)
      AND ($11::timestamptz IS NULL OR a.created_at >= $11) AND ($12::timestamptz IS NULL OR a.created_at < $12)`;
const ALERTS_FOUND = `AS a LEFT JOIN devices dv ON dv.id = a.device_id LEFT JOIN users u ON u.id = coalesce(a.user_id, dv.user_id)
    WHERE ($2::integer IS NULL OR a.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', a.kind, u.name)) LIKE ALL ($3))
      AND ($7::text IS NULL OR a.kind = $7) AND ($8::uuid IS NULL OR a.device_id = $8)
      AND ($9::integer IS NULL OR coalesce(a.user_id, dv.user_id) = $9)`;
const ALERTS_DOWN = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${ALERTS}
      AND ($5::timestamptz IS NULL OR (a.created_at, a.id) < ($5::timestamptz, $6::uuid))
      ORDER BY a.created_at DESC, a.id DESC LIMIT $13) ${ALERTS_FOUND}
    ORDER BY a.created_at DESC, a.id DESC LIMIT $4) AS a LEFT JOIN events e ON e.id = a.event_id
  ORDER BY a.created_at DESC, a.id DESC`,
};
const ALERTS_UP = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${ALERTS}
      AND ($5::timestamptz IS NULL OR (a.created_at, a.id) > ($5::timestamptz, $6::uuid))
      ORDER BY a.created_at, a.id LIMIT $13) ${ALERTS_FOUND}
    ORDER BY a.created_at, a.id LIMIT $4) AS a LEFT JOIN events e ON e.id = a.event_id
  ORDER BY a.created_at, a.id`,
};

/** The newest first. */
export const alerts: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.alerts,
  sifts: ['q', 'depot_id', 'kind', 'device_id', 'user_id'],
  own: ALERTS_DOWN,
  sorts: { created_at: ALERTS_UP, '-created_at': ALERTS_DOWN },
};

const REFUSED = `SELECT r.id, r.refused_at, r.brought_by, r.event_id, r.error_code
  FROM (SELECT * FROM refused_copies r WHERE ($1::bigint IS NULL OR r.id = $1)`;

/** Copies that say nothing sure about any event, so about no depot either: `depot_id` is that of who brought them. */
export const refused: Listing = {
  id: BY_LONG_NUMBER,
  filters: LIST_FILTERS.refused,
  adminOnly: true,
  sifts: ['q', 'depot_id'],
  own: {
    by: [null, 'id'],
    place: 'id',
    sql: `${REFUSED} AND ($5::text IS NULL OR r.id < $6::bigint) ORDER BY r.id DESC LIMIT $7) AS r
      WHERE ($2::integer IS NULL
          OR EXISTS (SELECT FROM hubs h WHERE h.id = r.brought_by AND h.depot_id = $2)
          OR EXISTS (SELECT FROM devices dv JOIN users u ON u.id = dv.user_id
            WHERE dv.id = r.brought_by AND u.depot_id = $2))
        AND ($3::text[] IS NULL OR folded(concat_ws(' ', r.event_id, r.error_code)) LIKE ALL ($3))
      ORDER BY r.id DESC LIMIT $4`,
  },
  sorts: {},
};

const ACTS = `SELECT a.id, a.at, a.user_id, a.user_name, a.device_id,
    coalesce(dv.name, (SELECT sa.key_prefix FROM service_accounts sa WHERE sa.id = a.device_id)) AS device_name,
    a.what, a.entity_type, a.entity_id, a.entity_name, a.before, a.after, a.reason
  FROM acts a LEFT JOIN devices dv ON dv.id = a.device_id
  WHERE ($1::bigint IS NULL OR a.id = $1) AND ($2::integer IS NULL OR true)
    AND ($3::text[] IS NULL OR (act_search(a.user_name, a.entity_name, a.reason) LIKE ($3::text[])[1]
      AND act_search(a.user_name, a.entity_name, a.reason) LIKE ALL ($3)))
    AND ($7::timestamptz IS NULL OR a.at >= $7) AND ($8::timestamptz IS NULL OR a.at < $8)
    AND ($9::integer IS NULL OR a.user_id = $9) AND ($10::text IS NULL OR a.what = $10)
    AND ($11::text IS NULL OR a.entity_id = $11)`;

/** What people did here, the newest first. Of no depot: it is not for clerks. */
export const acts: Listing = {
  id: BY_LONG_NUMBER,
  filters: LIST_FILTERS.acts,
  adminOnly: true,
  own: {
    by: ['at', 'id'],
    sql: `${ACTS} AND ($5::text IS NULL OR (a.at, a.id) < ($5::timestamptz, $6::bigint))
      ORDER BY a.at DESC, a.id DESC LIMIT $4`,
  },
  sorts: {
    at: {
      by: ['at', 'id'],
      sql: `${ACTS} AND ($5::text IS NULL OR (a.at, a.id) > ($5::timestamptz, $6::bigint))
        ORDER BY a.at, a.id LIMIT $4`,
    },
    '-at': {
      by: ['at', 'id'],
      sql: `${ACTS} AND ($5::text IS NULL OR (a.at, a.id) < ($5::timestamptz, $6::bigint))
        ORDER BY a.at DESC, a.id DESC LIMIT $4`,
    },
  },
};

const STEPS = `SELECT ${columns.AUDIT_STEP}, u.name AS user_name
  FROM (SELECT * FROM audit_steps st WHERE ($1::uuid IS NULL OR st.id = $1)
    AND ($7::uuid IS NULL OR st.device_id = $7) AND ($8::integer IS NULL OR st.user_id = $8)
    AND ($9::text IS NULL OR st.action = $9)
    AND ($10::timestamptz IS NULL OR st.occurred_at >= $10) AND ($11::timestamptz IS NULL OR st.occurred_at < $11)`;
const STEPS_FOUND = `AS st LEFT JOIN users u ON u.id = st.user_id
  WHERE ($2::integer IS NULL OR u.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', u.name, st.action)) LIKE ALL ($3))`;
const STEPS_DOWN = {
  by: ['occurred_at', 'number'],
  place: 'occurred_at, number',
  sql: `${STEPS}
      AND ($5::timestamptz IS NULL OR (st.occurred_at, st.number) < ($5::timestamptz, $6::bigint)) ORDER BY st.occurred_at DESC, st.number DESC LIMIT $12) ${STEPS_FOUND}
      ORDER BY st.occurred_at DESC, st.number DESC LIMIT $4`,
};
const STEPS_UP = {
  by: ['occurred_at', 'number'],
  place: 'occurred_at, number',
  sql: `${STEPS}
      AND ($5::timestamptz IS NULL OR (st.occurred_at, st.number) > ($5::timestamptz, $6::bigint)) ORDER BY st.occurred_at, st.number LIMIT $12) ${STEPS_FOUND}
      ORDER BY st.occurred_at, st.number LIMIT $4`,
};

/** What people did on their devices, the newest first. It tells of persons, and where they were: it is not for clerks. */
export const auditSteps: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS['audit-entries'],
  adminOnly: true,
  sifts: ['q', 'depot_id'],
  own: STEPS_DOWN,
  sorts: { occurred_at: STEPS_UP, '-occurred_at': STEPS_DOWN },
};
