import type { ClientKind } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { priceFor } from '#shared/domain/price-for.ts';
import { type Totals, totalsOf } from '#shared/domain/totals.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import type { Entered, Range } from '#shared/ui/number/typed-number.ts';
import type { DraftInvoice, DraftLine, HistoryItem, InvoiceView, ProductView } from '../../store/views.ts';

export const QUANTITY_RANGE: Range = { min: 1, max: LIMITS.quantity };

/** Under which a full phone holds the form. */
export const draftName = (id: string): string => `invoice ${id}`;

export const emptyDraft = (id: string): DraftInvoice => ({
  id,
  client_id: null,
  client_name: '',
  new_client: null,
  delivery_id: null,
  lines: [],
  payment: 'CASH',
  handed_over: true,
});

/** The seller's part of what is stored. */
export const draftOf = ({
  id,
  client_id,
  client_name,
  new_client,
  delivery_id = null,
  lines,
  payment,
  handed_over,
}: InvoiceView): DraftInvoice => ({
  id,
  client_id,
  client_name,
  new_client,
  delivery_id,
  lines,
  payment,
  handed_over,
});

/** Not the invoice of a delivered note. */
export const isOwnSale = ({ delivery_id }: DraftInvoice): boolean => !delivery_id;

/** For whom prices are: one of the depot's clients, a new one, or nobody yet. */
export interface Buyer {
  id: string | null;
  kind: ClientKind | null;
}

/** The invoice of goods that were delivered: what was handed over, at the note's prices. They changed hands then. */
export function ofDelivery(id: string, { delivery_id, record }: HistoryItem, client: { id: string; name: string }) {
  const said = record?.said && !('reason' in record.said) ? record.said : {};
  const told = 'lines' in said ? said.lines : undefined;
  const left = new Map(told?.map(({ product_id, delivered }) => [product_id, delivered]));
  const lines: DraftLine[] = [];
  for (const { product_id, quantity, unit_price_ht, tva_rate } of record?.lines ?? []) {
    const delivered = told === undefined ? quantity : Math.min(quantity, left.get(product_id) ?? 0);
    left.set(product_id, (left.get(product_id) ?? 0) - delivered);
    if (delivered > 0) lines.push({ product_id, quantity: delivered, unit_price_ht, tva_rate });
  }
  return { ...emptyDraft(id), client_id: client.id, client_name: client.name, delivery_id, lines, handed_over: false };
}

/** A product chosen again is one more of it; the price is the buyer's on this phone at this moment. */
export function withProduct(draft: DraftInvoice, product: ProductView, buyer: Buyer, day: string): DraftInvoice {
  const known = draft.lines.find(({ product_id }) => product_id === product.id);
  if (known) return withQuantity(draft, product.id, oneMore(known.quantity));
  return { ...draft, lines: [...draft.lines, lineOf(product, 1, buyer, day)] };
}

const lineOf = (product: ProductView, quantity: Entered, buyer: Buyer, day: string): DraftLine => ({
  product_id: product.id,
  quantity,
  unit_price_ht: priceFor(product, buyer, day),
  tva_rate: tvaRateOn(product, day),
});

/** Another buyer has other prices. Those of a delivered note stand. */
export function repriced(draft: DraftInvoice, products: ProductView[], buyer: Buyer, day: string): DraftInvoice {
  if (!isOwnSale(draft)) return draft;
  const lines = draft.lines.map((line) => {
    const product = products.find(({ id }) => id === line.product_id);
    return product === undefined
      ? line
      : { ...line, unit_price_ht: priceFor(product, buyer, day), tva_rate: tvaRateOn(product, day) };
  });
  return { ...draft, lines };
}

/** What was taken the last time, as far as it is still on sale, at today's prices. */
export function asLastTime(
  draft: DraftInvoice,
  order: { product_id: number; quantity: number }[],
  products: ProductView[],
  buyer: Buyer,
  day: string,
): DraftInvoice {
  const onSale = new Map(products.filter(({ is_active }) => is_active).map((product) => [product.id, product]));
  const lines = order.flatMap(({ product_id, quantity }) => {
    const product = onSale.get(product_id);
    return product === undefined ? [] : [lineOf(product, quantity, buyer, day)];
  });
  return { ...draft, lines };
}

/** From what is no number one goes on with one. */
const oneMore = (quantity: Entered): number =>
  typeof quantity === 'number' ? Math.min(quantity + 1, QUANTITY_RANGE.max) : QUANTITY_RANGE.min;

export const withQuantity = (draft: DraftInvoice, productId: number, quantity: Entered): DraftInvoice => ({
  ...draft,
  lines: draft.lines.map((line) => (line.product_id === productId ? { ...line, quantity } : line)),
});

export const withoutProduct = (draft: DraftInvoice, productId: number): DraftInvoice => ({
  ...draft,
  lines: draft.lines.filter(({ product_id }) => product_id !== productId),
});

/** Ready to be issued: somebody to pay and something to pay for. */
export const isComplete = (draft: DraftInvoice): boolean =>
  draft.client_id !== null &&
  (draft.new_client === null || draft.new_client.name.trim() !== '') &&
  draft.lines.length > 0 &&
  draftTotals(draft) !== null;

/** The lines whose quantity is a number; null while one of them is none. */
export function pricedLines({ lines }: Pick<DraftInvoice, 'lines'>) {
  const priced = lines.flatMap((line) =>
    typeof line.quantity === 'number' ? [{ ...line, quantity: line.quantity }] : [],
  );
  return priced.length < lines.length ? null : priced;
}

/** Null while a quantity is no number. What is paid in cash bears stamp duty by the rule. */
export function draftTotals(draft: DraftInvoice, rule?: StampRule): Totals | null {
  const lines = pricedLines(draft);
  return lines && totalsOf(lines, draft.payment, rule);
}

/** How much its client will owe by it, in centimes. What is paid at once is never owed. */
export const owedMore = (draft: DraftInvoice): number =>
  isOwnSale(draft) && draft.payment === 'CASH' ? 0 : (draftTotals(draft)?.total_ttc ?? 0);

/** Nothing has been typed: not worth keeping. */
export const isBlank = ({ client_id, lines }: DraftInvoice): boolean => client_id === null && lines.length === 0;
