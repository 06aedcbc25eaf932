import Type from 'typebox';
import { Invoice } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import { CreditNote, NewCreditNote } from '#shared/contract/hq/credit-notes.ts';
import { MonthQuery } from '#shared/contract/hq/queries.ts';
import { GivenReason } from '#shared/contract/hq/requests.ts';
import { InvoiceNotes, NewSummaryInvoice, UninvoicedOfClient } from '#shared/contract/hq/summary-invoices.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import { depotInSight } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { LISTINGS } from '../lists/listings.ts';
import { readOne } from '../lists/read-page.ts';
import { monthOf } from '../reports/period.ts';
import { withNormalisedTexts } from '../rows.ts';
import { cancelInvoice } from './cancel-invoice.ts';
import { createCreditNote } from './create-credit-note.ts';
import { createSummaryInvoice } from './create-summary-invoice.ts';
import { notesOfInvoice, uninvoicedOfClient } from './uninvoiced.ts';

const params = Type.Object({ id: Uuid });

export function invoiceRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → 201 and the credit note. 404; 409 for more than is left, a cancelled invoice, goods that never left the stock. */
  app.post(
    '/invoices/:id/credit-notes',
    { schema: { params, body: NewCreditNote, response: { 201: CreditNote } } },
    async (request, reply) => {
      const asked = { ...request.params, input: withNormalisedTexts(request.body) };
      return sendResult(
        reply,
        await act(request, (tx) => createCreditNote(tx, deps, actorIn(request).userId, asked)),
        201,
      );
    },
  );
  /** → the invoice, whose number stays. 404; 409 where it has credit notes or took goods; cancelled once, it stays so. */
  app.post(
    '/invoices/:id/cancel',
    { schema: { params, body: GivenReason, response: { 200: Invoice } } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => cancelInvoice(tx, deps, actorIn(request).userId, asked)));
    },
  );
}

/** One invoice for several delivery notes: what waits for one, and the invoice itself. */
export function summaryInvoiceRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → 201 and the invoice. 404; 409 for a note that is invoiced, another client's or depot's, or has nothing on it. */
  app.post('/invoices', { schema: { body: NewSummaryInvoice, response: { 201: Invoice } } }, async (request, reply) => {
    const { userId } = actorIn(request);
    return sendResult(reply, await act(request, (tx) => createSummaryInvoice(tx, deps, userId, request.body)), 201);
  });
  /** → the delivery notes that the invoice is of. 404. */
  app.get('/invoices/:id/notes', { schema: { params, response: { 200: InvoiceNotes } } }, async (request, reply) => {
    const found = await readOne(deps.database, LISTINGS.invoices, actorIn(request), request.params.id);
    if (!found.ok) return sendResult(reply, found);
    return sendResult(reply, ok({ items: await notesOfInvoice(deps.database, request.params.id) }));
  });
  /** → what a month of the client has left to invoice, the present one where none is named. 400, 404. */
  app.get(
    '/clients/:id/uninvoiced',
    { schema: { params, querystring: MonthQuery, response: { 200: UninvoicedOfClient } } },
    async (request, reply) => {
      const { month, depot_id } = request.query;
      const depot = depotInSight(actorIn(request), depot_id === undefined ? null : Number(depot_id));
      if (!depot.ok) return sendResult(reply, depot);
      const period = monthOf(month, deps.clock.now());
      if (!period.ok) return sendResult(reply, period);
      const asked = { clientId: request.params.id, depotId: depot.value, month: period.value.month };
      return sendResult(reply, await uninvoicedOfClient(deps.database, { ...asked, period: period.value }));
    },
  );
}
