import type { Delivery } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type {
  InvoiceNote,
  Uninvoiced,
  UninvoicedNote,
  UninvoicedOfClient,
  UninvoicedReport,
} from '#shared/contract/hq/summary-invoices.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { deliveredLines } from '#shared/domain/summary-invoice.ts';
import type { Queryable } from '../../store/database.ts';
import type { Period } from '../reports/period.ts';

/** Of `deliveries d`: something was handed over, and no live invoice names it, by itself or among others. */
const UNINVOICED = `d.status IN ('VALIDATED', 'PARTIAL')
  AND jsonb_path_exists(d.lines, '$[*] ? (@.delivered > 0)')
  AND NOT EXISTS (SELECT FROM invoices i WHERE i.delivery_id = d.id AND i.is_live)
  AND NOT EXISTS (SELECT FROM invoice_notes n WHERE n.delivery_id = d.id AND n.is_live)`;

interface OfClient {
  clientId: string;
  depotId: number | null;
  period: Period;
}

/** What a client's days have left to invoice in a depot, in the order in which it was delivered; one more than fits. */
export async function uninvoicedIds(database: Queryable, asked: OfClient): Promise<string[]> {
  const notes = await readNotes(database, asked);
  return notes.map(({ id }) => id);
}

async function readNotes(database: Queryable, { clientId, depotId, period }: OfClient) {
  const { rows } = await database.query<
    Pick<Delivery, 'id' | 'reference' | 'depot_id' | 'lines'> & { validated_at: string }
  >(
    `SELECT d.id, d.reference, d.depot_id, d.validated_at, d.lines FROM deliveries d
     WHERE d.client_id = $1 AND ($2::integer IS NULL OR d.depot_id = $2)
       AND d.validated_at >= $3 AND d.validated_at < $4 AND ${UNINVOICED}
     ORDER BY d.validated_at, d.reference LIMIT $5`,
    [clientId, depotId, period.begins, period.ends, LIMITS.notesOfInvoice + 1],
  );
  return rows;
}

/** A client's delivery notes of a month that wait for an invoice, and the months that have any. 404 as for its statement. */
export async function uninvoicedOfClient(
  database: Queryable,
  { month, ...asked }: OfClient & { month: string },
): Promise<Result<UninvoicedOfClient, RequestError>> {
  const known = await database.query<{ name: string }>(
    `SELECT name FROM clients c WHERE id = $1 AND ($2::integer IS NULL
       OR EXISTS (SELECT FROM client_depots x WHERE x.client_id = c.id AND x.depot_id = $2))`,
    [asked.clientId, asked.depotId],
  );
  const client = known.rows[0];
  if (!client) return refuse('NOT_FOUND', `There is no client ${asked.clientId} here.`);
  const notes = await readNotes(database, asked);
  const months = await database.query<UninvoicedOfClient['months'][number]>(
    `SELECT to_char(d.validated_at AT TIME ZONE 'Africa/Algiers', 'YYYY-MM') AS month, count(*)::integer AS notes
     FROM deliveries d WHERE d.client_id = $1 AND ($2::integer IS NULL OR d.depot_id = $2) AND ${UNINVOICED}
     GROUP BY 1 ORDER BY 1 DESC LIMIT 24`,
    [asked.clientId, asked.depotId],
  );
  const items = notes.slice(0, LIMITS.notesOfInvoice).map(
    ({ id, reference, depot_id, validated_at, lines }): UninvoicedNote => ({
      ...{ id, reference, depot_id, day: algiersDay(Date.parse(validated_at)) },
      lines: deliveredLines(lines),
    }),
  );
  return ok({ client_id: asked.clientId, client_name: client.name, month, items, months: months.rows });
}

/** Whose delivery notes of a month wait for an invoice, by client and depot. */
export async function uninvoicedReport(
  database: Queryable,
  { month, depotId, begins, ends }: Period & { month: string; depotId: number | null },
): Promise<UninvoicedReport> {
  const { rows } = await database.query<Uninvoiced>(
    `SELECT d.client_id, c.name AS client_name, d.depot_id, count(*)::integer AS notes, sum(o.total_ht)::bigint AS total_ht
     FROM deliveries d JOIN clients c ON c.id = d.client_id CROSS JOIN LATERAL (
       SELECT sum((line ->> 'delivered')::bigint * (line ->> 'unit_price_ht')::bigint) AS total_ht
       FROM jsonb_array_elements(d.lines) AS line) o
     WHERE ($1::integer IS NULL OR d.depot_id = $1) AND d.validated_at >= $2 AND d.validated_at < $3 AND ${UNINVOICED}
       AND d.planned_for BETWEEN ($2::timestamptz - interval '60 days')::date AND ($3::timestamptz + interval '60 days')::date
     GROUP BY d.client_id, c.name, d.depot_id ORDER BY folded(c.name), d.client_id, d.depot_id LIMIT $4`,
    [depotId, begins, ends, LIMITS.adminPage + 1],
  );
  return { month, items: rows.slice(0, LIMITS.adminPage), more: rows.length > LIMITS.adminPage };
}

/** The delivery notes that an invoice is of, in the order in which they were delivered. */
export async function notesOfInvoice(database: Queryable, invoiceId: string): Promise<InvoiceNote[]> {
  const { rows } = await database.query<InvoiceNote>(
    `SELECT d.id, d.reference, (d.validated_at AT TIME ZONE 'Africa/Algiers')::date AS day,
       (SELECT coalesce(sum((line ->> 'delivered')::bigint * (line ->> 'unit_price_ht')::bigint), 0)::bigint
        FROM jsonb_array_elements(d.lines) AS line) AS total_ht
     FROM deliveries d
     WHERE d.id IN (SELECT delivery_id FROM invoice_notes WHERE invoice_id = $1
       UNION ALL SELECT delivery_id FROM invoices WHERE id = $1)
     ORDER BY d.validated_at, d.reference`,
    [invoiceId],
  );
  return rows;
}
