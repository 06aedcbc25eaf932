import type { DatedRate, ListPrice } from '#shared/contract/entities.ts';
import { priceFor } from '#shared/domain/price-for.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import type { Queryable } from '../../store/database.ts';

interface Line {
  product_id: number;
  unit_price_ht?: number;
  tva_rate?: number;
}

interface Terms {
  id: number;
  price_ht: number;
  tva_rate: number;
  price_lists: ListPrice[] | null;
  tva_rates: DatedRate[] | null;
}

/** A line of a planned delivery without a price bears what the product costs its client on that day, and the product's rate then. */
export async function fillPrices(database: Queryable, drafts: Record<string, unknown>[]): Promise<void> {
  const lines = drafts.flatMap((draft) => (draft.lines as Line[]).map((line) => ({ draft, line })));
  const open = lines.filter(({ line }) => line.unit_price_ht === undefined || line.tva_rate === undefined);
  if (open.length === 0) return;
  const products = await database.query<Terms>(
    'SELECT id, price_ht, tva_rate, price_lists, tva_rates FROM products WHERE id = ANY ($1::integer[])',
    [open.map(({ line }) => line.product_id).filter(Number.isSafeInteger)],
  );
  const clients = await database.query<{ id: string; kind: string | null }>(
    'SELECT id, kind FROM clients WHERE id::text = ANY ($1::text[])',
    [open.map(({ draft }) => draft.client_id)],
  );
  const terms = new Map(products.rows.map((product) => [product.id, product]));
  const kinds = new Map(clients.rows.map(({ id, kind }) => [id, kind]));
  for (const { draft, line } of open) {
    const product = terms.get(line.product_id);
    if (!product) continue;
    const id = draft.client_id as string;
    const buyer = { id, kind: kinds.get(id) ?? null };
    const price = priceFor({ ...product, price_lists: product.price_lists ?? [] }, buyer, String(draft.planned_for));
    line.unit_price_ht ??= price;
    line.tva_rate ??= tvaRateOn(product, String(draft.planned_for));
  }
}
