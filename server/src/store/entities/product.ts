import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ProductFact } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Transaction } from '../database.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `products p`. */
export const PRODUCT = 'p.id, p.code, p.name, p.unit, p.price_ht, p.tva_rate, p.is_active';

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
    `SELECT p.id, p.price_ht, p.tva_rate, p.is_active,
            coalesce((SELECT json_agg(json_build_object('price_ht', t.price_ht, 'tva_rate', t.tva_rate))
              FROM product_terms t WHERE t.product_id = p.id AND t.until > $2), '[]') AS recent
     FROM products p WHERE p.id = ANY ($1::integer[])`,
    [ids, isoTime(nowMs - LIMITS.termsDays * DAY_MS)],
  );
  return new Map(rows.map(({ id, ...product }) => [id, product]));
}
