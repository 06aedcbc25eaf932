import type { InvoiceCreated } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { reference } from '../references.ts';
import { type SignalKind, signalOf } from '../signals/signal.ts';
import { sameTotals, type Totals, totalsOf } from '../totals.ts';
import { type Author, type Candidate, type Facts, stockKey } from './facts.ts';
import { noteDifferences, reviewLines } from './invoice-lines.ts';
import type { DecidedDelivery, Plan, Verdict } from './plan.ts';
import { takeStock } from './take-stock.ts';
import { applied, invalid, rejected, waiting } from './verdicts.ts';

/** Accepts an invoice, computes its totals again and gives it the depot's next number. Numbers are the server's alone. */
export function decideInvoice(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  const payload = c.event.payload as InvoiceCreated;
  const depotId = author.depot_id;
  const depotCode = depotId === null ? undefined : facts.depotCodes.get(depotId);
  const year = depotId === null ? undefined : facts.invoiceYears.get(depotId);
  if (depotId === null || depotCode === undefined || year === undefined)
    return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  const refusal = judge(c, payload, depotId, facts);
  if (refusal) return refusal;

  const note = payload.delivery_id ? facts.deliveries.get(payload.delivery_id) : undefined;
  const review = reviewLines(payload.lines, note?.lines ?? [], facts.products, facts.priceTolerancePercent);
  const totals = totalsOf(review.booked, payload.payment);
  if (!Number.isSafeInteger(totals.total_ttc)) return invalid('the sums are beyond what can be kept exactly');
  const claimed = claimedTotals(payload);
  const differs = !sameTotals(totals, claimed);
  plan.invoices.push({
    id: c.event.entity_id,
    reference: reference('FAC', depotCode, year, spendNumber(depotId, facts, plan)),
    depot_id: depotId,
    client_id: payload.client_id,
    delivery_id: payload.delivery_id ?? null,
    lines: review.booked,
    ...totals,
    payment: payload.payment,
    created_by: author.user_id,
    created_at: facts.now,
    claimed: differs ? claimed : null,
  });
  facts.invoices.add(c.event.entity_id);
  if (payload.delivery_id) facts.invoicedDeliveries.add(payload.delivery_id);
  const rate = review.rates[0] ? { rate: review.rates[0] } : {};
  const alerts: [SignalKind, object][] = differs ? [['TOTALS_DIFFER', { claimed, computed: totals, ...rate }]] : [];
  for (const [kind, details] of [...alerts, ...oddities(review, note, payload, facts)]) {
    plan.alerts.push({ id: newId(), ...signalOf(kind, c, author, { ...details }) });
  }
  if (payload.handed_over) takeStock(c, depotId, payload.lines, facts, plan, newId);
  return applied;
}

function spendNumber(depotId: number, facts: Facts, plan: Plan): number {
  const number = (facts.invoiceCounters.get(depotId) ?? 0) + 1;
  facts.invoiceCounters.set(depotId, number);
  plan.counters.add(depotId);
  return number;
}

const claimedTotals = ({ total_ht, total_tva, stamp_duty, total_ttc }: InvoiceCreated): Totals => ({
  total_ht,
  total_tva,
  stamp_duty,
  total_ttc,
});

/** What HQ is told of an invoice that stands, once a kind: no reason to refuse a paper that a client already holds. */
function* oddities(
  { prices, offSale }: ReturnType<typeof reviewLines>,
  note: DecidedDelivery | undefined,
  payload: InvoiceCreated,
  facts: Facts,
): Generator<[SignalKind, object]> {
  const [worst] = prices.toSorted((a, b) => Math.abs(b.signed - b.nearest) - Math.abs(a.signed - a.nearest));
  if (worst) yield ['PRICE_DIFFERS', { ...worst, limit_percent: facts.priceTolerancePercent, lines: prices.length }];
  const [product_id] = offSale;
  if (product_id !== undefined) yield ['INACTIVE_PRODUCT', { product_id, lines: offSale.length }];
  const differences = note ? noteDifferences(payload.lines, note) : [];
  const [first] = differences;
  if (note && first) yield ['INVOICE_NOTE_DIFFERS', { ...first, lines: differences.length, delivery_id: note.id }];
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
  if (delivery.client_id !== payload.client_id) return invalid("the invoice names another client than its delivery's");
  if (delivery.status === 'CANCELLED') return rejected('DELIVERY_CANCELLED');
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
