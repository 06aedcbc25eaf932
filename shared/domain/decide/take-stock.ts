import type { DeliveredLot } from '#shared/contract/events.ts';
import type { ActionContext } from '../actions/define-action.ts';
import { correctedTime } from '../client-fields.ts';
import { invariant } from '../invariant.ts';
import { algiersDay } from '../references.ts';
import { fifoOrder, type LotState, SHORTFALL_LOT, type TakenPart, takeFifo } from '../stock.ts';
import { type Candidate, stockKey } from './facts.ts';

/**
 * Takes goods that changed hands from a depot's lots: recorded ones first, then the oldest first, expired ones last. A
 * shortfall stands as a negative lot, with an alert; so do expired goods that were taken or lie in the depot, and lots
 * that HQ holds back.
 */
export function takeStock(
  c: Candidate,
  depotId: number,
  goods: { product_id: number; quantity: number; lots?: readonly DeliveredLot[] | undefined }[],
  context: ActionContext,
): void {
  const { facts, plan } = context;
  const day = algiersDay(Date.parse(correctedTime(c.event.occurred_at, c.drift_ms, c.received_at)));
  for (const { product_id, quantity, lots: recorded } of goods) {
    if (quantity === 0) continue;
    const key = stockKey(depotId, product_id);
    const lots = facts.lots.get(key) ?? [];
    facts.lots.set(key, lots);
    const { taken, passedOver, heldBack, shortfall } = takeFifo(lots, quantity, day, recorded);
    const given = taken.reduce((sum, part) => sum + part.quantity, 0);
    invariant(given + shortfall === quantity, `${quantity} leave, and ${given + shortfall} are booked`);
    for (const { lot, quantity: part, ...how } of taken) {
      plan.lots.set(lot.id, lot);
      plan.moves.push({ event_id: c.event.id, lot_id: lot.id, quantity: -part, ...how });
    }
    alertExpired(c, taken, passedOver, context);
    alertHeldBack(c, heldBack, shortfall, context);
    if (shortfall > 0) bookShortfall(c, { depot_id: depotId, product_id, shortfall }, context);
    facts.stock.set(key, (facts.stock.get(key) ?? 0) - quantity);
    plan.stock.add(key);
  }
}

/** One alert a lot, with the newest evidence: expired goods were handed over, or still lie in the depot. */
function alertExpired(c: Candidate, taken: TakenPart[], passedOver: LotState[], { plan, newId }: ActionContext): void {
  const takenOf = new Map<LotState, number>();
  for (const { lot, quantity } of taken) takenOf.set(lot, (takenOf.get(lot) ?? 0) + quantity);
  for (const lot of passedOver) {
    const { depot_id, product_id, lot_number, expires_at, remaining_quantity } = lot;
    const details = { product_id, lot_number, expires_at, taken: takenOf.get(lot) ?? 0, remaining: remaining_quantity };
    const about = { depot_id, device_id: c.event.device_id, event_id: c.event.id };
    const kind = takenOf.has(lot) ? 'EXPIRED_LOT_TAKEN' : 'EXPIRED_LOT_IN_STOCK';
    // Of what lies there one alert a lot is enough; what was handed over is told each time.
    const subject = kind === 'EXPIRED_LOT_TAKEN' ? `${c.event.id}:${lot.id}` : lot.id;
    plan.alerts.push({ id: newId(), kind, subject, ...about, details });
  }
}

/** Goods were missing while these lay there: either they were handed over all the same, or the books are wrong. */
function alertHeldBack(c: Candidate, heldBack: LotState[], shortfall: number, { plan, newId }: ActionContext): void {
  if (shortfall === 0) return;
  for (const { id, depot_id, product_id, lot_number, remaining_quantity } of heldBack) {
    const details = { product_id, lot_number, shortfall, remaining: remaining_quantity };
    const about = { depot_id, device_id: c.event.device_id, event_id: c.event.id };
    plan.alerts.push({ id: newId(), kind: 'HELD_LOT_PASSED_OVER', subject: `${c.event.id}:${id}`, ...about, details });
  }
}

function bookShortfall(
  c: Candidate,
  { depot_id, product_id, shortfall }: { depot_id: number; product_id: number; shortfall: number },
  { facts, plan, newId, now }: ActionContext,
): void {
  const lots = facts.lots.get(stockKey(depot_id, product_id)) ?? [];
  let lot = lots.find(({ lot_number }) => lot_number === SHORTFALL_LOT);
  if (!lot) {
    lot = {
      id: newId(),
      depot_id,
      product_id,
      lot_number: SHORTFALL_LOT,
      produced_at: now.slice(0, 10),
      expires_at: null,
      received_quantity: 0,
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
    depot_id,
    device_id: c.event.device_id,
    event_id: c.event.id,
    details: { product_id, shortfall },
  });
}
