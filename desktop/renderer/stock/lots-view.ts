import type { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { DAY_MS } from '#shared/contract/durations.ts';
import type { Lot } from '#shared/contract/entities.ts';
import { isExpired } from '#shared/domain/stock.ts';

/** So many days before its end a lot is to leave before the others. */
const SOON_DAYS = 7;

export type Freshness = 'EXPIRED' | 'SOON' | 'GOOD';

/** A lot with goods, as a person looks for what has to leave first. */
export interface LotRow {
  lot: Lot;
  product: DesktopStock['items'][number]['product'];
  /** Since it was made. */
  ageDays: number;
  /** Until its last day; below zero: since. */
  daysLeft: number;
  freshness: Freshness;
}

/** What expires first comes first, whatever the product. */
export function lotRows({ items, lots }: Pick<DesktopStock, 'items' | 'lots'>, today: string): LotRow[] {
  const products = new Map(items.map(({ product_id, product }) => [product_id, product]));
  return lots
    .map((lot) => ({
      lot,
      product: products.get(lot.product_id) ?? null,
      ageDays: daysBetween(lot.produced_at, today),
      daysLeft: daysBetween(today, lot.expires_at),
      freshness: freshnessOf(lot, today),
    }))
    .sort(
      (a, b) =>
        compare(a.lot.expires_at, b.lot.expires_at) ||
        a.lot.product_id - b.lot.product_id ||
        compare(a.lot.lot_number, b.lot.lot_number),
    );
}

function freshnessOf(lot: Lot, today: string): Freshness {
  if (isExpired(lot, today)) return 'EXPIRED';
  return daysBetween(today, lot.expires_at) <= SOON_DAYS ? 'SOON' : 'GOOD';
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const daysBetween = (from: string, to: string): number => Math.round((dayMs(to) - dayMs(from)) / DAY_MS);
const dayMs = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00.000Z`);
