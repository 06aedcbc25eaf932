import type { DeliveryLine } from '#shared/contract/entities.ts';
import { DeliveryValidated, type ReasonCode } from '#shared/contract/events.ts';
import { correctedTime } from '../client-fields.ts';
import { book } from '../decide/book.ts';
import { cashDifference } from '../decide/cash-difference.ts';
import { closedVerdict, noteFailures } from '../decide/delivery-state.ts';
import { overLimitByDelivery } from '../decide/over-limit.ts';
import type { DecidedDelivery } from '../decide/plan.ts';
import { takeStock } from '../decide/take-stock.ts';
import { applied, invalid, rejected, waiting } from '../decide/verdicts.ts';
import { noteTotals } from '../delivered-totals.ts';
import { entriesOfDelivery } from '../ledger.ts';
import { isCodeOf, typedCode } from '../short-code.ts';
import { cashAboveNote } from '../signals/cash-above-note.ts';
import { signalOf } from '../signals/signal.ts';
import { announceDelivery } from './announce-delivery.ts';
import { type ActionContext, defineAction, type Said } from './define-action.ts';

/** First wins: one validation a delivery, for ever. It takes what was delivered from the depot's lots. */
export const deliveryValidated = defineAction({
  entity: 'DELIVERY',
  name: 'DELIVERY_VALIDATED',
  schema: DeliveryValidated,
  upcasts: [],
  roles: ['driver', 'seller', 'warehouse'],
  needs: ({ entity_id }) => ({
    deliveries: [entity_id],
    delivered: entity_id,
    paid_deliveries: [entity_id],
  }),
  brings: null,
  decide(said, context) {
    const { candidate, event, payload, author } = said;
    const { facts, plan } = context;
    const delivery = facts.deliveries.get(event.entity_id);
    if (!delivery) {
      // Whose a typed code is shows only once its note is here.
      const mayBeItsCode =
        typedCode(payload.qr_scanned) !== null ||
        (payload.qr_scanned.startsWith(`MCG1.${event.entity_id}.`) && facts.genuineCodes.has(payload.qr_scanned));
      return mayBeItsCode ? waiting('DELIVERY', event.entity_id) : rejected('QR_MISMATCH');
    }
    if (delivery.depot_id !== author.depot_id) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    if (!isCodeOf(payload.qr_scanned, delivery.qr_payload)) return rejected('QR_MISMATCH');
    const lines = deliveredLines(delivery.lines, payload.lines);
    if (!lines) return invalid('a line names a product twice, or one that was not ordered, or more than was ordered');
    if (!lines.every(lotsFit)) return invalid('the lots of a line come to more than was delivered');
    const closed = closedVerdict(delivery);
    if (closed) return closed;

    if (delivery.status === 'FAILED') noteFailures(delivery, plan);
    delivery.lines = lines;
    delivery.status = lines.every((line) => line.delivered === line.quantity) ? 'VALIDATED' : 'PARTIAL';
    delivery.validated_at = correctedTime(event.occurred_at, candidate.drift_ms, candidate.received_at);
    delivery.validated_by = author.user_id;
    delivery.validated_by_name = author.name;
    delivery.cheque = payload.cheque ?? null;
    delivery.empties = payload.empties ?? null;
    plan.deliveries.set(delivery.id, { delivery, event_id: event.id });
    book(entriesOfDelivery(delivery, payload), said, context);
    facts.collected.set(delivery.id, payload.cash_collected ?? 0);
    alertOddities(said, delivery, context);
    const goods = lines.map(({ product_id, delivered = 0, lots }) => ({ product_id, quantity: delivered, lots }));
    takeStock(candidate, delivery.depot_id, goods, context);
    return applied;
  },
  announce: announceDelivery('DELIVERY_VALIDATED'),
});

function alertOddities(
  { candidate, payload, author }: Said<DeliveryValidated>,
  delivery: DecidedDelivery,
  { facts, plan, newId }: ActionContext,
): void {
  // Colleagues help each other out, so it stands; HQ had planned otherwise, so it is told.
  if (delivery.driver_user_id !== author.user_id) {
    const details = { planned_for: delivery.driver_user_id, validated_by: author.user_id };
    plan.alerts.push({ id: newId(), ...signalOf('OTHER_DRIVER', candidate, delivery, details) });
  }
  // The money is with the driver, so it stands as signed; HQ is told where the goods do not explain it.
  const { total_ttc } = noteTotals(delivery.lines);
  const found = cashAboveNote(payload.cash_collected ?? 0, total_ttc);
  if (found) plan.alerts.push({ id: newId(), ...signalOf('CASH_ABOVE_NOTE', candidate, delivery, { ...found }) });
  const differs = cashDifference(delivery, facts);
  if (differs) plan.alerts.push({ id: newId(), ...signalOf('INVOICE_CASH_DIFFERS', candidate, delivery, differs) });
  const over = overLimitByDelivery(delivery, total_ttc, facts);
  if (over) {
    const signal = signalOf('OVER_CREDIT_LIMIT', candidate, delivery, { ...over });
    plan.alerts.push({ id: newId(), ...signal, subject: delivery.id });
  }
}

/** No lines: all as ordered. A line that is not listed: none. Null where the lines cannot be. */
function deliveredLines(ordered: DeliveryLine[], said: DeliveryValidated['lines']): DeliveryLine[] | null {
  if (!said) return ordered.map((line) => ({ ...line, delivered: line.quantity }));
  const saidOf = new Map(said.map((line) => [line.product_id, line]));
  if (saidOf.size !== said.length) return null;
  const known = new Map(ordered.map((line) => [line.product_id, line.quantity]));
  for (const { product_id, delivered } of said) {
    const most = known.get(product_id);
    if (most === undefined || delivered > most) return null;
  }
  return ordered.map((line) => ({ ...line, delivered: 0, ...recordedOf(saidOf.get(line.product_id)) }));
}

type SaidLine = NonNullable<DeliveryValidated['lines']>[number];

/** What stands in the delivery's line of what was recorded about it. */
function recordedOf(line: SaidLine | undefined): Partial<DeliveryLine> {
  if (!line) return {};
  const reason_code = reasonOf(line);
  return {
    delivered: line.delivered,
    ...(reason_code ? { reason_code } : {}),
    ...(line.lots?.length ? { lots: line.lots } : {}),
    ...(line.returned ? { returned: line.returned } : {}),
  };
}

/** What phones of before wrote as they liked, in today's codes. */
const FORMER_REASONS: Readonly<Record<string, ReasonCode>> = {
  DAMAGED: 'BROKEN',
  EXPIRED: 'EXPIRED',
  UNWANTED: 'REFUSED',
  MISSING: 'OTHER',
  OTHER: 'OTHER',
};

const reasonOf = ({ reason_code, reason }: SaidLine): ReasonCode | undefined =>
  reason_code ?? (reason !== undefined && Object.hasOwn(FORMER_REASONS, reason) ? FORMER_REASONS[reason] : undefined);

/** The lots of a line come to no more than was delivered of it. */
const lotsFit = ({ lots = [], delivered = 0 }: DeliveryLine): boolean =>
  lots.reduce((sum, { quantity }) => sum + quantity, 0) <= delivered;
