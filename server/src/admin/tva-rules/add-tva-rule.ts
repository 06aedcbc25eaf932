import type { Product } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewTvaRule, TvaRuleRecord } from '#shared/contract/hq/tva-rules.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isDay } from '#shared/domain/company-day.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { withRate } from '#shared/domain/tva-rate.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { change } from '../../store/build-change.ts';
import { appendChanges } from '../../store/changes.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { readTvaRules } from '../../store/entities/tva-rule.ts';
import { type Acted, acted } from '../acts/act.ts';
import { hasExactRate } from '../create-goods.ts';

/**
 * Adds a rate for some products, for a day that has not begun: what was invoiced until now stays so. It rides with each of
 * these products, so that every phone has it before that day.
 */
export async function addTvaRule(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  { since, tva_rate, product_ids: named, reason }: NewTvaRule,
): Promise<Result<Acted<TvaRuleRecord>, RequestError>> {
  const nowMs = deps.clock.now();
  if (!isDay(since)) return refuse('INVALID_REQUEST', `${since} is not in the calendar.`);
  if (since <= algiersDay(nowMs)) {
    return because(
      'DAY_PAST',
      'INVALID_REQUEST',
      'A rate begins tomorrow or later: what was invoiced until now stays as it is.',
    );
  }
  if (!hasExactRate(tva_rate))
    return refuse('INVALID_REQUEST', `The TVA rate ${tva_rate} has more than four decimals.`);
  const product_ids = [...new Set(named)];
  const products = await lockProducts(tx, product_ids);
  if (products.length < product_ids.length) return refuse('INVALID_REQUEST', 'One of the products is not there.');
  const { rows: known } = await tx.query<{ count: number }>('SELECT count(*)::integer AS count FROM tva_rules');
  if ((known[0]?.count ?? 0) >= LIMITS.tvaRules)
    return because('FULL', 'CONFLICT', `There are ${LIMITS.tvaRules} rates already.`);
  const made = await tx.query<{ id: number }>(
    `INSERT INTO tva_rules (since, tva_rate, product_ids, reason, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING id`,
    [since, tva_rate, product_ids, reason, userId, isoTime(nowMs)],
  );
  await tellProducts(
    tx,
    deps,
    products.map((product) => ({ ...product, tva_rates: withRate(product.tva_rates, { since, tva_rate }) })),
  );
  const record = (await readTvaRules(tx)).find(({ id }) => id === made.rows[0]?.id);
  invariant(record !== undefined, 'the rule was just written');
  return acted(record, {
    ...{ what: 'TVA_RULE_ADDED', entity: ['TVA_RULE', record.id], name: since, before: null },
    ...{ after: { since, tva_rate, product_ids }, reason },
  });
}

/** In the order of their ids, as everybody locks products. */
async function lockProducts(tx: Transaction, ids: number[]): Promise<Product[]> {
  const { rows } = await tx.query<Product>(
    `SELECT ${columns.PRODUCT} FROM products p WHERE p.id = ANY ($1::integer[]) ORDER BY p.id FOR UPDATE OF p`,
    [ids],
  );
  return rows;
}

async function tellProducts(tx: Transaction, deps: ServerDeps, products: Product[]): Promise<void> {
  await tx.query(
    `UPDATE products p SET tva_rates = r.tva_rates
     FROM json_to_recordset($1::json) AS r (id integer, tva_rates jsonb) WHERE p.id = r.id`,
    [JSON.stringify(products)],
  );
  await appendChanges(
    tx,
    products.map((product) =>
      change(deps, { entity_type: 'PRODUCT', entity_id: product.id, action: 'PRODUCT_UPSERTED' }, product),
    ),
  );
}
