import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import * as columns from '../../store/columns.ts';
import { BY_NUMBER, BY_UUID } from './ids.ts';
import type { Listing } from './listing.ts';

const PRODUCTS = `SELECT ${columns.PRODUCT} FROM products p
  WHERE ($1::integer IS NULL OR p.id = $1) AND ($2::integer IS NULL OR true)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', p.code, p.name)) LIKE ALL ($3))
    AND ($7::boolean IS NULL OR p.is_active = $7) AND ($8::timestamptz IS NULL OR p.updated_at >= $8)`;

/** The catalogue is everybody's: a depot in the question changes nothing. */
export const products: Listing = {
  id: BY_NUMBER,
  filters: LIST_FILTERS.products,
  own: {
    by: [null, 'id'],
    sql: `${PRODUCTS} AND ($5::text IS NULL OR p.id > $6::integer)
      ORDER BY p.id LIMIT $4`,
  },
  sorts: {
    code: {
      by: ['code', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (folded(p.code), p.id) > (folded($5), $6::integer))
        ORDER BY folded(p.code), p.id LIMIT $4`,
    },
    '-code': {
      by: ['code', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (folded(p.code), p.id) < (folded($5), $6::integer))
        ORDER BY folded(p.code) DESC, p.id DESC LIMIT $4`,
    },
    name: {
      by: ['name', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (folded(p.name), p.id) > (folded($5), $6::integer))
        ORDER BY folded(p.name), p.id LIMIT $4`,
    },
    '-name': {
      by: ['name', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (folded(p.name), p.id) < (folded($5), $6::integer))
        ORDER BY folded(p.name) DESC, p.id DESC LIMIT $4`,
    },
    price_ht: {
      by: ['price_ht', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (p.price_ht, p.id) > ($5::bigint, $6::integer))
        ORDER BY p.price_ht, p.id LIMIT $4`,
    },
    '-price_ht': {
      by: ['price_ht', 'id'],
      sql: `${PRODUCTS} AND ($5::text IS NULL OR (p.price_ht, p.id) < ($5::bigint, $6::integer))
        ORDER BY p.price_ht DESC, p.id DESC LIMIT $4`,
    },
  },
};

const BY_DEPOT_AND_PRODUCT = /^[1-9]\d{0,8}:[1-9]\d{0,8}$/;
const STOCK = `SELECT ${columns.STOCK_LEVEL} FROM stock_levels s JOIN products p ON p.id = s.product_id
  WHERE ($1::text IS NULL
      OR (s.depot_id = split_part($1, ':', 1)::integer AND s.product_id = split_part($1, ':', 2)::integer))
    AND ($2::integer IS NULL OR s.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', p.code, p.name)) LIKE ALL ($3))
    AND ($8::integer IS NULL OR s.product_id = $8) AND ($9::timestamptz IS NULL OR s.as_of >= $9)`;

/** `/:id` is `<depot>:<product>`, as in the changes. */
export const stock: Listing = {
  id: BY_DEPOT_AND_PRODUCT,
  filters: LIST_FILTERS.stock,
  own: {
    by: [null, 'depot_id', 'product_id'],
    sql: `${STOCK} AND ($5::text IS NULL OR (s.depot_id, s.product_id) > ($6::integer, $7::integer))
      ORDER BY s.depot_id, s.product_id LIMIT $4`,
  },
  sorts: {
    quantity: {
      by: ['quantity', 'depot_id', 'product_id'],
      sql: `${STOCK} AND ($5::text IS NULL OR (s.quantity, s.depot_id, s.product_id) > ($5::integer, $6::integer, $7::integer))
        ORDER BY s.quantity, s.depot_id, s.product_id LIMIT $4`,
    },
    '-quantity': {
      by: ['quantity', 'depot_id', 'product_id'],
      sql: `${STOCK} AND ($5::text IS NULL OR (s.quantity, s.depot_id, s.product_id) < ($5::integer, $6::integer, $7::integer))
        ORDER BY s.quantity DESC, s.depot_id DESC, s.product_id DESC LIMIT $4`,
    },
  },
};

const LOTS = `SELECT ${columns.LOT} FROM lots l JOIN products p ON p.id = l.product_id
  WHERE ($1::uuid IS NULL OR l.id = $1) AND ($2::integer IS NULL OR l.depot_id = $2)
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', l.lot_number, p.name)) LIKE ALL ($3))
    AND ($8::integer IS NULL OR l.product_id = $8) AND ($9::text IS NULL OR l.state = $9)
    AND ($10::boolean IS NULL OR (l.remaining_quantity <> 0) = $10)
    AND ($11::timestamptz IS NULL OR l.updated_at >= $11)`;

/** Oldest first, as they are taken from. */
export const lots: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS.lots,
  own: {
    by: ['produced_at', 'lot_number', 'id'],
    sql: `${LOTS} AND ($5::date IS NULL OR (l.produced_at, l.lot_number, l.id) > ($5::date, $6::text, $7::uuid))
      ORDER BY l.produced_at, l.lot_number, l.id LIMIT $4`,
  },
  sorts: {
    produced_at: {
      by: ['produced_at', 'lot_number', 'id'],
      sql: `${LOTS} AND ($5::text IS NULL OR (l.produced_at, l.lot_number, l.id) > ($5::date, $6::text, $7::uuid))
        ORDER BY l.produced_at, l.lot_number, l.id LIMIT $4`,
    },
    '-produced_at': {
      by: ['produced_at', 'lot_number', 'id'],
      sql: `${LOTS} AND ($5::text IS NULL OR (l.produced_at, l.lot_number, l.id) < ($5::date, $6::text, $7::uuid))
        ORDER BY l.produced_at DESC, l.lot_number DESC, l.id DESC LIMIT $4`,
    },
    expires_at: {
      by: ['expires_at', 'lot_number', 'id'],
      sql: `${LOTS} AND ($5::text IS NULL OR (l.expires_at, l.lot_number, l.id) > ($5::date, $6::text, $7::uuid))
        ORDER BY l.expires_at, l.lot_number, l.id LIMIT $4`,
    },
    '-expires_at': {
      by: ['expires_at', 'lot_number', 'id'],
      sql: `${LOTS} AND ($5::text IS NULL OR (l.expires_at, l.lot_number, l.id) < ($5::date, $6::text, $7::uuid))
        ORDER BY l.expires_at DESC, l.lot_number DESC, l.id DESC LIMIT $4`,
    },
  },
};

const TRANSFERS = `SELECT ${columns.TRANSFER} FROM transfers tf JOIN products p ON p.id = tf.product_id
  WHERE ($1::uuid IS NULL OR tf.id = $1) AND ($2::integer IS NULL OR $2 IN (tf.depot_id, tf.to_depot_id))
    AND ($3::text[] IS NULL OR folded(concat_ws(' ', tf.lot_number, p.code, p.name)) LIKE ALL ($3))
    AND ($7::integer IS NULL OR tf.product_id = $7)
    AND ($8::text IS NULL OR (tf.received_at IS NULL) = ($8 = 'IN_TRANSIT'))
    AND ($9::timestamptz IS NULL OR greatest(tf.sent_at, tf.received_at) >= $9)`;

/** The newest first; a depot sees what it sends and what comes to it. */
export const transfers: Listing = {
  id: BY_UUID,
  filters: LIST_FILTERS['stock/transfers'],
  own: {
    by: ['sent_at', 'id'],
    sql: `${TRANSFERS} AND ($5::text IS NULL OR (tf.sent_at, tf.id) < ($5::timestamptz, $6::uuid))
      ORDER BY tf.sent_at DESC, tf.id DESC LIMIT $4`,
  },
  sorts: {
    sent_at: {
      by: ['sent_at', 'id'],
      sql: `${TRANSFERS} AND ($5::text IS NULL OR (tf.sent_at, tf.id) > ($5::timestamptz, $6::uuid))
        ORDER BY tf.sent_at, tf.id LIMIT $4`,
    },
    '-sent_at': {
      by: ['sent_at', 'id'],
      sql: `${TRANSFERS} AND ($5::text IS NULL OR (tf.sent_at, tf.id) < ($5::timestamptz, $6::uuid))
        ORDER BY tf.sent_at DESC, tf.id DESC LIMIT $4`,
    },
  },
};
