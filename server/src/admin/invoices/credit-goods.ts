import type { Invoice } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { LotMove } from '#shared/domain/arrival.ts';
import type { CreditedGoods } from '#shared/domain/credit-note.ts';
import { putBack, type TakenFromLot } from '#shared/domain/goods-back.ts';
import { SHORTFALL_LOT } from '#shared/domain/stock.ts';
import { because } from '../../http/because.ts';
import type { Transaction } from '../../store/database.ts';
import { lockStock } from '../../store/entities/stock.ts';

type CreditedPaper = Pick<Invoice, 'id' | 'depot_id' | 'delivery_id' | 'reference'>;

/**
 * The moves that put credited goods back into the lots that they left: by the invoice's own event (a van sale), or by
 * the validation of the deliveries that it names; less what credit notes have put back. Locks the stock levels.
 */
export async function movesOfGoodsBack(
  tx: Transaction,
  invoice: CreditedPaper,
  goods: CreditedGoods[],
): Promise<Result<LotMove[], RequestError>> {
  const wanted = addedUp(goods);
  const productIds = [...wanted.keys()].sort((a, b) => a - b);
  await lockStock(
    tx,
    productIds.map((productId) => ({ depotId: invoice.depot_id, productId })),
  );
  const taken = await loadTaken(tx, invoice);
  const newest = await newestLots(tx, invoice.depot_id, productIds);
  const moves: LotMove[] = [];
  for (const [productId, quantity] of wanted) {
    const lots = taken.filter(({ product_id }) => product_id === productId);
    const out = lots.reduce((sum, lot) => sum + lot.quantity, 0);
    if (out < quantity) {
      return because(
        'GOODS_STAYED',
        'CONFLICT',
        `Of product ${productId} only ${out} left the stock by ${invoice.reference}: ${quantity} cannot come back. Credit it without goods_back, and enter a receipt.`,
      );
    }
    moves.push(...putBack(lots, quantity, newest.get(productId) ?? null));
  }
  return ok(moves);
}

function addedUp(goods: CreditedGoods[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { product_id, quantity } of goods) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  return sums;
}

/** What is still out of each lot, in the order in which it was taken. */
async function loadTaken(
  tx: Transaction,
  { id, delivery_id }: CreditedPaper,
): Promise<(TakenFromLot & { product_id: number })[]> {
  const { rows } = await tx.query<TakenFromLot & { product_id: number }>(
    `WITH notes AS (
       SELECT $2::uuid AS id WHERE $2::uuid IS NOT NULL
       UNION SELECT delivery_id FROM invoice_notes WHERE invoice_id = $1::uuid
     ), papers AS (
       SELECT $1::uuid AS id
       UNION SELECT i.id FROM notes JOIN invoices i ON i.delivery_id = notes.id
       UNION SELECT n.invoice_id FROM notes JOIN invoice_notes n ON n.delivery_id = notes.id
     ), causes AS (
       SELECT e.id FROM events e WHERE e.entity_id = $1::uuid::text AND e.action = 'INVOICE_CREATED' AND e.status = 'APPLIED'
       UNION ALL SELECT d.validated_event FROM notes JOIN deliveries d ON d.id = notes.id WHERE d.validated_event IS NOT NULL
       UNION ALL SELECT cn.id FROM papers JOIN credit_notes cn ON cn.invoice_id = papers.id
     )
     SELECT l.id AS lot_id, l.product_id, -sum(m.quantity)::integer AS quantity,
       CASE WHEN l.lot_number = $3 THEN greatest(0, -l.remaining_quantity) END AS open_shortfall
     FROM causes k JOIN stock_moves m ON m.event_id = k.id JOIN lots l ON l.id = m.lot_id
     GROUP BY l.id HAVING sum(m.quantity) < 0 ORDER BY min(m.id)`,
    [id, delivery_id, SHORTFALL_LOT],
  );
  return rows;
}

/** Of each product the depot's newest lot: what settled a shortfall took its goods there. */
async function newestLots(tx: Transaction, depotId: number, productIds: number[]): Promise<Map<number, string>> {
  const { rows } = await tx.query<{ id: string; product_id: number }>(
    `SELECT DISTINCT ON (product_id) id, product_id FROM lots
     WHERE depot_id = $1 AND product_id = ANY ($2::integer[]) AND lot_number <> $3
     ORDER BY product_id, produced_at DESC, lot_number DESC`,
    [depotId, productIds, SHORTFALL_LOT],
  );
  return new Map(rows.map(({ id, product_id }) => [product_id, id]));
}
