import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { LotRecall, LotRecipient } from '#shared/contract/hq/stock.ts';
import { splitBySource } from '#shared/domain/recall.ts';
import { SHORTFALL_LOT } from '#shared/domain/stock.ts';
import type { Queryable } from '../../store/database.ts';
import type { Actor } from '../actor.ts';

type Found = Pick<
  LotRecall,
  'product_id' | 'product_name' | 'lot_number' | 'produced_at' | 'expires_at' | 'in_transit'
>;

/** Where goods of a lot are, and who got them: of every lot of that number and product, since depots send each other goods. */
export async function recallLot(
  database: Queryable,
  { depotId }: Actor,
  id: string,
): Promise<Result<LotRecall, RequestError>> {
  const { rows } = await database.query<Found>(
    `SELECT l.product_id, p.name AS product_name, l.lot_number, l.produced_at, l.expires_at,
       (SELECT coalesce(sum(t.quantity), 0) FROM transfers t WHERE t.product_id = l.product_id
          AND code_key(t.lot_number) = code_key(l.lot_number) AND t.received_at IS NULL) AS in_transit
     FROM lots l JOIN products p ON p.id = l.product_id
     WHERE l.id = $1 AND ($2::integer IS NULL OR l.depot_id = $2) AND l.lot_number <> $3`,
    [id, depotId, SHORTFALL_LOT],
  );
  const lot = rows[0];
  if (!lot) return refuse('NOT_FOUND', `There is no lot ${id} here.`);
  const wanted = [lot.product_id, lot.lot_number, depotId];
  const stock = await database.query<LotRecall['in_stock'][number]>(
    `SELECT id AS lot_id, depot_id, state, remaining_quantity FROM lots
     WHERE product_id = $1 AND code_key(lot_number) = code_key($2) AND ($3::integer IS NULL OR depot_id = $3)
     ORDER BY depot_id`,
    wanted,
  );
  const given = await database.query<Given>(GIVEN, [...wanted, SHORTFALL_LOT]);
  return ok({ ...lot, in_stock: stock.rows, given: given.rows.flatMap(recipientsOf) });
}

type Given = Omit<LotRecipient, 'source'> & { recorded: number };

const recipientsOf = ({ recorded, ...given }: Given): LotRecipient[] =>
  splitBySource(given, recorded).map((part) => ({ ...given, ...part }));

/**
 * $1 the product, $2 the lot number, $3 a depot. What events took from these lots, less what credit notes put back; and
 * what left as missing from a depot whose lot of this number then made up for it ($4 the lot of what is missing).
 */
const GIVEN = `
  WITH these AS (
    SELECT id, depot_id FROM lots
    WHERE product_id = $1 AND code_key(lot_number) = code_key($2) AND ($3::integer IS NULL OR depot_id = $3)
  ), sources AS (
    SELECT id, depot_id FROM these
    UNION ALL SELECT m.id, m.depot_id FROM lots m JOIN these l ON l.depot_id = m.depot_id
      WHERE m.product_id = $1 AND m.lot_number = $4
        AND EXISTS (SELECT FROM stock_moves s WHERE s.lot_id = l.id AND s.quantity < 0
          AND s.cause IN ('SETTLEMENT', 'RECEIPT', 'TRANSFER_RECEIVED'))
  ), taken AS (
    SELECT m.event_id, l.depot_id, -sum(m.quantity)::integer AS quantity, min(m.moved_at) AS at
    FROM sources l JOIN stock_moves m ON m.lot_id = l.id
    WHERE m.cause = 'EVENT' GROUP BY m.event_id, l.depot_id
  ), put_back AS (
    SELECT coalesce(d.validated_event, e.id) AS event_id, sum(m.quantity)::integer AS quantity
    FROM sources l JOIN stock_moves m ON m.lot_id = l.id AND m.cause = 'CREDIT_NOTE'
      JOIN credit_notes cn ON cn.id = m.event_id JOIN invoices i ON i.id = cn.invoice_id
      LEFT JOIN deliveries d ON d.id = i.delivery_id
      LEFT JOIN events e ON e.entity_id = i.id::text AND e.action = 'INVOICE_CREATED' AND e.status = 'APPLIED'
    GROUP BY 1
  )
  SELECT c.id AS client_id, c.name AS client_name, c.phone, t.depot_id, t.at, u.id AS user_id, u.name AS user_name,
    coalesce(dl.reference, i.reference) AS reference, dl.id AS delivery_id, i.id AS invoice_id, t.quantity,
    least(t.quantity, coalesce(b.quantity, 0)) AS returned,
    (SELECT coalesce(sum((r ->> 'quantity')::integer), 0)::integer
     FROM jsonb_array_elements(CASE WHEN jsonb_typeof(said.body #> '{payload,lines}') = 'array'
         THEN said.body #> '{payload,lines}' ELSE '[]' END) AS line,
       jsonb_array_elements(CASE WHEN jsonb_typeof(line -> 'lots') = 'array' THEN line -> 'lots' ELSE '[]' END) AS r
     WHERE line ->> 'product_id' = $1::text AND code_key(r ->> 'lot_number') = code_key($2)) AS recorded
  FROM taken t JOIN events e ON e.id = t.event_id CROSS JOIN LATERAL (SELECT e.body::jsonb AS body) said
    LEFT JOIN deliveries dl ON dl.id = CASE WHEN e.entity_type = 'DELIVERY' THEN e.entity_id::uuid END
    LEFT JOIN invoices i ON i.id = CASE WHEN e.entity_type = 'INVOICE' THEN e.entity_id::uuid END
    JOIN clients c ON c.id = coalesce(dl.client_id, i.client_id) JOIN users u ON u.id = e.user_id
    LEFT JOIN put_back b ON b.event_id = t.event_id
  WHERE t.quantity > 0 ORDER BY t.at DESC, t.event_id`;
