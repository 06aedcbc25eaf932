import type { DeliveryValidated, InvoiceCreated } from '#shared/contract/events.ts';
import type { TourCounted, VanLoaded } from '#shared/contract/tour-events.ts';
import { type GoodsLine, minus } from './goods.ts';
import type { TourEvent, TourFacts } from './tour-facts.ts';

interface NamedLine {
  product_id: number;
  quantity: number;
  lot_number?: string | undefined;
}

const lineOf = ({ product_id, quantity, lot_number = undefined }: NamedLine): GoodsLine => ({
  product_id,
  lot_number: lot_number ?? null,
  quantity,
});

/** What a loading or a count says; in a count, in whatever condition. */
export const statedGoods = ({ payload }: TourEvent): GoodsLine[] =>
  (payload as unknown as VanLoaded | TourCounted).lines.map(lineOf);

/** What an applied event took off the van, below zero, and what it brought back onto it. */
export function movedGoods(event: TourEvent, delivered: TourFacts['delivered']): GoodsLine[] {
  switch (`${event.entity_type}/${event.action}`) {
    case 'DELIVERY/DELIVERY_VALIDATED':
      return atDelivery(event, delivered.get(event.entity_id) ?? []);
    case 'INVOICE/INVOICE_CREATED': {
      const { handed_over = false, lines } = event.payload as unknown as InvoiceCreated;
      return handed_over ? lines.map((line) => minus(lineOf(line))) : [];
    }
    default:
      return [];
  }
}

/** A line as newer phones say it. */
type DeliveredLine = NonNullable<DeliveryValidated['lines']>[number] & {
  lots?: { lot_number: string; quantity: number }[];
};

function atDelivery({ payload }: TourEvent, delivered: { product_id: number; quantity: number }[]): GoodsLine[] {
  const lines = (payload as unknown as { lines?: DeliveredLine[] }).lines ?? [];
  const lotsOf = new Map(lines.map(({ product_id, lots = [] }) => [product_id, lots]));
  const returned = lines.map(({ product_id, returned = 0 }) => ({ product_id, lot_number: null, quantity: returned }));
  return [...delivered.flatMap((line) => takenOff(line, lotsOf.get(line.product_id) ?? [])), ...returned].filter(
    ({ quantity }) => quantity !== 0,
  );
}

/** By lot, where the lots that were noted make up the whole line. */
function takenOff(
  { product_id, quantity }: { product_id: number; quantity: number },
  lots: { lot_number: string; quantity: number }[],
): GoodsLine[] {
  const noted = lots.reduce((sum, lot) => sum + lot.quantity, 0);
  return noted === quantity
    ? lots.map((lot) => minus({ product_id, ...lot }))
    : [minus({ product_id, lot_number: null, quantity })];
}
