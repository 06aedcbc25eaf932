import type { Product } from '#shared/contract/entities.ts';
import { datedRateOn } from '#shared/domain/tva-rate.ts';
import type { Sql } from './sql.ts';

/** The dated rates of TVA that hold on a day, by product; a product without any stands not in it. */
export function ratesOfDay(sql: Sql, day: string): Map<number, number> {
  const rows = sql.all<{ id: number; tva_rates: string | null }>(
    `SELECT id, details ->> 'tva_rates' AS tva_rates FROM plain_cache_products_pf WHERE details ->> 'tva_rates' IS NOT NULL`,
  );
  return new Map(
    rows.flatMap(({ id, tva_rates }): [number, number][] => {
      const rate = datedRateOn(JSON.parse(tva_rates ?? 'null') as Product['tva_rates'], day);
      return rate === null ? [] : [[id, rate]];
    }),
  );
}
