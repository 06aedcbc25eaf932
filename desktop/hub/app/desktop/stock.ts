import type { DesktopStock } from '#shared/contract/desktop/stock.ts';
import type { Lot, Product, StockLevel } from '#shared/contract/entities.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** The depot's lots with goods, of each product what expires first before the rest. */
export function lotsReader(database: HubDatabase): () => Lot[] {
  const lots = database.prepare<[], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'lots'
     ORDER BY body ->> 'product_id', body ->> 'expires_at', body ->> 'lot_number'`,
  );
  return () => lots.all().map(({ body }) => JSON.parse(body) as Lot);
}

/** The depot's stock as the replica has it. */
export function stockReader(database: HubDatabase): () => DesktopStock['items'] {
  const levels = database.prepare<[], { level: string; product: string | null }>(
    `SELECT s.body AS level, p.body AS product FROM entities s LEFT JOIN entities p ON p.kind = 'products' AND p.key = s.key
     WHERE s.kind = 'stock_levels' ORDER BY s.key`,
  );
  return () =>
    levels.all().map((row) => {
      const { product_id, quantity, as_of } = JSON.parse(row.level) as StockLevel;
      return {
        product_id,
        quantity,
        as_of,
        product: row.product === null ? null : (JSON.parse(row.product) as Product),
      };
    });
}
