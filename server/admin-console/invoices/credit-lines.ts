import type { PricedLine } from '#shared/contract/events.ts';
import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';

/** What may still be credited of an invoice, by product. */
export function leftToCredit(
  lines: readonly PricedLine[],
  earlier: readonly Pick<CreditNote, 'lines'>[],
): { product_id: number; invoiced: number; left: number }[] {
  const sum = (all: readonly PricedLine[], id: number) =>
    all.filter(({ product_id }) => product_id === id).reduce((total, { quantity }) => total + quantity, 0);
  const credited = earlier.flatMap((note) => note.lines);
  return [...new Set(lines.map(({ product_id }) => product_id))].map((product_id) => {
    const invoiced = sum(lines, product_id);
    return { product_id, invoiced, left: invoiced - sum(credited, product_id) };
  });
}

/** The lines that were filled in; null where one of them is no number or more than is left. */
export function creditLines(
  left: ReturnType<typeof leftToCredit>,
  quantities: ReadonlyMap<number, Entered>,
): { product_id: number; quantity: number }[] | null {
  const lines = left.map(({ product_id, left: most }) => ({
    product_id,
    most,
    quantity: quantities.get(product_id) ?? null,
  }));
  if (lines.some(({ quantity, most }) => quantity !== null && (typeof quantity !== 'number' || quantity > most)))
    return null;
  return lines.flatMap(({ product_id, quantity }) =>
    typeof quantity === 'number' && quantity > 0 ? [{ product_id, quantity }] : [],
  );
}
