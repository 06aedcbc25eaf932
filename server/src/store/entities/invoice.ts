import type { Invoice } from '#shared/contract/entities.ts';
import type { Facts } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';

/** The columns of `invoices i`. */
export const INVOICE = `i.id, i.reference, i.depot_id, i.client_id, i.delivery_id, i.lines, i.total_ht, i.total_tva,
  i.stamp_duty, i.total_ttc, i.payment, i.created_by, i.created_at, i.cancelled_at,
  i.credited_ttc, i.clearance_id,
  (SELECT json_agg(n.delivery_id ORDER BY n.delivery_id) FROM invoice_notes n WHERE n.invoice_id = i.id) AS delivery_ids`;

/** Which of these are there, and which deliveries have a live one. */
export async function loadInvoices(
  tx: Transaction,
  ids: string[],
  deliveryIds: string[],
): Promise<Pick<Facts, 'invoices' | 'invoicedDeliveries'>> {
  if (ids.length === 0 && deliveryIds.length === 0) return { invoices: new Set(), invoicedDeliveries: new Map() };
  const { rows } = await tx.query<Pick<Invoice, 'id' | 'delivery_id' | 'payment' | 'total_ttc'> & { is_live: boolean }>(
    `SELECT id, delivery_id, payment, total_ttc, is_live FROM invoices
     WHERE id = ANY ($1::uuid[]) OR (delivery_id = ANY ($2::uuid[]) AND is_live)
     UNION ALL SELECT i.id, n.delivery_id, i.payment, i.total_ttc, n.is_live
     FROM invoice_notes n JOIN invoices i ON i.id = n.invoice_id WHERE n.delivery_id = ANY ($2::uuid[]) AND n.is_live`,
    [ids, deliveryIds],
  );
  return {
    invoices: new Set(rows.map(({ id }) => id)),
    invoicedDeliveries: new Map(
      rows.flatMap(({ delivery_id, is_live, ...invoice }) =>
        delivery_id === null || !is_live ? [] : [[delivery_id, invoice]],
      ),
    ),
  };
}

type Counters = Pick<Facts, 'depotCodes' | 'invoiceYears' | 'invoiceCounters'>;

export const NO_COUNTERS: Counters = {
  depotCodes: new Map(),
  invoiceYears: new Map(),
  invoiceCounters: new Map(),
};

/**
 * The series of each depot's newest invoice, or of the present year: a clock that went back over New Year does not lead
 * back into last year's. Whoever opens a series holds those before it, so that nobody else numbers in them meanwhile.
 */
export async function lockInvoiceCounters(tx: Transaction, depots: number[], year: number): Promise<Counters> {
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

export async function writeInvoices(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  if (plan.invoices.length === 0) return;
  const inserted = tx.query(
    `INSERT INTO invoices (id, reference, depot_id, client_id, delivery_id, lines, total_ht, total_tva, stamp_duty,
       total_ttc, payment, claimed, created_by, created_at)
     SELECT id, reference, depot_id, client_id, delivery_id, lines, total_ht, total_tva, stamp_duty,
       total_ttc, payment, claimed, created_by, created_at
     FROM json_to_recordset($1::json) AS r (id uuid, reference text, depot_id integer, client_id uuid,
       delivery_id uuid, lines jsonb, total_ht bigint, total_tva bigint, stamp_duty bigint, total_ttc bigint,
       payment text, claimed jsonb, created_by integer, created_at timestamptz)`,
    [JSON.stringify(plan.invoices)],
  );
  const depots = [...plan.counters];
  const counted = tx.query(
    `UPDATE document_counters n SET last = r.last FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS r (depot_id, year, last)
     WHERE n.series = 'FAC' AND n.year = r.year AND n.depot_id = r.depot_id`,
    [depots, depots.map((id) => facts.invoiceYears.get(id)), depots.map((id) => facts.invoiceCounters.get(id))],
  );
  await pipelined(inserted, counted);
}

/** An invoice that HQ has made of delivery notes, and which notes those are. */
export async function insertSummaryInvoice(tx: Transaction, invoice: Invoice): Promise<void> {
  await tx.query(
    `INSERT INTO invoices (id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc, payment,
       created_by, created_at)
     SELECT id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc, payment, created_by, created_at
     FROM json_to_record($1::json) AS r (id uuid, reference text, depot_id integer, client_id uuid, lines jsonb,
       total_ht bigint, total_tva bigint, stamp_duty bigint, total_ttc bigint, payment text, created_by integer,
       created_at timestamptz)`,
    [JSON.stringify(invoice)],
  );
  await tx.query('INSERT INTO invoice_notes (invoice_id, delivery_id) SELECT $1, unnest($2::uuid[])', [
    invoice.id,
    invoice.delivery_ids,
  ]);
}
