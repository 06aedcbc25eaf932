import { InvoiceCreated } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { correctedTime } from '../client-fields.ts';
import { book } from '../decide/book.ts';
import { cashDifference } from '../decide/cash-difference.ts';
import { type DecidedInvoice, type Facts, stockKey } from '../decide/facts.ts';
import { noteDifferences, type Review, reviewLines } from '../decide/invoice-lines.ts';
import { overLimitByInvoice } from '../decide/over-limit.ts';
import type { DecidedDelivery, Plan, Verdict } from '../decide/plan.ts';
import { takeStock } from '../decide/take-stock.ts';
import { applied, invalid, rejected, waiting } from '../decide/verdicts.ts';
import { entriesOfInvoice, type LedgerEntry } from '../ledger.ts';
import { algiersDay, reference } from '../references.ts';
import { type SignalKind, signalOf } from '../signals/signal.ts';
import { stampRuleOn } from '../stamp-duty.ts';
import { sameTotals, type Totals, totalsOf } from '../totals.ts';
import { isUuid } from '../uuid.ts';
import { type ActionContext, defineAction, type Said, type Say } from './define-action.ts';

/** Accepts an invoice, computes its totals again and gives it the depot's next number. Numbers are the server's alone. */
export const invoiceCreated = defineAction({
  entity: 'INVOICE',
  name: 'INVOICE_CREATED',
  schema: InvoiceCreated,
  upcasts: [],
  roles: ['seller', 'driver'],
  needs({ entity_id, payload }) {
    const products = productsIn(payload.lines);
    return {
      invoices: [entity_id],
      clients: [payload.client_id],
      deliveries: [payload.delivery_id],
      products,
      handed_over: payload.handed_over === true ? products : [],
      invoice_number: true,
    };
  },
  brings: null,
  decide(said, context) {
    const { candidate, event, payload, author } = said;
    const { facts, plan, now } = context;
    const depotId = author.depot_id;
    const depotCode = depotId === null ? undefined : facts.depotCodes.get(depotId);
    const year = depotId === null ? undefined : facts.invoiceYears.get(depotId);
    if (depotId === null || depotCode === undefined || year === undefined)
      return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    const refusal = judge(event.entity_id, payload, depotId, facts);
    if (refusal) return refusal;

    const note = payload.delivery_id ? facts.deliveries.get(payload.delivery_id) : undefined;
    const day = dayRecorded(said);
    const review = reviewLines(payload.lines, note?.lines ?? [], reviewOf(said, day, facts));
    const totals = totalsOf(review.booked, payload.payment, stampRuleOn(facts.stampRules, day));
    const balance = facts.clients.get(payload.client_id)?.balance ?? 0;
    if (!Number.isSafeInteger(totals.total_ttc) || !Number.isSafeInteger(balance + totals.total_ttc))
      return invalid('the sums are beyond what can be kept exactly');
    const claimed = claimedTotals(payload);
    const isAsClaimed = sameTotals(totals, claimed);
    const invoice: DecidedInvoice = {
      id: event.entity_id,
      reference: reference('FAC', depotCode, year, spendNumber(depotId, facts, plan)),
      depot_id: depotId,
      client_id: payload.client_id,
      delivery_id: payload.delivery_id ?? null,
      lines: review.booked,
      ...totals,
      payment: payload.payment,
      created_by: author.user_id,
      created_at: now,
      claimed: isAsClaimed ? null : claimed,
    };
    plan.invoices.push(invoice);
    const booked = entriesOfInvoice(invoice);
    book(booked, said, context);
    facts.invoices.add(event.entity_id);
    facts.papers.set(invoice.id, invoice.client_id);
    if (payload.delivery_id) facts.invoicedDeliveries.set(payload.delivery_id, invoice);
    alertOddities(said, { review, note, totals, claimed: invoice.claimed }, context);
    alertOverLimit(said, { invoice, booked, note }, context);
    if (payload.handed_over) takeStock(candidate, depotId, payload.lines, context);
    return applied;
  },
  announce: announceInvoice,
});

/** Prices, rates and stamp duty are those of the day on which it was recorded. */
const dayRecorded = ({ candidate, event }: Said<InvoiceCreated>): string =>
  algiersDay(Date.parse(correctedTime(event.occurred_at, candidate.drift_ms, candidate.received_at)));

function reviewOf({ payload }: Said<InvoiceCreated>, day: string, facts: Facts): Review {
  const { products, priceTolerancePercent: tolerancePercent, clients } = facts;
  const buyer = { id: payload.client_id, kind: clients.get(payload.client_id)?.kind ?? null };
  return { products, tolerancePercent, buyer, day };
}

function announceInvoice({ event }: Pick<Said, 'event'>, { plan }: ActionContext, say: Say): void {
  const invoice = plan.invoices.at(-1);
  if (!invoice) return;
  const { claimed: _claimed, ...payload } = invoice;
  const { entity_type, entity_id } = event;
  const audience = { users: [invoice.created_by] };
  const hub_depots = [invoice.depot_id];
  say({ entity_type, entity_id, action: 'INVOICE_REF_ASSIGNED', payload, audience, hub_depots });
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

interface Booked {
  review: ReturnType<typeof reviewLines>;
  note: DecidedDelivery | undefined;
  totals: Totals;
  /** What the phone had computed, where it differed. */
  claimed: Totals | null;
}

/** What HQ is told of an invoice that stands, once a kind: no reason to refuse a paper that a client already holds. */
function alertOddities(
  { candidate, payload, author }: Said<InvoiceCreated>,
  booked: Booked,
  { facts, plan, newId }: ActionContext,
): void {
  for (const [kind, details] of oddities(payload, booked, facts)) {
    plan.alerts.push({ id: newId(), ...signalOf(kind, candidate, author, { ...details }) });
  }
}

interface SoldOnCredit {
  invoice: DecidedInvoice;
  booked: LedgerEntry[];
  note: DecidedDelivery | undefined;
}

/** Goods that were delivered and then invoiced are one sale: HQ is told once. */
function alertOverLimit(
  { candidate, author }: Said<InvoiceCreated>,
  { invoice, booked, note }: SoldOnCredit,
  { facts, plan, newId }: ActionContext,
): void {
  const over = overLimitByInvoice(invoice, booked, note, facts);
  if (!over) return;
  const signal = signalOf('OVER_CREDIT_LIMIT', candidate, author, { ...over });
  plan.alerts.push({ id: newId(), ...signal, ...(note ? { subject: note.id } : {}) });
}

function* oddities(
  payload: InvoiceCreated,
  { review: { rates, prices, offSale }, note, totals, claimed }: Booked,
  facts: Facts,
): Generator<[SignalKind, object]> {
  const [rate] = rates;
  if (claimed) yield ['TOTALS_DIFFER', { claimed, computed: totals, ...(rate ? { rate } : {}) }];
  const [worst] = prices.toSorted((a, b) => Math.abs(b.signed - b.nearest) - Math.abs(a.signed - a.nearest));
  if (worst) yield ['PRICE_DIFFERS', { ...worst, limit_percent: facts.priceTolerancePercent, lines: prices.length }];
  const [product_id] = offSale;
  if (product_id !== undefined) yield ['INACTIVE_PRODUCT', { product_id, lines: offSale.length }];
  const differences = note ? noteDifferences(payload.lines, note) : [];
  const [first] = differences;
  if (note && first) yield ['INVOICE_NOTE_DIFFERS', { ...first, lines: differences.length, delivery_id: note.id }];
  const cash = note ? cashDifference(note, facts) : null;
  if (cash) yield ['INVOICE_CASH_DIFFERS', cash];
}

function judge(id: string, payload: InvoiceCreated, depotId: number, facts: Facts): Verdict | null {
  if (!isUuid(id)) return invalid('an invoice is named by a UUID');
  if (payload.handed_over && payload.delivery_id)
    return invalid('goods of a delivery are not handed over a second time');
  if (payload.lines.some(({ product_id }) => !facts.products.has(product_id)))
    return invalid('a line names no product');
  if (payload.handed_over && takesTooMuch(payload, depotId, facts)) return invalid('no depot ever held so much');
  if (facts.invoices.has(id)) return rejected('ENTITY_EXISTS');
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

/** Of lines that nobody has judged, what may be the id of a product. */
function productsIn(lines: unknown): unknown[] {
  return Array.isArray(lines) ? lines.map((line) => (line as { product_id?: unknown } | null)?.product_id) : [];
}
