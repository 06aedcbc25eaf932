import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import * as columns from '../../store/columns.ts';
import { BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

const DELIVERIES = `SELECT ${columns.DELIVERY}
  FROM (SELECT * FROM deliveries dl WHERE ($1::uuid IS NULL OR dl.id = $1) AND ($2::integer IS NULL OR dl.depot_id = $2)
    AND ($8::date IS NULL OR dl.planned_for = $8) AND ($9::integer IS NULL OR dl.driver_user_id = $9)
    AND ($10::uuid IS NULL OR dl.client_id = $10) AND ($13::text IS NULL OR dl.reference = $13)
    AND ($11::date IS NULL OR dl.planned_for >= $11) AND ($12::date IS NULL OR dl.planned_for <= $12)`;
const DELIVERIES_FOUND = `AS dl LEFT JOIN clients c ON c.id = dl.client_id
  WHERE ($3::text[] IS NULL OR folded(concat_ws(' ', dl.reference, c.name)) LIKE ALL ($3))
    AND ($7::text IS NULL OR dl.status = $7) AND ($14::timestamptz IS NULL OR dl.updated_at >= $14)`;
const DELIVERIES_DOWN = {
  by: ['planned_for', 'reference'],
  place: 'planned_for, reference',
  sql: `${DELIVERIES}
      AND ($5::date IS NULL OR (dl.planned_for, dl.reference) < ($5::date, $6::text)) ORDER BY dl.planned_for DESC, dl.reference DESC LIMIT $15) ${DELIVERIES_FOUND}
      ORDER BY dl.planned_for DESC, dl.reference DESC LIMIT $4`,
};
const DELIVERIES_UP = {
  by: ['planned_for', 'reference'],
  place: 'planned_for, reference',
  sql: `${DELIVERIES}
      AND ($5::date IS NULL OR (dl.planned_for, dl.reference) > ($5::date, $6::text)) ORDER BY dl.planned_for, dl.reference LIMIT $15) ${DELIVERIES_FOUND}
      ORDER BY dl.planned_for, dl.reference LIMIT $4`,
};

/** The newest day first. */
export const deliveries: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.deliveries,
  sifts: ['q', 'status', 'updated_since'],
  own: DELIVERIES_DOWN,
  sorts: { planned_for: DELIVERIES_UP, '-planned_for': DELIVERIES_DOWN },
};

const INVOICES = `SELECT ${columns.INVOICE}
  FROM (SELECT * FROM invoices i WHERE ($1::uuid IS NULL OR i.id = $1) AND ($2::integer IS NULL OR i.depot_id = $2)
    AND ($7::uuid IS NULL OR i.client_id = $7) AND ($12::text IS NULL OR i.reference = $12)
    AND ($9::uuid IS NULL OR i.id = ANY (ARRAY(SELECT id FROM invoices WHERE delivery_id = $9
      UNION SELECT invoice_id FROM invoice_notes WHERE delivery_id = $9)))
    AND ($10::timestamptz IS NULL OR i.created_at >= $10) AND ($11::timestamptz IS NULL OR i.created_at < $11)`;
const INVOICES_FOUND = `AS i LEFT JOIN clients c ON c.id = i.client_id
  WHERE ($3::text[] IS NULL OR folded(concat_ws(' ', i.reference, c.name)) LIKE ALL ($3))
    AND ($8::integer IS NULL OR i.created_by = $8) AND ($13::timestamptz IS NULL OR i.updated_at >= $13)`;
const INVOICES_DOWN = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${INVOICES}
      AND ($5::timestamptz IS NULL OR (i.created_at, i.id) < ($5::timestamptz, $6::uuid)) ORDER BY i.created_at DESC, i.id DESC LIMIT $14) ${INVOICES_FOUND}
      ORDER BY i.created_at DESC, i.id DESC LIMIT $4`,
};
const INVOICES_UP = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${INVOICES}
      AND ($5::timestamptz IS NULL OR (i.created_at, i.id) > ($5::timestamptz, $6::uuid)) ORDER BY i.created_at, i.id LIMIT $14) ${INVOICES_FOUND}
      ORDER BY i.created_at, i.id LIMIT $4`,
};

/** The newest first. */
export const invoices: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.invoices,
  sums: `SELECT count(*) AS n, json_build_object('total_ht', coalesce(sum(total_ht) FILTER (WHERE cancelled_at IS NULL), 0),
    'total_tva', coalesce(sum(total_tva) FILTER (WHERE cancelled_at IS NULL), 0),
    'stamp_duty', coalesce(sum(stamp_duty) FILTER (WHERE cancelled_at IS NULL), 0),
    'total_ttc', coalesce(sum(total_ttc) FILTER (WHERE cancelled_at IS NULL), 0)) AS sums FROM`,
  sifts: ['q', 'created_by', 'updated_since'],
  own: INVOICES_DOWN,
  sorts: { created_at: INVOICES_UP, '-created_at': INVOICES_DOWN },
};

const CREDIT_NOTES = `SELECT ${columns.CREDIT_NOTE}
  FROM (SELECT * FROM credit_notes cn WHERE ($1::uuid IS NULL OR cn.id = $1)
    AND ($8::uuid IS NULL OR cn.invoice_id = $8) AND ($11::text IS NULL OR cn.reference = $11)
    AND ($9::timestamptz IS NULL OR cn.created_at >= $9) AND ($10::timestamptz IS NULL OR cn.created_at < $10)
    AND ($12::timestamptz IS NULL OR cn.created_at >= $12)`;
const CREDIT_NOTES_FOUND = `AS cn LEFT JOIN clients c ON c.id = cn.client_id
    LEFT JOIN LATERAL (SELECT reference FROM invoices WHERE id = cn.invoice_id OFFSET 0) i ON true
  WHERE ($2::integer IS NULL OR cn.depot_id = $2) AND ($7::uuid IS NULL OR cn.client_id = $7)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', cn.reference, i.reference, c.name)) LIKE ALL ($3))`;
const CREDIT_NOTES_DOWN = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${CREDIT_NOTES}
      AND ($5::timestamptz IS NULL OR (cn.created_at, cn.id) < ($5::timestamptz, $6::uuid)) ORDER BY cn.created_at DESC, cn.id DESC LIMIT $13) ${CREDIT_NOTES_FOUND}
      ORDER BY cn.created_at DESC, cn.id DESC LIMIT $4`,
};
const CREDIT_NOTES_UP = {
  by: ['created_at', 'id'],
  place: 'created_at, id',
  sql: `${CREDIT_NOTES}
      AND ($5::timestamptz IS NULL OR (cn.created_at, cn.id) > ($5::timestamptz, $6::uuid)) ORDER BY cn.created_at, cn.id LIMIT $13) ${CREDIT_NOTES_FOUND}
      ORDER BY cn.created_at, cn.id LIMIT $4`,
};

/** The newest first. */
export const creditNotes: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS['credit-notes'],
  sums: `SELECT count(*) AS n, json_build_object('total_ht', coalesce(sum(total_ht), 0), 'total_tva', coalesce(sum(total_tva), 0),
    'total_ttc', coalesce(sum(total_ttc), 0)) AS sums FROM`,
  sifts: ['q', 'depot_id', 'client_id'],
  own: CREDIT_NOTES_DOWN,
  sorts: { created_at: CREDIT_NOTES_UP, '-created_at': CREDIT_NOTES_DOWN },
};

const PAYMENTS = `SELECT ${columns.PAYMENT}
  FROM (SELECT * FROM payments pm WHERE ($1::uuid IS NULL OR pm.id = $1) AND ($7::uuid IS NULL OR pm.client_id = $7)
    AND ($10::timestamptz IS NULL OR pm.collected_at >= $10) AND ($11::timestamptz IS NULL OR pm.collected_at < $11)`;
const PAYMENTS_FOUND = `AS pm LEFT JOIN clients c ON c.id = pm.client_id
  WHERE ($2::integer IS NULL OR pm.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', c.name, pm.received_from)) LIKE ALL ($3))
    AND ($8::integer IS NULL OR pm.user_id = $8) AND ($9::text IS NULL OR pm.method = $9)
    AND ($12::timestamptz IS NULL OR pm.updated_at >= $12)`;
const PAYMENTS_DOWN = {
  by: ['collected_at', 'id'],
  place: 'collected_at, id',
  sql: `${PAYMENTS}
      AND ($5::timestamptz IS NULL OR (pm.collected_at, pm.id) < ($5::timestamptz, $6::uuid)) ORDER BY pm.collected_at DESC, pm.id DESC LIMIT $13) ${PAYMENTS_FOUND}
      ORDER BY pm.collected_at DESC, pm.id DESC LIMIT $4`,
};
const PAYMENTS_UP = {
  by: ['collected_at', 'id'],
  place: 'collected_at, id',
  sql: `${PAYMENTS}
      AND ($5::timestamptz IS NULL OR (pm.collected_at, pm.id) > ($5::timestamptz, $6::uuid)) ORDER BY pm.collected_at, pm.id LIMIT $13) ${PAYMENTS_FOUND}
      ORDER BY pm.collected_at, pm.id LIMIT $4`,
};

/** The newest first. */
export const payments: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.payments,
  sums: `SELECT count(*) AS n, json_build_object('amount', coalesce(sum(amount) FILTER (WHERE cancelled_at IS NULL), 0)) AS sums FROM`,
  sifts: ['q', 'depot_id', 'user_id', 'method', 'updated_since'],
  own: PAYMENTS_DOWN,
  sorts: { collected_at: PAYMENTS_UP, '-collected_at': PAYMENTS_DOWN },
};
