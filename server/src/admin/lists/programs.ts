import * as columns from '../../store/columns.ts';
import { BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

/** Programs that may call this API, the newest first. */
export const serviceAccounts: Listing = {
  id: BY_UUID,
  filters: {},
  adminOnly: true,
  own: {
    by: ['created_at', 'id'],
    sql: `SELECT ${columns.SERVICE_ACCOUNT} FROM service_accounts sa JOIN users u ON u.id = sa.created_by
    WHERE ($1::uuid IS NULL OR sa.id = $1) AND ($2::integer IS NULL OR sa.depot_id = $2)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', sa.name, sa.key_prefix, u.name)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (sa.created_at, sa.id) < ($5::timestamptz, $6::uuid))
    ORDER BY sa.created_at DESC, sa.id DESC LIMIT $4`,
  },
  sorts: {},
};

/** Where programs are told of changes, the newest first. */
export const webhooks: Listing = {
  id: BY_UUID,
  filters: {},
  adminOnly: true,
  own: {
    by: ['created_at', 'id'],
    sql: `SELECT ${columns.WEBHOOK} FROM webhooks w JOIN users u ON u.id = w.created_by
    WHERE ($1::uuid IS NULL OR w.id = $1) AND ($2::integer IS NULL OR true)
      AND ($3::text[] IS NULL OR folded(concat_ws(' ', w.name, w.url)) LIKE ALL ($3))
      AND ($5::timestamptz IS NULL OR (w.created_at, w.id) < ($5::timestamptz, $6::uuid))
    ORDER BY w.created_at DESC, w.id DESC LIMIT $4`,
  },
  sorts: {},
};
