import type { PricedLine } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { DraftInvoice, InvoiceView, ProductView } from '../../store/views.ts';

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
  if (known) return withQuantity(draft, product.id, known.quantity + 1);
  const line: PricedLine = {
    product_id: product.id,
    quantity: 1,
    unit_price_ht: product.price_ht,
    tva_rate: product.tva_rate,
  };
  return { ...draft, lines: [...draft.lines, line] };
}

export function withQuantity(draft: DraftInvoice, productId: number, quantity: number): DraftInvoice {
  const amount = Math.min(Math.max(quantity, 1), LIMITS.quantity);
  return {
    ...draft,
    lines: draft.lines.map((line) => (line.product_id === productId ? { ...line, quantity: amount } : line)),
  };
}

export const withoutProduct = (draft: DraftInvoice, productId: number): DraftInvoice => ({
  ...draft,
  lines: draft.lines.filter(({ product_id }) => product_id !== productId),
});

/** Ready to be issued: somebody to pay and something to pay for. */
export const isComplete = ({ client_id, new_client, lines }: DraftInvoice): boolean =>
  client_id !== null && (new_client === null || new_client.name.trim() !== '') && lines.length > 0;

/** Nothing has been typed: not worth keeping. */
export const isBlank = ({ client_id, lines }: DraftInvoice): boolean => client_id === null && lines.length === 0;
