import Type from 'typebox';
import { DeliveryStatus, LotState, Role } from '#shared/contract/entities.ts';
import type { HqList } from '#shared/contract/hq/lists.ts';
import { Day, UUID_PATTERN, Uuid } from '#shared/contract/scalars.ts';
import * as columns from '../store/columns.ts';
import { type Listing, Moment, NumberText } from './listing.ts';
import { tourListing } from './tours.ts';

const BY_UUID = new RegExp(UUID_PATTERN);
const BY_NUMBER = /^[1-9]\d{0,8}$/;
const BY_DEPOT_AND_PRODUCT = /^[1-9]\d{0,8}:[1-9]\d{0,8}$/;
const Flag = Type.Union([Type.Literal('true'), Type.Literal('false')]);
const ShortText = Type.String({ maxLength: 200 });

const depots: Listing = {
  id: BY_NUMBER,
  filters: {},
  order: [null, 'id'],
  sql: `SELECT ${columns.DEPOT} FROM depots d
    WHERE ($1::integer IS NULL OR d.id = $1) AND ($2::integer IS NULL OR d.id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', d.code, d.name)) LIKE ALL ($3))
      AND ($5::text IS NULL OR d.id > $6::integer)
    ORDER BY d.id LIMIT $4`,
};

const users: Listing = {
  id: BY_NUMBER,
  filters: { role: Role },
  order: [null, 'id'],
  sql: `SELECT ${columns.USER} FROM users u
    WHERE ($1::integer IS NULL OR u.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', u.username, u.name)) LIKE ALL ($3))
      AND ($5::text IS NULL OR u.id > $6::integer)
      AND ($7::text IS NULL OR u.role = $7)
    ORDER BY u.id LIMIT $4`,
};

const hubs: Listing = {
  id: BY_UUID,
  filters: {},
  order: [null, 'id'],
  sql: `SELECT ${columns.HUB} FROM hubs h
    WHERE ($1::uuid IS NULL OR h.id = $1) AND ($2::integer IS NULL OR h.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', h.name)) LIKE ALL ($3))
      AND ($5::text IS NULL OR h.id > $6::uuid)
    ORDER BY h.id LIMIT $4`,
};

/** The newest first. */
const devices: Listing = {
  id: BY_UUID,
  filters: { user_id: NumberText, is_active: Flag },
  order: ['registered_at', 'id'],
  sql: `SELECT ${columns.DEVICE} FROM devices dv JOIN users u ON u.id = dv.user_id
    WHERE ($1::uuid IS NULL OR dv.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', dv.name, u.username, u.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR dv.registered_at < $5 OR (dv.registered_at = $5 AND dv.id > $6::uuid))
      AND ($7::integer IS NULL OR dv.user_id = $7) AND ($8::boolean IS NULL OR dv.is_active = $8)
    ORDER BY dv.registered_at DESC, dv.id LIMIT $4`,
};

/** The catalogue is everybody's: a depot in the question changes nothing. */
const products: Listing = {
  id: BY_NUMBER,
  filters: { is_active: Flag },
  order: [null, 'id'],
  sql: `SELECT ${columns.PRODUCT} FROM products p
    WHERE ($1::integer IS NULL OR p.id = $1) AND ($2::integer IS NULL OR true)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', p.code, p.name)) LIKE ALL ($3))
      AND ($5::text IS NULL OR p.id > $6::integer)
      AND ($7::boolean IS NULL OR p.is_active = $7)
    ORDER BY p.id LIMIT $4`,
};

const clients: Listing = {
  id: BY_UUID,
  filters: { updated_since: Moment, owing: Flag },
  order: ['name', 'id'],
  sums: `SELECT count(*) AS n, json_build_object('balance', coalesce(sum(balance), 0)) AS sums FROM`,
  sql: `SELECT ${columns.CLIENT} FROM clients c
    WHERE ($1::uuid IS NULL OR c.id = $1)
      AND ($2::integer IS NULL
        OR EXISTS (SELECT FROM client_depots x WHERE x.client_id = c.id AND x.depot_id = $2))
      AND ($3::text[] IS NULL OR (client_search(c.name, c.phone, c.address) LIKE ($3::text[])[1]
        AND client_search(c.name, c.phone, c.address) LIKE ALL ($3)))
      AND ($5::text IS NULL OR (folded(c.name), c.id) > (folded($5::text), $6::uuid))
      AND ($7::timestamptz IS NULL OR c.updated_at >= $7) AND ($8::boolean IS NULL OR (c.balance > 0) = $8)
    ORDER BY folded(c.name), c.id LIMIT $4`,
};

const deliveries: Listing = {
  id: BY_UUID,
  filters: {
    status: DeliveryStatus,
    planned_for: Day,
    driver_user_id: NumberText,
    client_id: Uuid,
    from: Day,
    to: Day,
  },
  order: ['planned_for', 'reference'],
  sql: `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id
    WHERE ($1::uuid IS NULL OR dl.id = $1) AND ($2::integer IS NULL OR dl.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', dl.reference, c.name)) LIKE ALL ($3))
      AND ($5::date IS NULL OR (dl.planned_for, dl.reference) < ($5::date, $6::text))
      AND ($7::text IS NULL OR dl.status = $7) AND ($8::date IS NULL OR dl.planned_for = $8)
      AND ($9::integer IS NULL OR dl.driver_user_id = $9) AND ($10::uuid IS NULL OR dl.client_id = $10)
      AND ($11::date IS NULL OR dl.planned_for >= $11) AND ($12::date IS NULL OR dl.planned_for <= $12)
    ORDER BY dl.planned_for DESC, dl.reference DESC LIMIT $4`,
};

const invoices: Listing = {
  id: BY_UUID,
  filters: { client_id: Uuid, created_by: NumberText, delivery_id: Uuid, from: Moment, to: Moment },
  order: ['created_at', 'id'],
  sums: `SELECT count(*) AS n, json_build_object('total_ht', coalesce(sum(total_ht) FILTER (WHERE cancelled_at IS NULL), 0),
    'total_tva', coalesce(sum(total_tva) FILTER (WHERE cancelled_at IS NULL), 0),
    'stamp_duty', coalesce(sum(stamp_duty) FILTER (WHERE cancelled_at IS NULL), 0),
    'total_ttc', coalesce(sum(total_ttc) FILTER (WHERE cancelled_at IS NULL), 0)) AS sums FROM`,
  sql: `SELECT ${columns.INVOICE} FROM invoices i JOIN clients c ON c.id = i.client_id
    WHERE ($1::uuid IS NULL OR i.id = $1) AND ($2::integer IS NULL OR i.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', i.reference, c.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (i.created_at, i.id) < ($5::timestamptz, $6::uuid))
      AND ($7::uuid IS NULL OR i.client_id = $7) AND ($8::integer IS NULL OR i.created_by = $8)
      AND ($9::uuid IS NULL OR i.delivery_id = $9
        OR i.id IN (SELECT invoice_id FROM invoice_notes WHERE delivery_id = $9))
      AND ($10::timestamptz IS NULL OR i.created_at >= $10) AND ($11::timestamptz IS NULL OR i.created_at < $11)
    ORDER BY i.created_at DESC, i.id DESC LIMIT $4`,
};

/** The newest first. */
const creditNotes: Listing = {
  id: BY_UUID,
  filters: { client_id: Uuid, invoice_id: Uuid, from: Moment, to: Moment },
  order: ['created_at', 'id'],
  sums: `SELECT count(*) AS n, json_build_object('total_ht', coalesce(sum(total_ht), 0), 'total_tva', coalesce(sum(total_tva), 0),
    'total_ttc', coalesce(sum(total_ttc), 0)) AS sums FROM`,
  sql: `SELECT ${columns.CREDIT_NOTE} FROM credit_notes cn JOIN invoices i ON i.id = cn.invoice_id
      JOIN clients c ON c.id = cn.client_id
    WHERE ($1::uuid IS NULL OR cn.id = $1) AND ($2::integer IS NULL OR cn.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', cn.reference, i.reference, c.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (cn.created_at, cn.id) < ($5::timestamptz, $6::uuid))
      AND ($7::uuid IS NULL OR cn.client_id = $7) AND ($8::uuid IS NULL OR cn.invoice_id = $8)
      AND ($9::timestamptz IS NULL OR cn.created_at >= $9) AND ($10::timestamptz IS NULL OR cn.created_at < $10)
    ORDER BY cn.created_at DESC, cn.id DESC LIMIT $4`,
};

/** The newest first. */
const payments: Listing = {
  id: BY_UUID,
  filters: { client_id: Uuid, user_id: NumberText, method: ShortText, from: Moment, to: Moment },
  order: ['collected_at', 'id'],
  sums: `SELECT count(*) AS n, json_build_object('amount', coalesce(sum(amount) FILTER (WHERE cancelled_at IS NULL), 0)) AS sums FROM`,
  sql: `SELECT ${columns.PAYMENT} FROM payments pm JOIN clients c ON c.id = pm.client_id
    WHERE ($1::uuid IS NULL OR pm.id = $1) AND ($2::integer IS NULL OR pm.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', c.name, pm.received_from)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (pm.collected_at, pm.id) < ($5::timestamptz, $6::uuid))
      AND ($7::uuid IS NULL OR pm.client_id = $7) AND ($8::integer IS NULL OR pm.user_id = $8)
      AND ($9::text IS NULL OR pm.method = $9)
      AND ($10::timestamptz IS NULL OR pm.collected_at >= $10)
      AND ($11::timestamptz IS NULL OR pm.collected_at < $11)
    ORDER BY pm.collected_at DESC, pm.id DESC LIMIT $4`,
};

/** `/:id` is `<depot>:<product>`, as in the changes. */
const stock: Listing = {
  id: BY_DEPOT_AND_PRODUCT,
  filters: { product_id: NumberText },
  order: ['depot_id', 'product_id'],
  sql: `SELECT ${columns.STOCK_LEVEL} FROM stock_levels s JOIN products p ON p.id = s.product_id
    WHERE ($1::text IS NULL
        OR (s.depot_id = split_part($1, ':', 1)::integer AND s.product_id = split_part($1, ':', 2)::integer))
      AND ($2::integer IS NULL OR s.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', p.code, p.name)) LIKE ALL ($3))
      AND ($5::text IS NULL OR (s.depot_id, s.product_id) > ($5::integer, $6::integer))
      AND ($7::integer IS NULL OR s.product_id = $7)
    ORDER BY s.depot_id, s.product_id LIMIT $4`,
};

/** Oldest first, as they are taken from. */
const lots: Listing = {
  id: BY_UUID,
  filters: { product_id: NumberText, state: LotState, in_stock: Flag },
  order: ['produced_at', 'lot_number', 'id'],
  sql: `SELECT ${columns.LOT} FROM lots l JOIN products p ON p.id = l.product_id
    WHERE ($1::uuid IS NULL OR l.id = $1) AND ($2::integer IS NULL OR l.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', l.lot_number, p.name)) LIKE ALL ($3))
      AND ($5::date IS NULL OR (l.produced_at, l.lot_number, l.id) > ($5::date, $6::text, $7::uuid))
      AND ($8::integer IS NULL OR l.product_id = $8) AND ($9::text IS NULL OR l.state = $9)
      AND ($10::boolean IS NULL OR (l.remaining_quantity <> 0) = $10)
    ORDER BY l.produced_at, l.lot_number, l.id LIMIT $4`,
};

/** The newest first; a depot sees what it sends and what comes to it. */
const transfers: Listing = {
  id: BY_UUID,
  filters: { product_id: NumberText, state: ShortText },
  order: ['sent_at', 'id'],
  sql: `SELECT ${columns.TRANSFER} FROM transfers tf JOIN products p ON p.id = tf.product_id
    WHERE ($1::uuid IS NULL OR tf.id = $1) AND ($2::integer IS NULL OR $2 IN (tf.depot_id, tf.to_depot_id))
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', tf.lot_number, p.code, p.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (tf.sent_at, tf.id) < ($5::timestamptz, $6::uuid))
      AND ($7::integer IS NULL OR tf.product_id = $7)
      AND ($8::text IS NULL OR (tf.received_at IS NULL) = ($8 = 'IN_TRANSIT'))
    ORDER BY tf.sent_at DESC, tf.id DESC LIMIT $4`,
};

const EVENT = `e.id, e.device_id, e.user_id, u.name AS user_name, u.depot_id, e.seq, e.entity_type, e.entity_id,
  dl.reference, e.action, e.occurred_at, e.received_at, e.drift_ms, e.received_via, e.stored_at, e.status,
  e.error_code, e.resolution, e.waits_for,
  (SELECT json_build_object('outcome', ia.outcome, 'reason', ia.reason, 'by_name', iu.name,
     'at', to_char(ia.answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   FROM inbox_answers ia JOIN users iu ON iu.id = ia.answered_by WHERE ia.event_id = e.id) AS answer`;
/** An event's entity is free text, so it is a delivery only where it has the form of one's id. */
const EVENT_TABLES = `events e LEFT JOIN users u ON u.id = e.user_id
  LEFT JOIN deliveries dl ON dl.id =
    CASE WHEN e.entity_type = 'DELIVERY' AND e.entity_id ~ '${UUID_PATTERN}' THEN e.entity_id::uuid END`;
const EVENT_CONDITIONS = `($1::uuid IS NULL OR e.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
  AND ($3::text[] IS NULL OR folded(concat_ws(' ', e.action, u.name, dl.reference)) LIKE ALL ($3))
  AND ($5::timestamptz IS NULL OR (e.stored_at, e.id) < ($5::timestamptz, $6::uuid))
  AND ($7::uuid IS NULL OR e.device_id = $7) AND ($8::integer IS NULL OR e.user_id = $8)`;
const EVENT_ORDER = 'ORDER BY e.stored_at DESC, e.id DESC LIMIT $4';
const eventFilters = { device_id: Uuid, user_id: NumberText };

const events: Listing = {
  id: BY_UUID,
  filters: { ...eventFilters, status: ShortText, entity_id: ShortText, action: ShortText, from: Moment, to: Moment },
  order: ['stored_at', 'id'],
  sql: `SELECT ${EVENT} FROM ${EVENT_TABLES} WHERE ${EVENT_CONDITIONS}
      AND ($9::text IS NULL OR e.status = $9) AND ($10::text IS NULL OR e.entity_id = $10)
      AND ($11::text IS NULL OR e.action = $11)
      AND ($12::timestamptz IS NULL OR e.stored_at >= $12) AND ($13::timestamptz IS NULL OR e.stored_at < $13)
    ${EVENT_ORDER}`,
};

const ANSWERED = 'EXISTS (SELECT FROM inbox_answers ia WHERE ia.event_id = e.id)';

/** What was refused because something else had come first: a person decides what it means. */
const conflicts: Listing = {
  id: BY_UUID,
  filters: { ...eventFilters, from: Moment, to: Moment, answered: Flag },
  order: ['stored_at', 'id'],
  sql: `SELECT ${EVENT} FROM ${EVENT_TABLES} WHERE ${EVENT_CONDITIONS} AND e.status = 'REJECTED'
      AND e.error_code IN ('ALREADY_VALIDATED', 'ALREADY_INVOICED', 'ENTITY_EXISTS', 'DELIVERY_CANCELLED')
      AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)
      AND ($11::boolean IS NULL OR ${ANSWERED} = $11)
    ${EVENT_ORDER}`,
};

/** What somebody asked to have corrected of what they had said. */
const corrections: Listing = {
  ...conflicts,
  sql: `SELECT ${EVENT} FROM ${EVENT_TABLES} WHERE ${EVENT_CONDITIONS} AND e.status = 'APPLIED'
      AND e.action = 'CORRECTION_REQUESTED'
      AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)
      AND ($11::boolean IS NULL OR ${ANSWERED} = $11)
    ${EVENT_ORDER}`,
};

const quarantine: Listing = {
  id: BY_UUID,
  filters: { ...eventFilters, from: Moment, to: Moment },
  order: ['stored_at', 'id'],
  sql: `SELECT ${EVENT} FROM ${EVENT_TABLES} WHERE ${EVENT_CONDITIONS} AND e.status = 'QUARANTINED'
      AND ($9::timestamptz IS NULL OR e.stored_at >= $9) AND ($10::timestamptz IS NULL OR e.stored_at < $10)
    ${EVENT_ORDER}`,
};

const alerts: Listing = {
  id: BY_UUID,
  filters: { kind: ShortText, device_id: Uuid, user_id: NumberText, seen: Flag, from: Moment, to: Moment },
  order: ['created_at', 'id'],
  sql: `SELECT a.id, a.kind, a.depot_id, a.device_id, a.event_id, a.details, a.created_at,
      coalesce(a.user_id, dv.user_id) AS user_id, u.name AS user_name, e.entity_type, e.entity_id, e.action, dl.reference,
      a.seen_at, s.name AS seen_by_name
    FROM alerts a LEFT JOIN devices dv ON dv.id = a.device_id LEFT JOIN users u ON u.id = coalesce(a.user_id, dv.user_id)
      LEFT JOIN events e ON e.id = a.event_id LEFT JOIN users s ON s.id = a.seen_by
      LEFT JOIN deliveries dl ON dl.id =
        CASE WHEN e.entity_type = 'DELIVERY' AND e.entity_id ~ '${UUID_PATTERN}' THEN e.entity_id::uuid END
    WHERE ($1::uuid IS NULL OR a.id = $1) AND ($2::integer IS NULL OR a.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', a.kind, u.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (a.created_at, a.id) < ($5::timestamptz, $6::uuid))
      AND ($7::text IS NULL OR a.kind = $7) AND ($8::uuid IS NULL OR a.device_id = $8)
      AND ($9::integer IS NULL OR coalesce(a.user_id, dv.user_id) = $9)
      AND ($10::boolean IS NULL OR (a.seen_at IS NOT NULL) = $10)
      AND ($11::timestamptz IS NULL OR a.created_at >= $11) AND ($12::timestamptz IS NULL OR a.created_at < $12)
    ORDER BY a.created_at DESC, a.id DESC LIMIT $4`,
};

/** Copies that say nothing sure about any event, so about no depot either: `depot_id` is that of who brought them. */
const refused: Listing = {
  id: /^[1-9]\d{0,14}$/,
  filters: {},
  order: [null, 'id'],
  adminOnly: true,
  sql: `SELECT r.id, r.refused_at, r.brought_by, r.event_id, r.error_code FROM refused_copies r
    WHERE ($1::bigint IS NULL OR r.id = $1)
      AND ($2::integer IS NULL
        OR EXISTS (SELECT FROM hubs h WHERE h.id = r.brought_by AND h.depot_id = $2)
        OR EXISTS (SELECT FROM devices dv JOIN users u ON u.id = dv.user_id
          WHERE dv.id = r.brought_by AND u.depot_id = $2))
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', r.event_id, r.error_code)) LIKE ALL ($3))
      AND ($5::text IS NULL OR r.id < $6::bigint)
    ORDER BY r.id DESC LIMIT $4`,
};

/** What people did here, the newest first. Of no depot: it is not for clerks. */
const acts: Listing = {
  id: /^[1-9]\d{0,14}$/,
  filters: { from: Moment, to: Moment, user_id: NumberText, what: ShortText, entity_id: ShortText },
  order: ['at', 'id'],
  adminOnly: true,
  sql: `SELECT a.id, a.at, a.user_id, a.user_name, a.device_id,
      coalesce(dv.name, (SELECT sa.key_prefix FROM service_accounts sa WHERE sa.id = a.device_id)) AS device_name, a.what, a.entity_type, a.entity_id,
      a.entity_name, a.before, a.after, a.reason
    FROM acts a LEFT JOIN devices dv ON dv.id = a.device_id
    WHERE ($1::bigint IS NULL OR a.id = $1) AND ($2::integer IS NULL OR true)
      AND ($3::text[] IS NULL OR (act_search(a.user_name, a.entity_name, a.reason) LIKE ($3::text[])[1]
        AND act_search(a.user_name, a.entity_name, a.reason) LIKE ALL ($3)))
      AND ($5::timestamptz IS NULL OR (a.at, a.id) < ($5::timestamptz, $6::bigint))
      AND ($7::timestamptz IS NULL OR a.at >= $7) AND ($8::timestamptz IS NULL OR a.at < $8)
      AND ($9::integer IS NULL OR a.user_id = $9) AND ($10::text IS NULL OR a.what = $10)
      AND ($11::text IS NULL OR a.entity_id = $11)
    ORDER BY a.at DESC, a.id DESC LIMIT $4`,
};

/** What people did on their devices, the newest first. It tells of persons, and where they were: it is not for clerks. */
const auditSteps: Listing = {
  id: BY_UUID,
  filters: { device_id: Uuid, user_id: NumberText, action: ShortText, from: Moment, to: Moment },
  order: ['occurred_at', 'number'],
  adminOnly: true,
  sql: `SELECT ${columns.AUDIT_STEP}, u.name AS user_name
    FROM audit_steps st LEFT JOIN users u ON u.id = st.user_id
    WHERE ($1::uuid IS NULL OR st.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', u.name, st.action)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (st.occurred_at, st.number) < ($5::timestamptz, $6::bigint))
      AND ($7::uuid IS NULL OR st.device_id = $7) AND ($8::integer IS NULL OR st.user_id = $8)
      AND ($9::text IS NULL OR st.action = $9)
      AND ($10::timestamptz IS NULL OR st.occurred_at >= $10) AND ($11::timestamptz IS NULL OR st.occurred_at < $11)
    ORDER BY st.occurred_at DESC, st.number DESC LIMIT $4`,
};

/** Programs that may call this API, the newest first. */
const serviceAccounts: Listing = {
  id: BY_UUID,
  filters: {},
  order: ['created_at', 'id'],
  adminOnly: true,
  sql: `SELECT ${columns.SERVICE_ACCOUNT} FROM service_accounts sa JOIN users u ON u.id = sa.created_by
    WHERE ($1::uuid IS NULL OR sa.id = $1) AND ($2::integer IS NULL OR sa.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', sa.name, sa.key_prefix, u.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (sa.created_at, sa.id) < ($5::timestamptz, $6::uuid))
    ORDER BY sa.created_at DESC, sa.id DESC LIMIT $4`,
};

/** Where programs are told of changes, the newest first. */
const webhooks: Listing = {
  id: BY_UUID,
  filters: {},
  order: ['created_at', 'id'],
  adminOnly: true,
  sql: `SELECT ${columns.WEBHOOK} FROM webhooks w JOIN users u ON u.id = w.created_by
    WHERE ($1::uuid IS NULL OR w.id = $1) AND ($2::integer IS NULL OR true)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', w.name, w.url)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (w.created_at, w.id) < ($5::timestamptz, $6::uuid))
    ORDER BY w.created_at DESC, w.id DESC LIMIT $4`,
};

/** Every list of the HQ API, by the last part of its address. */
export const LISTINGS: Record<HqList, Listing> = {
  depots,
  users,
  hubs,
  devices,
  products,
  clients,
  deliveries,
  invoices,
  'credit-notes': creditNotes,
  payments,
  tours: tourListing,
  stock,
  lots,
  'stock/transfers': transfers,
  events,
  conflicts,
  corrections,
  alerts,
  quarantine,
  refused,
  acts,
  'audit-entries': auditSteps,
  'service-accounts': serviceAccounts,
  webhooks,
};
