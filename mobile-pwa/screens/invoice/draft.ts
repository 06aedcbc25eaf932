import { LIMITS } from '#shared/contract/limits.ts';
import { type Totals, totalsOf } from '#shared/domain/totals.ts';
import type { Entered, Range } from '#shared/ui/number/typed-number.ts';
import type { DraftInvoice, DraftLine, InvoiceView, ProductView } from '../../store/views.ts';

export const QUANTITY_RANGE: Range = { min: 1, max: LIMITS.quantity };

/** Under which a full phone holds the form. */
export const draftName = (id: string): string => `invoice ${id}`;

export const emptyDraft = (id: string): DraftInvoice => ({
  id,
  client_id: null,
  client_name: '',
  new_client: null,
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
  lines,
  payment,
  handed_over,
}: InvoiceView): DraftInvoice => ({
  id,
  client_id,
  client_name,
  new_client,
  lines,
  payment,
  handed_over,
});

/** A product chosen again is one more of it; the price is the one on the phone at this moment. */
export function withProduct(draft: DraftInvoice, product: ProductView): DraftInvoice {
  const known = draft.lines.find(({ product_id }) => product_id === product.id);
  if (known) return withQuantity(draft, product.id, oneMore(known.quantity));
  const line: DraftLine = {
    product_id: product.id,
    quantity: 1,
    unit_price_ht: product.price_ht,
    tva_rate: product.tva_rate,
  };
  return { ...draft, lines: [...draft.lines, line] };
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

/** Null while a quantity is no number. */
export function draftTotals({ lines, payment }: DraftInvoice): Totals | null {
  const priced = lines.flatMap((line) =>
    typeof line.quantity === 'number' ? [{ ...line, quantity: line.quantity }] : [],
  );
  return priced.length < lines.length ? null : totalsOf(priced, payment);
}

/** Nothing has been typed: not worth keeping. */
export const isBlank = ({ client_id, lines }: DraftInvoice): boolean => client_id === null && lines.length === 0;
