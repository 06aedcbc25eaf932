import type { Author, Candidate, Facts, NamedEvent } from '#shared/domain/decide/facts.ts';
import { authorAt, stockKey } from '#shared/domain/decide/facts.ts';
import { type FactsNeeded, factsNeeded } from '#shared/domain/decide/facts-needed.ts';
import { algiersYear } from '#shared/domain/references.ts';
import type { Upcasts } from '#shared/domain/upcast.ts';
import type { Transaction } from '../database.ts';
import { lockClients } from '../entities/client.ts';
import { lockDeliveries } from '../entities/delivery.ts';
import { loadInvoices, lockInvoiceCounters, NO_COUNTERS } from '../entities/invoice.ts';
import { loadCollected } from '../entities/ledger.ts';
import { loadPapers, loadPayments } from '../entities/payment.ts';
import { loadProducts } from '../entities/product.ts';
import { readStampRules } from '../entities/stamp-rule.ts';
import { type Goods, lockStock } from '../entities/stock.ts';
import { loadStaff } from '../entities/user.ts';
import { pipelined } from '../pipelined.ts';

export interface FactsContext {
  nowMs: number;
  now: string;
  authors: Map<string, Author>;
  /** Whether a delivery's code bears this server's signature. */
  isGenuine: (code: string) => boolean;
  upcasts: Upcasts;
  priceTolerancePercent: number;
}

/**
 * Reads all that deciding the candidates may ask, a fixed number of statements whatever their number. Rows that a
 * decision may change are locked, always in this order: deliveries, clients, stock levels, invoice counters.
 */
export async function loadFacts(tx: Transaction, candidates: Candidate[], context: FactsContext): Promise<Facts> {
  const needed = factsNeeded(candidates);
  const { authors, now, nowMs } = context;
  const depots = [...new Set(candidates.flatMap((candidate) => authorOf(candidate, authors)?.depot_id ?? []))].sort(
    (a, b) => a - b,
  );
  const year = algiersYear(nowMs);
  const [deliveries, clients, invoices, collected, payments, papers, products, namedEvents, users, stampRules] =
    await pipelined(
      lockDeliveries(tx, needed.deliveries),
      lockClients(tx, needed.clients, needed.paid_deliveries),
      loadInvoices(tx, needed.invoices, needed.deliveries),
      loadCollected(tx, needed.invoices_made ? needed.deliveries : []),
      loadPayments(tx, needed.payments),
      loadPapers(tx, needed.papers),
      loadProducts(tx, needed.products, nowMs),
      loadNamedEvents(tx, needed.events, candidates),
      loadStaff(tx, needed.users),
      needed.invoices_made ? readStampRules(tx) : [],
    );
  const goods = goodsThatMayMove(needed, deliveries, authors);
  const [stock, counters] = await pipelined(
    lockStock(tx, goods),
    needed.invoices_made ? lockInvoiceCounters(tx, depots, year) : NO_COUNTERS,
  );
  return {
    now,
    upcasts: context.upcasts,
    authors,
    deliveries,
    clients,
    genuineCodes: genuineCodes(candidates, deliveries, context.isGenuine),
    ...invoices,
    collected,
    payments,
    papers,
    products,
    priceTolerancePercent: context.priceTolerancePercent,
    stampRules,
    namedEvents,
    users,
    ...stock,
    ...counters,
  };
}

async function loadNamedEvents(
  tx: Transaction,
  ids: string[],
  candidates: Candidate[],
): Promise<Map<string, NamedEvent>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<NamedEvent & { id: string }>(
    'SELECT id, user_id, entity_type, entity_id, action, checksum FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map([...candidates.map(({ event }) => event), ...rows].map((event) => [event.id, event]));
}

/** A delivery that is not known may have been forgotten by a restored server: its code tells. */
function genuineCodes(
  candidates: Candidate[],
  deliveries: Facts['deliveries'],
  isGenuine: (code: string) => boolean,
): Set<string> {
  const codes = candidates.flatMap(({ event }) => {
    const code = event.payload.qr_scanned;
    const unknown = event.action === 'DELIVERY_VALIDATED' && !deliveries.has(event.entity_id);
    return unknown && typeof code === 'string' ? [code] : [];
  });
  return new Set(codes.filter(isGenuine));
}

const authorOf = (candidate: Candidate, authors: Map<string, Author>): Author | undefined => {
  const author = authors.get(candidate.event.device_id);
  return author && authorAt(author, candidate);
};

function goodsThatMayMove(
  { delivered, handed_over }: FactsNeeded,
  deliveries: Facts['deliveries'],
  authors: Map<string, Author>,
): Goods[] {
  const goods = new Map<string, Goods>();
  const add = (depotId: number, productId: number) => goods.set(stockKey(depotId, productId), { depotId, productId });
  for (const id of delivered) {
    const delivery = deliveries.get(id);
    if (delivery) for (const line of delivery.lines) add(delivery.depot_id, line.product_id);
  }
  for (const { candidate, product_ids } of handed_over) {
    const depotId = authorOf(candidate, authors)?.depot_id;
    if (depotId !== null && depotId !== undefined) for (const id of product_ids) add(depotId, id);
  }
  return [...goods.values()].sort((a, b) => a.depotId - b.depotId || a.productId - b.productId);
}
