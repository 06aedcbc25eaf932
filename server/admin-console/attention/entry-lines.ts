import type { Delivery } from '#shared/contract/entities.ts';

/** Goods that an entry says were handed over or invoiced; the price is that of the paper, where one is known. */
export interface EntryLine {
  product_id: number;
  quantity: number;
  unit_price_ht: number | null;
}

/** The delivery beside which an entry is read. */
type Beside = Pick<Delivery, 'lines'> | undefined;

/**
 * What an entry says of goods. A validation without lines says that all was handed over as ordered. Nobody has judged it
 * yet, so nothing in it is taken for granted.
 */
export function linesOf(action: string, payload: unknown, beside: Beside): EntryLine[] {
  const said = linesIn((payload as { lines?: unknown } | null)?.lines);
  if (said === null) return action === 'DELIVERY_VALIDATED' ? (beside?.lines ?? []).map(asOrdered) : [];
  return said.map((line) => ({ ...line, unit_price_ht: line.unit_price_ht ?? priceIn(beside, line.product_id) }));
}

const asOrdered = ({ product_id, quantity, unit_price_ht }: Delivery['lines'][number]): EntryLine => ({
  product_id,
  quantity,
  unit_price_ht,
});

const priceIn = (beside: Beside, id: number): number | null =>
  beside?.lines.find(({ product_id }) => product_id === id)?.unit_price_ht ?? null;

/** A delivery's lines say `delivered`, an invoice's `quantity`; null where there are none. */
function linesIn(value: unknown): EntryLine[] | null {
  if (!Array.isArray(value)) return null;
  return value.flatMap((line: Record<string, unknown> | null) => {
    const quantity = line?.delivered ?? line?.quantity;
    if (!isWhole(line?.product_id) || !isWhole(quantity)) return [];
    const price = line.unit_price_ht;
    return [{ product_id: line.product_id, quantity, unit_price_ht: isWhole(price) ? price : null }];
  });
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** What they are worth before tax; null where a price is not known. */
export const worthOf = (lines: readonly EntryLine[]): number | null =>
  lines.reduce<number | null>(
    (sum, { quantity, unit_price_ht }) =>
      sum === null || unit_price_ht === null ? null : sum + quantity * unit_price_ht,
    0,
  );
