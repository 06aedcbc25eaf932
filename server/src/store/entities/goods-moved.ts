import type { Lot, StockLevel } from '#shared/contract/entities.ts';
import type { LotMove } from '#shared/domain/arrival.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';
import { LOT, STOCK_LEVEL } from './stock.ts';

/** The papers of HQ that move goods. */
export type MoveCause =
  | 'CREDIT_NOTE'
  | 'RECEIPT'
  | 'COUNT'
  | 'WASTE'
  | 'TRANSFER_SENT'
  | 'TRANSFER_RECEIVED'
  | 'CONFLICT';

/** Stock as it is behind a paper of HQ. */
export interface MovedStock {
  levels: StockLevel[];
  lots: Lot[];
}

/**
 * Moves goods in and out of lots for a paper of HQ, and gives levels and lots as they are then. Behind the locks of these
 * levels (`lockStock`), which cover their lots.
 */
export async function moveGoods(
  tx: Transaction,
  paper: { id: string; cause: MoveCause; at: string },
  moves: LotMove[],
): Promise<MovedStock> {
  if (moves.length === 0) return { levels: [], lots: [] };
  const [levels, lots] = await pipelined(bookMoves(tx, paper, moves), readLots(tx, moves));
  return { levels, lots };
}

async function bookMoves(
  tx: Transaction,
  paper: { id: string; cause: MoveCause; at: string },
  moves: LotMove[],
): Promise<StockLevel[]> {
  const { rows } = await tx.query<StockLevel>(
    `WITH moves AS (
       SELECT * FROM unnest($1::uuid[], $2::integer[]) AS r (lot_id, quantity)
     ), booked AS (
       INSERT INTO stock_moves (event_id, lot_id, quantity, moved_at, cause)
       SELECT $3::uuid, lot_id, quantity, $4::timestamptz, $5 FROM moves
     ), changed AS (
       UPDATE lots l SET remaining_quantity = l.remaining_quantity + m.quantity
       FROM (SELECT lot_id, sum(quantity)::integer AS quantity FROM moves GROUP BY lot_id) m
       WHERE l.id = m.lot_id RETURNING l.depot_id, l.product_id, m.quantity
     )
     UPDATE stock_levels s SET quantity = s.quantity + c.quantity, as_of = $4::timestamptz
     FROM (SELECT depot_id, product_id, sum(quantity)::integer AS quantity FROM changed GROUP BY 1, 2) c
     WHERE s.depot_id = c.depot_id AND s.product_id = c.product_id RETURNING ${STOCK_LEVEL}`,
    [moves.map(({ lot_id }) => lot_id), moves.map(({ quantity }) => quantity), paper.id, paper.at, paper.cause],
  );
  return rows;
}

async function readLots(tx: Transaction, moves: LotMove[]): Promise<Lot[]> {
  const { rows } = await tx.query<Lot>(`SELECT ${LOT} FROM lots l WHERE l.id = ANY ($1::uuid[]) ORDER BY l.id`, [
    moves.map(({ lot_id }) => lot_id),
  ]);
  return rows;
}
