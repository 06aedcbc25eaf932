import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ProductFact } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Transaction } from '../database.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `products p`. */
export const PRODUCT = `p.id, p.code, p.name, p.unit, p.price_ht, p.tva_rate, p.is_active, p.name_ar, p.unit_ar,
  p.barcode, p.category, p.lot_tracked, p.price_lists, p.tva_rates, p.external_id`;

/** What is written of a product, beside its id and code, as columns and as the types of a recordset. */
export const WRITTEN_OF_PRODUCT = `name, unit, price_ht, tva_rate, is_active, name_ar, unit_ar, barcode, category,
  lot_tracked, price_lists, external_id`;
export const RECORD_OF_PRODUCT = `code text, name text, unit text, price_ht bigint, tva_rate double precision,
  is_active boolean, name_ar text, unit_ar text, barcode text, category text, lot_tracked boolean, price_lists jsonb,
  external_id text`;

export const productScope: ScopeQuery = {
  sql: `SELECT lpad(p.id::text, 10, '0') AS key, ${PRODUCT} FROM products p
        WHERE p.id > coalesce(nullif($1, '')::integer, 0) ORDER BY p.id LIMIT $2`,
  params: () => [],
};

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
export const PRODUCTS_IN_SCOPE = 'SELECT count(*) FROM products';

/** Today's terms, and what else was valid within `LIMITS.termsDays`: the newest of before included. */
export async function loadProducts(tx: Transaction, ids: number[], nowMs: number): Promise<Map<number, ProductFact>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<ProductFact & { id: number }>(
    `SELECT p.id, p.price_ht, p.tva_rate, p.is_active, coalesce(p.price_lists, '[]') AS price_lists,
            coalesce(p.tva_rates, '[]') AS tva_rates,
            coalesce((SELECT json_agg(json_build_object('price_ht', t.price_ht, 'tva_rate', t.tva_rate))
              FROM product_terms t WHERE t.product_id = p.id AND t.until > $2), '[]') AS recent
     FROM products p WHERE p.id = ANY ($1::integer[])`,
    [ids, isoTime(nowMs - LIMITS.termsDays * DAY_MS)],
  );
  return new Map(rows.map(({ id, ...product }) => [id, product]));
}
