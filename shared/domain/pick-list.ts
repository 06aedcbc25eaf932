import type { LotState } from '#shared/contract/entities.ts';

interface Lot {
  product_id: number;
  lot_number: string;
  /** YYYY-MM-DD. */
  expires_at: string;
  quantity: number;
  state: LotState;
}

export interface Picked {
  product_id: number;
  /** Null for what no lot that may go is left for. */
  lot_number: string | null;
  expires_at: string | null;
  quantity: number;
}

/**
 * What to put on a van: of each product what is ordered less what is on it already, from the lots that expire first. What
 * is held back, and what is past its day, stays.
 */
export function pickList(
  ordered: readonly { product_id: number; quantity: number }[],
  loaded: readonly { product_id: number; quantity: number }[],
  lots: readonly Lot[],
  day: string,
): Picked[] {
  const wanted = new Map<number, number>();
  const add = (product_id: number, quantity: number) =>
    wanted.set(product_id, (wanted.get(product_id) ?? 0) + quantity);
  for (const { product_id, quantity } of ordered) add(product_id, quantity);
  for (const { product_id, quantity } of loaded) if (wanted.has(product_id)) add(product_id, -quantity);
  const mayGo = lots
    .filter(({ state, expires_at }) => state === 'OK' && expires_at >= day)
    .sort((a, b) => a.expires_at.localeCompare(b.expires_at) || a.lot_number.localeCompare(b.lot_number));
  return [...wanted].flatMap(([product_id, quantity]) =>
    fromLots(
      product_id,
      quantity,
      mayGo.filter((lot) => lot.product_id === product_id),
    ),
  );
}

function fromLots(product_id: number, wanted: number, lots: readonly Lot[]): Picked[] {
  const picked: Picked[] = [];
  let left = wanted;
  for (const { lot_number, expires_at, quantity } of lots) {
    const taken = Math.min(left, quantity);
    if (taken <= 0) break;
    picked.push({ product_id, lot_number, expires_at, quantity: taken });
    left -= taken;
  }
  return left > 0 ? [...picked, { product_id, lot_number: null, expires_at: null, quantity: left }] : picked;
}
