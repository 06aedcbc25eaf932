import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import * as columns from '../../store/columns.ts';
import { BY_NUMBER, BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

const DEPOTS = `SELECT ${columns.DEPOT} FROM depots d
  WHERE ($1::integer IS NULL OR d.id = $1) AND ($2::integer IS NULL OR d.id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', d.code, d.name)) LIKE ALL ($3))
    AND ($7::timestamptz IS NULL OR d.updated_at >= $7)`;

export const depots: Listing = {
  id: BY_NUMBER,
  filters: LIST_FILTERS.depots,
  own: {
    by: [null, 'id'],
    sql: `${DEPOTS} AND ($5::text IS NULL OR d.id > $6::integer)
      ORDER BY d.id LIMIT $4`,
  },
  sorts: {
    code: {
      by: ['code', 'id'],
      sql: `${DEPOTS} AND ($5::text IS NULL OR (folded(d.code), d.id) > (folded($5), $6::integer))
        ORDER BY folded(d.code), d.id LIMIT $4`,
    },
    '-code': {
      by: ['code', 'id'],
      sql: `${DEPOTS} AND ($5::text IS NULL OR (folded(d.code), d.id) < (folded($5), $6::integer))
        ORDER BY folded(d.code) DESC, d.id DESC LIMIT $4`,
    },
    name: {
      by: ['name', 'id'],
      sql: `${DEPOTS} AND ($5::text IS NULL OR (folded(d.name), d.id) > (folded($5), $6::integer))
        ORDER BY folded(d.name), d.id LIMIT $4`,
    },
    '-name': {
      by: ['name', 'id'],
      sql: `${DEPOTS} AND ($5::text IS NULL OR (folded(d.name), d.id) < (folded($5), $6::integer))
        ORDER BY folded(d.name) DESC, d.id DESC LIMIT $4`,
    },
  },
};

const USERS = `SELECT ${columns.USER} FROM users u
  WHERE ($1::integer IS NULL OR u.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', u.username, u.name)) LIKE ALL ($3))
    AND ($7::text IS NULL OR u.role = $7) AND ($8::timestamptz IS NULL OR u.updated_at >= $8)`;

export const users: Listing = {
  id: BY_NUMBER,
  filters: LIST_FILTERS.users,
  own: {
    by: [null, 'id'],
    sql: `${USERS} AND ($5::text IS NULL OR u.id > $6::integer)
      ORDER BY u.id LIMIT $4`,
  },
  sorts: {
    name: {
      by: ['name', 'id'],
      sql: `${USERS} AND ($5::text IS NULL OR (folded(u.name), u.id) > (folded($5), $6::integer))
        ORDER BY folded(u.name), u.id LIMIT $4`,
    },
    '-name': {
      by: ['name', 'id'],
      sql: `${USERS} AND ($5::text IS NULL OR (folded(u.name), u.id) < (folded($5), $6::integer))
        ORDER BY folded(u.name) DESC, u.id DESC LIMIT $4`,
    },
    username: {
      by: ['username', 'id'],
      sql: `${USERS} AND ($5::text IS NULL OR (folded(u.username), u.id) > (folded($5), $6::integer))
        ORDER BY folded(u.username), u.id LIMIT $4`,
    },
    '-username': {
      by: ['username', 'id'],
      sql: `${USERS} AND ($5::text IS NULL OR (folded(u.username), u.id) < (folded($5), $6::integer))
        ORDER BY folded(u.username) DESC, u.id DESC LIMIT $4`,
    },
  },
};

const HUBS = `SELECT ${columns.HUB} FROM hubs h
  WHERE ($1::uuid IS NULL OR h.id = $1) AND ($2::integer IS NULL OR h.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', h.name)) LIKE ALL ($3))`;

export const hubs: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.hubs,
  own: {
    by: [null, 'id'],
    sql: `${HUBS} AND ($5::text IS NULL OR h.id > $6::uuid)
      ORDER BY h.id LIMIT $4`,
  },
  sorts: {
    name: {
      by: ['name', 'id'],
      sql: `${HUBS} AND ($5::text IS NULL OR (folded(h.name), h.id) > (folded($5), $6::uuid))
        ORDER BY folded(h.name), h.id LIMIT $4`,
    },
    '-name': {
      by: ['name', 'id'],
      sql: `${HUBS} AND ($5::text IS NULL OR (folded(h.name), h.id) < (folded($5), $6::uuid))
        ORDER BY folded(h.name) DESC, h.id DESC LIMIT $4`,
    },
  },
};

const DEVICES = `SELECT ${columns.DEVICE} FROM devices dv JOIN users u ON u.id = dv.user_id
  WHERE ($1::uuid IS NULL OR dv.id = $1) AND ($2::integer IS NULL OR u.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', dv.name, u.username, u.name)) LIKE ALL ($3))
    AND ($7::integer IS NULL OR dv.user_id = $7) AND ($8::boolean IS NULL OR dv.is_active = $8)`;

/** The newest first. */
export const devices: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.devices,
  own: {
    by: ['registered_at', 'id'],
    sql: `${DEVICES} AND ($5::text IS NULL OR dv.registered_at < $5::timestamptz OR (dv.registered_at = $5::timestamptz AND dv.id > $6::uuid))
      ORDER BY dv.registered_at DESC, dv.id LIMIT $4`,
  },
  sorts: {
    registered_at: {
      by: ['registered_at', 'id'],
      sql: `${DEVICES} AND ($5::text IS NULL OR (dv.registered_at, dv.id) > ($5::timestamptz, $6::uuid))
        ORDER BY dv.registered_at, dv.id LIMIT $4`,
    },
    '-registered_at': {
      by: ['registered_at', 'id'],
      sql: `${DEVICES} AND ($5::text IS NULL OR (dv.registered_at, dv.id) < ($5::timestamptz, $6::uuid))
        ORDER BY dv.registered_at DESC, dv.id DESC LIMIT $4`,
    },
    last_seen_at: {
      by: ['last_seen_at', 'id'],
      sql: `${DEVICES} AND ($5::text IS NULL OR (coalesce(dv.last_seen_at, '-infinity'), dv.id) > (coalesce(nullif($5, '')::timestamptz, '-infinity'), $6::uuid))
        ORDER BY coalesce(dv.last_seen_at, '-infinity'), dv.id LIMIT $4`,
    },
    '-last_seen_at': {
      by: ['last_seen_at', 'id'],
      sql: `${DEVICES} AND ($5::text IS NULL OR (coalesce(dv.last_seen_at, '-infinity'), dv.id) < (coalesce(nullif($5, '')::timestamptz, '-infinity'), $6::uuid))
        ORDER BY coalesce(dv.last_seen_at, '-infinity') DESC, dv.id DESC LIMIT $4`,
    },
  },
};
