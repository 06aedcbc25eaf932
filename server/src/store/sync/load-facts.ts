import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Author, Candidate, ClientFact, Facts, ProductFact } from '#shared/domain/decide/facts.ts';
import { authorAt, stockKey } from '#shared/domain/decide/facts.ts';
import { type FactsNeeded, factsNeeded } from '#shared/domain/decide/facts-needed.ts';
import { algiersYear } from '#shared/domain/references.ts';
import { fifoOrder, type LotState, SHORTFALL_LOT } from '#shared/domain/stock.ts';
import type { Upcasts } from '#shared/domain/upcast.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Transaction } from '../database.ts';
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
  const [deliveries, clients, invoices, products, correctedAuthors] = await pipelined(
    lockDeliveries(tx, needed.deliveries),
    lockClients(tx, needed.clients),
    loadInvoices(tx, needed.invoices, needed.deliveries),
    loadProducts(tx, needed.products, nowMs),
    loadCorrectedAuthors(tx, needed.corrected, candidates),
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
    products,
    priceTolerancePercent: context.priceTolerancePercent,
    correctedAuthors,
    ...stock,
    ...counters,
  };
}

type Counters = Pick<Facts, 'depotCodes' | 'invoiceYears' | 'invoiceCounters'>;

const NO_COUNTERS: Counters = {
  depotCodes: new Map(),
  invoiceYears: new Map(),
  invoiceCounters: new Map(),
};

async function lockDeliveries(tx: Transaction, ids: string[]): Promise<Facts['deliveries']> {
  if (ids.length === 0) return new Map();
  const locked = tx.query('SELECT FROM deliveries WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  const read = tx.query<Facts['deliveries'] extends Map<string, infer D> ? D : never>(
    `SELECT d.id, d.reference, d.depot_id, d.driver_user_id, d.client_id, c.name AS client_name, d.planned_for, d.status,
            d.lines, d.total_ht, d.total_tva, d.total_ttc, d.validated_at, d.validated_by, d.qr_payload,
            v.name AS validated_by_name
     FROM deliveries d JOIN clients c ON c.id = d.client_id LEFT JOIN users v ON v.id = d.validated_by
     WHERE d.id = ANY ($1::uuid[])`,
    [ids],
  );
  const [, { rows }] = await pipelined(locked, read);
  return new Map(rows.map((row) => [row.id, row]));
}

async function lockClients(tx: Transaction, ids: string[]): Promise<Map<string, ClientFact>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<ClientFact>(
    `SELECT c.id, c.name, c.phone, c.address, c.location, c.tax_id, c.balance, c.updated_at, c.field_clocks,
            ARRAY (SELECT depot_id FROM client_depots WHERE client_id = c.id ORDER BY depot_id) AS depot_ids
     FROM clients c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.id FOR UPDATE OF c`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadInvoices(
  tx: Transaction,
  ids: string[],
  deliveryIds: string[],
): Promise<Pick<Facts, 'invoices' | 'invoicedDeliveries'>> {
  if (ids.length === 0) return { invoices: new Set(), invoicedDeliveries: new Set() };
  const { rows } = await tx.query<{ id: string; delivery_id: string | null }>(
    'SELECT id, delivery_id FROM invoices WHERE id = ANY ($1::uuid[]) OR delivery_id = ANY ($2::uuid[])',
    [ids, deliveryIds],
  );
  return {
    invoices: new Set(rows.map(({ id }) => id)),
    invoicedDeliveries: new Set(rows.flatMap(({ delivery_id }) => delivery_id ?? [])),
  };
}

/** Today's terms, and what else was valid within `LIMITS.termsDays`: the newest of before included. */
async function loadProducts(tx: Transaction, ids: number[], nowMs: number): Promise<Map<number, ProductFact>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<ProductFact & { id: number }>(
    `SELECT p.id, p.price_ht, p.tva_rate, p.is_active,
            coalesce((SELECT json_agg(json_build_object('price_ht', t.price_ht, 'tva_rate', t.tva_rate))
              FROM product_terms t WHERE t.product_id = p.id AND t.until > $2), '[]') AS recent
     FROM products p WHERE p.id = ANY ($1::integer[])`,
    [ids, isoTime(nowMs - LIMITS.termsDays * DAY_MS)],
  );
  return new Map(rows.map(({ id, ...product }) => [id, product]));
}

async function loadCorrectedAuthors(
  tx: Transaction,
  ids: string[],
  candidates: Candidate[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; user_id: number }>(
    'SELECT id, user_id FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  const inBatch = candidates.map(({ event }): [string, number] => [event.id, event.user_id]);
  return new Map([...inBatch, ...rows.map(({ id, user_id }): [string, number] => [id, user_id])]);
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

type Goods = { depotId: number; productId: number };

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

/** One lock a product and depot covers all of its lots. */
async function lockStock(tx: Transaction, goods: Goods[]): Promise<Pick<Facts, 'lots' | 'stock'>> {
  if (goods.length === 0) return { lots: new Map(), stock: new Map() };
  const keys = [goods.map(({ depotId }) => depotId), goods.map(({ productId }) => productId)];
  // Behind the locks, so that nobody changes what is read.
  const [levels, open] = await pipelined(lockLevels(tx, keys), loadOpenLots(tx, keys));
  if (levels.length < goods.length) {
    await tx.query(
      `INSERT INTO stock_levels (depot_id, product_id, quantity, as_of)
       SELECT depot_id, product_id, 0, now() FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id)
       ORDER BY depot_id, product_id ON CONFLICT DO NOTHING`,
      keys,
    );
    return lockStock(tx, goods);
  }
  const lots = new Map<string, LotState[]>();
  for (const lot of open.sort(fifoOrder)) {
    const key = stockKey(lot.depot_id, lot.product_id);
    lots.set(key, [...(lots.get(key) ?? []), lot]);
  }
  return {
    lots,
    stock: new Map(levels.map((row) => [stockKey(row.depot_id, row.product_id), row.quantity])),
  };
}

async function loadOpenLots(tx: Transaction, keys: number[][]): Promise<LotState[]> {
  const { rows } = await tx.query<LotState>(
    `WITH k AS (SELECT * FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id))
     SELECT l.id, l.depot_id, l.product_id, l.lot_number, l.produced_at, l.expires_at, l.remaining_quantity
     FROM k JOIN lots l USING (depot_id, product_id) WHERE l.remaining_quantity > 0
     UNION ALL
     SELECT l.id, l.depot_id, l.product_id, l.lot_number, l.produced_at, NULL AS expires_at, l.remaining_quantity
     FROM k JOIN lots l USING (depot_id, product_id) WHERE l.lot_number = $3 AND l.remaining_quantity <= 0`,
    [...keys, SHORTFALL_LOT],
  );
  return rows;
}

async function lockLevels(
  tx: Transaction,
  keys: number[][],
): Promise<{ depot_id: number; product_id: number; quantity: number }[]> {
  const { rows } = await tx.query<{ depot_id: number; product_id: number; quantity: number }>(
    `SELECT depot_id, product_id, s.quantity
     FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id) JOIN stock_levels s USING (depot_id, product_id)
     ORDER BY depot_id, product_id FOR UPDATE OF s`,
    keys,
  );
  return rows;
}

/**
 * The series of each depot's newest invoice, or of the present year: a clock that went back over New Year does not lead
 * back into last year's. Whoever opens a series holds those before it, so that nobody else numbers in them meanwhile.
 */
async function lockInvoiceCounters(tx: Transaction, depots: number[], year: number): Promise<Counters> {
  const held = tx.query(
    `SELECT FROM document_counters WHERE series = 'FAC' AND depot_id = ANY ($1::integer[])
     ORDER BY depot_id, year FOR UPDATE`,
    [depots],
  );
  const made = tx.query(
    `INSERT INTO document_counters (series, depot_id, year, last)
     SELECT 'FAC', id, greatest($2::integer, (SELECT max(year) FROM document_counters
       WHERE series = 'FAC' AND depot_id = d.id AND last > 0)), 0
     FROM depots d WHERE id = ANY ($1::integer[]) ORDER BY id ON CONFLICT DO NOTHING`,
    [depots, year],
  );
  const locked = tx.query<{ depot_id: number; code: string; year: number; last: number }>(
    `SELECT n.depot_id, d.code, n.year, n.last FROM document_counters n JOIN depots d ON d.id = n.depot_id
     WHERE n.series = 'FAC' AND n.depot_id = ANY ($1::integer[]) AND n.year = greatest($2::integer,
       (SELECT max(year) FROM document_counters WHERE series = 'FAC' AND depot_id = d.id AND last > 0))
     ORDER BY n.depot_id FOR UPDATE OF n`,
    [depots, year],
  );
  const [, , { rows }] = await pipelined(held, made, locked);
  return {
    depotCodes: new Map(rows.map(({ depot_id, code }) => [depot_id, code])),
    invoiceYears: new Map(rows.map((row) => [row.depot_id, row.year])),
    invoiceCounters: new Map(rows.map(({ depot_id, last }) => [depot_id, last])),
  };
}
