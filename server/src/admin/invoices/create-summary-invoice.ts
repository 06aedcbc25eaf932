import type { Delivery, Invoice } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewSummaryInvoice } from '#shared/contract/hq/summary-invoices.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { entriesOfInvoice } from '#shared/domain/ledger.ts';
import { algiersYear } from '#shared/domain/references.ts';
import {
  deliveredLines,
  fitsOneInvoice,
  isInvoiceable,
  summaryLines,
  summaryTotals,
} from '#shared/domain/summary-invoice.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import type { Transaction } from '../../store/database.ts';
import { nextReference } from '../../store/entities/document-number.ts';
import { insertSummaryInvoice } from '../../store/entities/invoice.ts';
import { writeLedger } from '../../store/entities/ledger.ts';
import { type Acted, acted, madeBy } from '../acts/act.ts';
import { holdClosedThrough, isClosed } from '../closing/closed-months.ts';
import { readClients } from '../create-clients.ts';
import { monthOf } from '../reports/period.ts';
import { invoiceChanges } from './tell-invoice.ts';
import { uninvoicedIds } from './uninvoiced.ts';

type Note = Pick<Delivery, 'id' | 'reference' | 'depot_id' | 'client_id' | 'status' | 'lines'> & {
  invoice: string | null;
};

/**
 * Makes one invoice of delivery notes of a client, in the next number of their depot. The goods have moved with the notes,
 * so that it moves none; from now on each of the notes counts as invoiced.
 */
export async function createSummaryInvoice(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  input: NewSummaryInvoice,
): Promise<Result<Acted<Invoice>, RequestError>> {
  const nowMs = deps.clock.now();
  // Only where the clock went back.
  if (isClosed(await holdClosedThrough(tx), isoTime(nowMs))) {
    return because('MONTH_CLOSED', 'CONFLICT', 'The month is closed: look at the clock of the server.');
  }
  const ids = await idsAskedFor(tx, input, nowMs);
  if (!ids.ok) return ids;
  const notes = await lockNotes(tx, ids.value);
  const fault = faultIn(notes, ids.value, input);
  if (fault) return fault;
  const lines = summaryLines(notes.map((note) => deliveredLines(note.lines)));
  if (!fitsOneInvoice(lines))
    return because('FULL', 'CONFLICT', 'One invoice cannot hold so much: choose fewer notes.');
  const [client] = await readClients(tx, [input.client_id]);
  const totals = summaryTotals(lines);
  if (!client || !Number.isSafeInteger(totals.total_ttc) || !Number.isSafeInteger(client.balance + totals.total_ttc)) {
    return refuse('CONFLICT', 'The balance is beyond what can be kept exactly.');
  }
  const series = { series: 'FAC', depotId: input.depot_id, year: algiersYear(nowMs) } as const;
  const invoice: Invoice = {
    id: deps.ids.uuid(),
    reference: await nextReference(tx, series),
    ...{ depot_id: input.depot_id, client_id: input.client_id, delivery_id: null, lines, ...totals },
    ...{ payment: 'CREDIT', created_by: userId, created_at: isoTime(nowMs) },
    ...{ cancelled_at: null, credited_ttc: 0, clearance_id: null, delivery_ids: ids.value.toSorted() },
  };
  await insertSummaryInvoice(tx, invoice);
  await writeLedger(tx, entriesOfInvoice(invoice), invoice.created_at);
  await appendChanges(tx, await invoiceChanges(tx, deps, invoice));
  return acted(invoice, madeBy({ what: 'INVOICE_MADE', type: 'INVOICE' }, invoice));
}

async function idsAskedFor(
  tx: Transaction,
  { client_id, depot_id, month, delivery_ids }: NewSummaryInvoice,
  nowMs: number,
): Promise<Result<string[], RequestError>> {
  if ((month === undefined) === (delivery_ids === undefined)) {
    return refuse('INVALID_REQUEST', 'Name either a month or the delivery notes.');
  }
  if (delivery_ids) return ok(delivery_ids);
  const period = monthOf(month, nowMs);
  if (!period.ok) return period;
  const ids = await uninvoicedIds(tx, { clientId: client_id, depotId: depot_id, period: period.value });
  if (ids.length > LIMITS.notesOfInvoice) {
    return because(
      'FULL',
      'CONFLICT',
      `The month has more than ${LIMITS.notesOfInvoice} notes: name them in several calls.`,
    );
  }
  return ids.length > 0 ? ok(ids) : refuse('CONFLICT', `${month} has no delivery note of this client left to invoice.`);
}

/** The notes in the order in which they were delivered, with the invoice that names each already. Locks them. */
async function lockNotes(tx: Transaction, ids: string[]): Promise<Note[]> {
  await tx.query('SELECT FROM deliveries WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  const { rows } = await tx.query<Note>(
    `SELECT d.id, d.reference, d.depot_id, d.client_id, d.status, d.lines, coalesce(
       (SELECT i.reference FROM invoices i WHERE i.delivery_id = d.id AND i.is_live),
       (SELECT i.reference FROM invoice_notes n JOIN invoices i ON i.id = n.invoice_id
        WHERE n.delivery_id = d.id AND n.is_live)) AS invoice
     FROM deliveries d WHERE d.id = ANY ($1::uuid[]) ORDER BY d.validated_at, d.reference`,
    [ids],
  );
  return rows;
}

function faultIn(notes: Note[], ids: string[], { client_id, depot_id }: NewSummaryInvoice) {
  const missing = ids.find((id) => !notes.some((note) => note.id === id));
  if (missing !== undefined) return refuse('NOT_FOUND', `There is no delivery ${missing}.`);
  for (const { reference, invoice, ...note } of notes) {
    if (note.client_id !== client_id) return refuse('CONFLICT', `${reference} is another client's.`);
    if (note.depot_id !== depot_id) return refuse('CONFLICT', `${reference} is another depot's: it numbers its own.`);
    if (!isInvoiceable(note)) return refuse('CONFLICT', `Nothing was handed over on ${reference}.`);
    if (invoice !== null) return refuse('CONFLICT', `${reference} is invoiced under ${invoice} already.`);
  }
  return null;
}
