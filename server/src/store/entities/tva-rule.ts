import type { TvaRuleRecord } from '#shared/contract/hq/tva-rules.ts';
import type { Queryable } from '../database.ts';

/** Every rule that was ever written, with its author. */
export async function readTvaRules(database: Queryable): Promise<TvaRuleRecord[]> {
  const { rows } = await database.query<TvaRuleRecord>(
    `SELECT r.id, r.since, r.tva_rate, r.product_ids, r.reason, u.name AS user_name, r.created_at,
       NOT EXISTS (
         SELECT FROM unnest(r.product_ids) AS of (product_id) WHERE NOT EXISTS (
           SELECT FROM tva_rules o WHERE o.since = r.since AND o.id > r.id AND of.product_id = ANY (o.product_ids)
         )
       ) AS is_replaced
     FROM tva_rules r JOIN users u ON u.id = r.created_by ORDER BY r.since, r.id`,
  );
  return rows;
}
