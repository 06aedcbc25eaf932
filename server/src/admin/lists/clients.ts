import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import * as columns from '../../store/columns.ts';
import { BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

const CLIENTS = `SELECT ${columns.CLIENT} FROM clients c
  WHERE ($1::uuid IS NULL OR c.id = $1)
    AND ($2::integer IS NULL
      OR EXISTS (SELECT FROM client_depots x WHERE x.client_id = c.id AND x.depot_id = $2))
    AND ($3::text[] IS NULL OR (client_search(c.name, c.phone, c.address) LIKE ($3::text[])[1]
      AND client_search(c.name, c.phone, c.address) LIKE ALL ($3)))
    AND ($7::timestamptz IS NULL OR c.updated_at >= $7) AND ($8::boolean IS NULL OR (c.balance > 0) = $8)`;

export const clients: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.clients,
  sums: `SELECT count(*) AS n, json_build_object('balance', coalesce(sum(balance), 0)) AS sums FROM`,
  own: {
    by: ['name', 'id'],
    sql: `${CLIENTS} AND ($5::text IS NULL OR (folded(c.name), c.id) > (folded($5), $6::uuid))
      ORDER BY folded(c.name), c.id LIMIT $4`,
  },
  sorts: {
    name: {
      by: ['name', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (folded(c.name), c.id) > (folded($5), $6::uuid))
        ORDER BY folded(c.name), c.id LIMIT $4`,
    },
    '-name': {
      by: ['name', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (folded(c.name), c.id) < (folded($5), $6::uuid))
        ORDER BY folded(c.name) DESC, c.id DESC LIMIT $4`,
    },
    balance: {
      by: ['balance', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (c.balance, c.id) > ($5::bigint, $6::uuid))
        ORDER BY c.balance, c.id LIMIT $4`,
    },
    '-balance': {
      by: ['balance', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (c.balance, c.id) < ($5::bigint, $6::uuid))
        ORDER BY c.balance DESC, c.id DESC LIMIT $4`,
    },
    updated_at: {
      by: ['updated_at', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (c.updated_at, c.id) > ($5::timestamptz, $6::uuid))
        ORDER BY c.updated_at, c.id LIMIT $4`,
    },
    '-updated_at': {
      by: ['updated_at', 'id'],
      sql: `${CLIENTS} AND ($5::text IS NULL OR (c.updated_at, c.id) < ($5::timestamptz, $6::uuid))
        ORDER BY c.updated_at DESC, c.id DESC LIMIT $4`,
    },
  },
};
