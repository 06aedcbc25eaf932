import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveryValidated } from '#shared/contract/events.ts';
import { correctedTime } from '../client-fields.ts';
import { noteTotals } from '../delivered-totals.ts';
import { cashAboveNote } from '../signals/cash-above-note.ts';
import { driverDay } from '../signals/many-failures.ts';
import { signalOf } from '../signals/signal.ts';
import type { Author, Candidate, Facts } from './facts.ts';
import type { DecidedDelivery, Plan, Verdict } from './plan.ts';
import { takeStock } from './take-stock.ts';
import { applied, invalid, rejected, waiting } from './verdicts.ts';

/** First wins: one validation a delivery, for ever. It takes what was delivered from the depot's lots. */
export function decideValidated(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  const payload = c.event.payload as DeliveryValidated;
  const delivery = facts.deliveries.get(c.event.entity_id);
  if (!delivery) {
    const named =
      payload.qr_scanned.startsWith(`MCG1.${c.event.entity_id}.`) && facts.genuineCodes.has(payload.qr_scanned);
    return named ? waiting('DELIVERY', c.event.entity_id) : rejected('QR_MISMATCH');
  }
  if (delivery.depot_id !== author.depot_id) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  if (payload.qr_scanned !== delivery.qr_payload) return rejected('QR_MISMATCH');
  const lines = deliveredLines(delivery.lines, payload.lines);
  if (!lines) return invalid('a line names a product twice, or one that was not ordered, or more than was ordered');
  const closed = closedVerdict(delivery);
  if (closed) return closed;

  if (delivery.status === 'FAILED') noteFailures(delivery, plan);
  delivery.lines = lines;
  delivery.status = lines.every((line) => line.delivered === line.quantity) ? 'VALIDATED' : 'PARTIAL';
  delivery.validated_at = correctedTime(c.event.occurred_at, c.drift_ms, c.received_at);
  delivery.validated_by = author.user_id;
  delivery.validated_by_name = author.name;
  plan.deliveries.set(delivery.id, { delivery, event_id: c.event.id });
  // Colleagues help each other out, so it stands; HQ had planned otherwise, so it is told.
  if (delivery.driver_user_id !== author.user_id) {
    const details = { planned_for: delivery.driver_user_id, validated_by: author.user_id };
    plan.alerts.push({ id: newId(), ...signalOf('OTHER_DRIVER', c, delivery, details) });
  }
  alertCash(c, payload, delivery, plan, newId);
  takeStock(
    c,
    delivery.depot_id,
    lines.map((line) => ({ product_id: line.product_id, quantity: line.delivered ?? 0 })),
    facts,
    plan,
    newId,
  );
  return applied;
}

/** The money is with the driver, so it stands as signed; HQ is told where the goods do not explain it. */
function alertCash(
  c: Candidate,
  { cash_collected = 0 }: DeliveryValidated,
  delivery: DecidedDelivery,
  plan: Plan,
  newId: () => string,
): void {
  const found = cashAboveNote(cash_collected, noteTotals(delivery.lines).total_ttc);
  if (found) plan.alerts.push({ id: newId(), ...signalOf('CASH_ABOVE_NOTE', c, delivery, { ...found }) });
}

/** A failed delivery is not final: a later validation applies. */
export function decideFailed(c: Candidate, author: Author, facts: Facts, plan: Plan): Verdict {
  const delivery = facts.deliveries.get(c.event.entity_id);
  if (!delivery) return waiting('DELIVERY', c.event.entity_id);
  if (delivery.depot_id !== author.depot_id) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  const closed = closedVerdict(delivery);
  if (closed) return closed;
  noteFailures(delivery, plan);
  delivery.status = 'FAILED';
  plan.deliveries.set(delivery.id, { delivery, event_id: c.event.id });
  return applied;
}

function noteFailures({ driver_user_id, planned_for }: DecidedDelivery, plan: Plan): void {
  plan.failureDays.set(driverDay({ driver_user_id, planned_for }), { driver_user_id, planned_for });
}

function closedVerdict(delivery: DecidedDelivery): Verdict | null {
  switch (delivery.status) {
    case 'CANCELLED':
      return rejected('DELIVERY_CANCELLED');
    case 'VALIDATED':
    case 'PARTIAL':
      return rejected('ALREADY_VALIDATED', {
        validated_by: { user_id: delivery.validated_by, name: delivery.validated_by_name },
        validated_at: delivery.validated_at,
        // The phone may have no row of a colleague's note: with these it can say to its person which one it was.
        reference: delivery.reference,
        client_name: delivery.client_name,
      });
    case 'PENDING':
    case 'FAILED':
      return null;
  }
}

/** No lines: all as ordered. A line that is not listed: none. Null where the lines cannot be. */
function deliveredLines(ordered: DeliveryLine[], said: DeliveryValidated['lines']): DeliveryLine[] | null {
  if (!said) return ordered.map((line) => ({ ...line, delivered: line.quantity }));
  const delivered = new Map(said.map((line) => [line.product_id, line.delivered]));
  if (delivered.size !== said.length) return null;
  const known = new Map(ordered.map((line) => [line.product_id, line.quantity]));
  for (const [productId, quantity] of delivered) {
    const most = known.get(productId);
    if (most === undefined || quantity > most) return null;
  }
  return ordered.map((line) => ({ ...line, delivered: delivered.get(line.product_id) ?? 0 }));
}
