import { PaymentCollected } from '#shared/contract/events.ts';
import { correctedTime } from '../client-fields.ts';
import { book } from '../decide/book.ts';
import type { Facts } from '../decide/facts.ts';
import { applied, invalid, rejected, waiting } from '../decide/verdicts.ts';
import { entriesOfPayment } from '../ledger.ts';
import { signalOf } from '../signals/signal.ts';
import { normaliseText } from '../text.ts';
import { isUuid } from '../uuid.ts';
import { defineAction } from './define-action.ts';

/**
 * Money that was taken for a client, apart from any delivery. It is in the van, so it stands as signed: what it says it was
 * paid for is a note, and one that belongs to another client is told to HQ.
 */
export const paymentCollected = defineAction({
  entity: 'PAYMENT',
  name: 'PAYMENT_COLLECTED',
  schema: PaymentCollected,
  upcasts: [],
  roles: ['driver', 'seller'],
  needs: ({ entity_id, payload }) => ({
    payments: [entity_id],
    clients: [payload.client_id],
    papers: [payload.invoice_id, payload.delivery_id],
  }),
  brings: null,
  decide(said, context) {
    const { candidate, event, payload, author } = said;
    const { facts, plan, newId } = context;
    if (!isUuid(event.entity_id)) return invalid('a payment is named by a UUID');
    if (author.depot_id === null) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    if (facts.payments.has(event.entity_id)) return rejected('ENTITY_EXISTS');
    const client = facts.clients.get(payload.client_id);
    if (!client) return waiting('CLIENT', payload.client_id);
    if (!Number.isSafeInteger(client.balance - payload.amount))
      return invalid('the sums are beyond what can be kept exactly');
    const { client_id, amount, method, delivery_id = null, invoice_id = null, cheque = null, received_from } = payload;
    const payment = { id: event.entity_id, client_id, amount, method, delivery_id, invoice_id, cheque };
    plan.payments.push({
      ...payment,
      received_from: received_from === undefined ? null : normaliseText(received_from),
      user_id: author.user_id,
      depot_id: author.depot_id,
      collected_at: correctedTime(event.occurred_at, candidate.drift_ms, candidate.received_at),
      cancelled_at: null,
      cancel_reason: null,
    });
    facts.payments.add(payment.id);
    book(entriesOfPayment(payment), said, context);
    const other = otherClientOf(payload, facts);
    if (other) plan.alerts.push({ id: newId(), ...signalOf('PAYMENT_NOTE_DIFFERS', candidate, author, other) });
    return applied;
  },
  announce({ event, author }, { plan }, say) {
    const payment = plan.payments.at(-1);
    if (!payment) return;
    const { entity_type, entity_id } = event;
    const audience = { users: [author.user_id] };
    const hub_depots = payment.depot_id === null ? [] : [payment.depot_id];
    say({ entity_type, entity_id, action: 'PAYMENT_UPSERTED', payload: { ...payment }, audience, hub_depots });
  },
});

/** The paper that it names and that is another client's. One that has not arrived yet says nothing. */
function otherClientOf(
  { client_id, amount, invoice_id, delivery_id }: PaymentCollected,
  { papers }: Facts,
): { client_id: string; other_client_id: string; amount: number; invoice_id?: string; delivery_id?: string } | null {
  const ofAnother = (paperId: string | undefined): string | null => {
    const owner = paperId === undefined ? undefined : papers.get(paperId);
    return owner === undefined || owner === client_id ? null : owner;
  };
  const invoiced = ofAnother(invoice_id);
  if (invoice_id !== undefined && invoiced !== null) {
    return { client_id, other_client_id: invoiced, amount, invoice_id };
  }
  const delivered = ofAnother(delivery_id);
  return delivery_id === undefined || delivered === null
    ? null
    : { client_id, other_client_id: delivered, amount, delivery_id };
}
