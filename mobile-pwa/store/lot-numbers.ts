import type { Sql } from './sql.ts';

const LOTS_SHOWN = 8;

interface Row {
  lot_number: string;
}

/**
 * Lots of a product to pick from: those that went onto the van, the last loading first; those that lie in the depot, what
 * expires first before the rest; and those that were typed here before.
 */
export function lotNumbers(sql: Sql, productId: number): string[] {
  const onVan = sql.all<Row>(
    `SELECT g.value ->> 'lot_number' AS lot_number, max(t.day) AS last
     FROM plain_cache_tours t, json_each(t.content, '$.loaded') g
     WHERE g.value ->> 'product_id' = ? AND g.value ->> 'lot_number' IS NOT NULL GROUP BY 1 ORDER BY last DESC, 1`,
    [productId],
  );
  const inDepot = sql.all<Row>(
    `SELECT lot_number FROM cache_lots WHERE product_id = ? AND state = 'OK' ORDER BY expires_at, lot_number`,
    [productId],
  );
  const typed = sql.all<Row>(
    `SELECT t.value ->> 'lot_number' AS lot_number, max(v.validated_at) AS last
     FROM plain_pending_delivery_validations v, json_each(v.record, '$.said.lines') l, json_each(l.value, '$.lots') t
     WHERE l.value ->> 'product_id' = ? GROUP BY 1 ORDER BY last DESC`,
    [productId],
  );
  const numbers = [...onVan, ...inDepot, ...typed].map(({ lot_number }) => lot_number);
  return [...new Set(numbers)].slice(0, LOTS_SHOWN);
}
