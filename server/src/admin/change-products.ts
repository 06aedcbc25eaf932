import type { Product } from '#shared/contract/entities.ts';
import { ok, refuse } from '#shared/contract/errors.ts';
import type { ProductChange } from '#shared/contract/hq/requests.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { datedRateOn } from '#shared/domain/tva-rate.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../http/because.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import { RECORD_OF_PRODUCT, WRITTEN_OF_PRODUCT } from '../store/entities/product.ts';
import type { Changing } from './change-one.ts';
import { hasExactRate } from './create-goods.ts';

/**
 * A product's names, units, prices, rate, and whether it is on sale. The former price and rate are kept: invoices of phones
 * that were offline are measured by them. Everybody is told.
 */
export const changingProducts: Changing<ProductChange, Product> = {
  subject: { what: 'PRODUCT_CHANGED', type: 'PRODUCT' },

  async lock(tx, id) {
    const { rows } = await tx.query<Product>(
      `SELECT ${columns.PRODUCT} FROM products p WHERE p.id = $1 FOR UPDATE OF p`,
      [Number(id)],
    );
    return rows[0] ?? null;
  },

  async change(tx, deps, { before, input }) {
    const after: Product = { ...before, ...input };
    const dated = datedRateOn(before.tva_rates, algiersDay(deps.clock.now()));
    if (dated !== null) {
      // Its rate is that of a dated rule by now. Who sends the one that holds, changes nothing.
      if (after.tva_rate !== dated && after.tva_rate !== before.tva_rate) {
        return because(
          'RATE_DATED',
          'INVALID_REQUEST',
          'The rate of this product follows dated rules: write one for a day to come.',
        );
      }
      after.tva_rate = before.tva_rate;
    }
    if (!hasExactRate(after.tva_rate)) {
      return refuse('INVALID_REQUEST', `The TVA rate ${after.tva_rate} has more than four decimals.`);
    }
    await tx.query(
      `UPDATE products p SET (${WRITTEN_OF_PRODUCT}) = (SELECT ${WRITTEN_OF_PRODUCT} FROM (SELECT r.*) AS row)
       FROM json_to_recordset($1::json) AS r (id integer, ${RECORD_OF_PRODUCT}) WHERE p.id = r.id`,
      [JSON.stringify([after])],
    );
    if (after.price_ht !== before.price_ht || after.tva_rate !== before.tva_rate) {
      await tx.query(
        `INSERT INTO product_terms (product_id, until, price_ht, tva_rate) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [before.id, isoTime(deps.clock.now()), before.price_ht, before.tva_rate],
      );
    }
    const subject = { entity_type: 'PRODUCT', entity_id: before.id, action: 'PRODUCT_UPSERTED' } as const;
    await appendChanges(tx, [change(deps, subject, after)]);
    return ok(after);
  },
};
