import type { RequestError, Result } from '#shared/contract/errors.ts';
import { ok, refuse } from '#shared/contract/errors.ts';
import type { StockMoveRecord } from '#shared/contract/hq/stock.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable } from '../../store/database.ts';
import { type Actor, depotInSight } from '../actor.ts';

export interface MovesQuery {
  depot_id?: string;
  product_id?: string;
  lot_id?: string;
  limit?: string;
  cursor?: string;
}

const DEFAULT_ROWS = 50;

/** Where a page of the ledger begins: behind a movement (its time, number and lot), and how much there was before it. */
type Place = [at: string, id: string, lot_id: string, balance: number];
const NEWEST = [null, null, null, null];

/**
 * The movements of a product in a depot, or of one lot, the newest first, each with how much there was behind it. The
 * newest balance is the sum of the lots; each older one follows from the movements between.
 */
export async function readMoves(
  database: Queryable,
  actor: Actor,
  query: MovesQuery,
): Promise<Result<{ items: StockMoveRecord[]; next_cursor: string | null }, RequestError>> {
  const depot = depotInSight(actor, query.depot_id === undefined ? null : Number(query.depot_id));
  if (!depot.ok) return depot;
  if (query.lot_id === undefined && (depot.value === null || query.product_id === undefined)) {
    return refuse('INVALID_REQUEST', 'Say whose movements: depot_id and product_id, or lot_id.');
  }
  const place = query.cursor === undefined ? NEWEST : placeOf(query.cursor);
  if (place === null) return refuse('INVALID_REQUEST', 'cursor is not a next_cursor of an earlier answer.');
  const limit = Math.min(Number(query.limit ?? DEFAULT_ROWS), LIMITS.adminPage);
  const wanted = [query.lot_id ?? null, depot.value, query.product_id ?? null];
  const { rows } = await database.query<StockMoveRecord>(MOVES, [...wanted, limit + 1, ...place]);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return ok({ items, next_cursor: last && rows.length > limit ? cursorBehind(last) : null });
}

/**
 * $1 a lot, $2 a depot, $3 a product, $4 how many, from behind $5, $6 and $7 on, where $8 was left. Each lot gives its newest
 * by its index; its own receipt is the oldest.
 */
const MOVES = `
  WITH wanted AS MATERIALIZED (
    SELECT * FROM lots
    WHERE ($1::uuid IS NULL OR id = $1) AND ($2::integer IS NULL OR depot_id = $2)
      AND ($3::integer IS NULL OR product_id = $3)
  ), moved AS (
    SELECT m.* FROM wanted l CROSS JOIN LATERAL (
      (SELECT id, moved_at, lot_id, quantity, event_id, cause FROM stock_moves
       WHERE lot_id = l.id AND ($5::timestamptz IS NULL OR (moved_at, id) < ($5, $6::bigint))
       ORDER BY moved_at DESC, id DESC LIMIT $4)
      UNION ALL
      SELECT 0, l.received_at, l.id, l.received_quantity, l.id, 'RECEIPT'
      WHERE l.received_quantity <> 0 AND ($5::timestamptz IS NULL OR (l.received_at, 0, l.id) < ($5, $6::bigint, $7::uuid))
    ) m ORDER BY m.moved_at DESC, m.id DESC, m.lot_id DESC LIMIT $4
  ), counted AS (
    SELECT *, coalesce($8::bigint, (SELECT sum(remaining_quantity) FROM wanted)) - coalesce(sum(quantity) OVER (
      ORDER BY moved_at DESC, id DESC, lot_id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS balance
    FROM moved
  )
  SELECT m.id::text, m.moved_at AS at, l.depot_id, l.product_id, m.lot_id, l.lot_number, m.quantity,
    m.balance::bigint AS balance, coalesce(e.action, m.cause) AS cause, m.event_id AS cause_id,
    coalesce(dl.reference, i.reference, cn.reference) AS reference,
    CASE m.cause WHEN 'TRANSFER_RECEIVED' THEN t.received_reason ELSE coalesce(sp.reason, cn.reason, t.reason) END AS reason,
    u.id AS user_id, u.name AS user_name
  FROM counted m JOIN wanted l ON l.id = m.lot_id
    LEFT JOIN events e ON e.id = m.event_id
    LEFT JOIN deliveries dl ON dl.id = CASE WHEN e.entity_type = 'DELIVERY' THEN e.entity_id::uuid END
    LEFT JOIN invoices i ON i.id = CASE WHEN e.entity_type = 'INVOICE' THEN e.entity_id::uuid END
    LEFT JOIN credit_notes cn ON cn.id = m.event_id
    LEFT JOIN stock_papers sp ON sp.id = m.event_id
    LEFT JOIN transfers t ON t.id = m.event_id
    LEFT JOIN users u ON u.id = coalesce(e.user_id, cn.created_by, sp.created_by,
      CASE m.cause WHEN 'TRANSFER_RECEIVED' THEN t.received_by ELSE t.sent_by END)
  ORDER BY m.moved_at DESC, m.id DESC, m.lot_id DESC`;

const cursorBehind = ({ at, id, lot_id, balance, quantity }: StockMoveRecord): string =>
  Buffer.from(JSON.stringify([at, id, lot_id, balance - quantity]), 'utf8').toString('base64url');

function placeOf(cursor: string): Place | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(place) || place.length !== NEWEST.length) return null;
    const isPlace = place.slice(0, -1).every((part) => typeof part === 'string') && Number.isSafeInteger(place.at(-1));
    return isPlace ? (place as Place) : null;
  } catch {
    return null;
  }
}
