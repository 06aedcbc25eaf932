import type { InvoiceCreated } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { reference } from '../references.ts';
import { signalOf } from '../signals/signal.ts';
import { sameTotals, totalsOf } from '../totals.ts';
import { type Author, type Candidate, type Facts, stockKey } from './facts.ts';
import type { Plan, Verdict } from './plan.ts';
import { takeStock } from './take-stock.ts';
import { applied, invalid, rejected, waiting } from './verdicts.ts';

/** Accepts an invoice, computes its totals again and gives it the depot's next number. Numbers are the server's alone. */
export function decideInvoice(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  const payload = c.event.payload as InvoiceCreated;
  const depotId = author.depot_id;
  const depotCode = depotId === null ? undefined : facts.depotCodes.get(depotId);
  if (depotId === null || depotCode === undefined) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  const refusal = judge(c, payload, depotId, facts);
  if (refusal) return refusal;

  const totals = totalsOf(payload.lines, payload.payment);
  if (!Number.isSafeInteger(totals.total_ttc)) return invalid('the sums are beyond what can be kept exactly');
  const claimed = {
    total_ht: payload.total_ht,
    total_tva: payload.total_tva,
    stamp_duty: payload.stamp_duty,
    total_ttc: payload.total_ttc,
  };
  const differs = !sameTotals(totals, claimed);
  const number = (facts.invoiceCounters.get(depotId) ?? 0) + 1;
  facts.invoiceCounters.set(depotId, number);
  plan.counters.add(depotId);
  facts.invoices.add(c.event.entity_id);
  if (payload.delivery_id) facts.invoicedDeliveries.add(payload.delivery_id);
  plan.invoices.push({
    id: c.event.entity_id,
    reference: reference('FAC', depotCode, facts.year, number),
    depot_id: depotId,
    client_id: payload.client_id,
    delivery_id: payload.delivery_id ?? null,
    lines: payload.lines.map(({ product_id, quantity, unit_price_ht, tva_rate }) => ({
      product_id,
      quantity,
      unit_price_ht,
      tva_rate,
    })),
    ...totals,
    payment: payload.payment,
    created_by: author.user_id,
    created_at: facts.now,
    claimed: differs ? claimed : null,
  });
  if (differs) {
    const details = { claimed, computed: totals };
    plan.alerts.push({ id: newId(), ...signalOf('TOTALS_DIFFER', c, author, details) });
  }
  if (payload.handed_over) takeStock(c, depotId, payload.lines, facts, plan, newId);
  return applied;
}

function judge(c: Candidate, payload: InvoiceCreated, depotId: number, facts: Facts): Verdict | null {
  if (!UUID_LIKE.test(c.event.entity_id)) return invalid('an invoice is named by a UUID');
  if (payload.handed_over && payload.delivery_id)
    return invalid('goods of a delivery are not handed over a second time');
  if (payload.lines.some(({ product_id }) => !facts.products.has(product_id)))
    return invalid('a line names no product');
  if (payload.handed_over && takesTooMuch(payload, depotId, facts)) return invalid('no depot ever held so much');
  if (facts.invoices.has(c.event.entity_id)) return rejected('ENTITY_EXISTS');
  if (!facts.clients.has(payload.client_id)) return waiting('CLIENT', payload.client_id);
  if (!payload.delivery_id) return null;
  const delivery = facts.deliveries.get(payload.delivery_id);
  if (!delivery) return waiting('DELIVERY', payload.delivery_id);
  if (delivery.depot_id !== depotId) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  return facts.invoicedDeliveries.has(payload.delivery_id) ? rejected('ALREADY_INVOICED') : null;
}

/** A shortfall is booked, not refused; but one that no column holds would fail its neighbours too. */
function takesTooMuch({ lines }: InvoiceCreated, depotId: number, facts: Facts): boolean {
  const left = new Map<number, number>();
  for (const { product_id, quantity } of lines) {
    const before = left.get(product_id) ?? facts.stock.get(stockKey(depotId, product_id)) ?? 0;
    left.set(product_id, before - quantity);
  }
  return [...left.values()].some((quantity) => quantity < -LIMITS.shortfall);
}

const UUID_LIKE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
