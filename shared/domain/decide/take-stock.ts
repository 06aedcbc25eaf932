import { fifoOrder, SHORTFALL_LOT, takeFifo } from '../stock.ts';
import { type Candidate, type Facts, stockKey } from './facts.ts';
import type { Plan } from './plan.ts';

/** Takes goods that changed hands from a depot's lots, oldest first. A shortfall stands as a negative lot, with an alert. */
export function takeStock(
  c: Candidate,
  depotId: number,
  goods: { product_id: number; quantity: number }[],
  facts: Facts,
  plan: Plan,
  newId: () => string,
): void {
  for (const { product_id, quantity } of goods) {
    if (quantity === 0) continue;
    const key = stockKey(depotId, product_id);
    const lots = facts.lots.get(key) ?? [];
    facts.lots.set(key, lots);
    const { taken, shortfall } = takeFifo(lots, quantity);
    for (const part of taken) {
      plan.lots.set(part.lot.id, part.lot);
      plan.moves.push({ event_id: c.event.id, lot_id: part.lot.id, quantity: -part.quantity });
    }
    if (shortfall > 0) bookShortfall(c, depotId, product_id, shortfall, facts, plan, newId);
    facts.stock.set(key, (facts.stock.get(key) ?? 0) - quantity);
    plan.stock.add(key);
  }
}

function bookShortfall(
  c: Candidate,
  depotId: number,
  productId: number,
  shortfall: number,
  facts: Facts,
  plan: Plan,
  newId: () => string,
): void {
  const lots = facts.lots.get(stockKey(depotId, productId)) ?? [];
  let lot = lots.find(({ lot_number }) => lot_number === SHORTFALL_LOT);
  if (!lot) {
    lot = {
      id: newId(),
      depot_id: depotId,
      product_id: productId,
      lot_number: SHORTFALL_LOT,
      produced_at: facts.now.slice(0, 10),
      remaining_quantity: 0,
    };
    lots.push(lot);
    lots.sort(fifoOrder);
    plan.newLots.push(lot);
  } else if (!plan.newLots.includes(lot)) plan.lots.set(lot.id, lot);
  lot.remaining_quantity -= shortfall;
  plan.moves.push({ event_id: c.event.id, lot_id: lot.id, quantity: -shortfall });
  plan.alerts.push({
    id: newId(),
    kind: 'STOCK_SHORTFALL',
    depot_id: depotId,
    device_id: c.event.device_id,
    event_id: c.event.id,
    details: { product_id: productId, shortfall },
  });
}
