import Type from 'typebox';
import { Invoice } from '#shared/contract/entities.ts';
import { CreditNote, NewCreditNote } from '#shared/contract/hq/credit-notes.ts';
import { GivenReason } from '#shared/contract/hq/requests.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { cancelInvoice } from './cancel-invoice.ts';
import { createCreditNote } from './create-credit-note.ts';

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
