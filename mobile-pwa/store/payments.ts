import type { PaymentCollected } from '#shared/contract/events.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, composed, isKnown, type SaveResult } from './actions.ts';
import { forgetForm } from './forms.ts';

/** Under which the form of a payment is kept. */
export const PAYMENT_FORM = 'payment';

/** Both ids are made when the form opens: however often its button is pressed, it is one and the same payment. */
export interface CollectPayment {
  event_id: string;
  payment_id: string;
  details: PaymentCollected;
}

/** Records money that was taken for a client, apart from any delivery. Its balance is the server's to tell. */
export async function collectPayment({ sql, journal, clock }: ActionDeps, input: CollectPayment): Promise<SaveResult> {
  const { event_id, payment_id, details } = input;
  const stored = await journal.append(
    () => {
      if (isKnown(sql, event_id)) return null;
      return [
        {
          id: event_id,
          entity_type: 'PAYMENT',
          entity_id: payment_id,
          action: 'PAYMENT_COLLECTED',
          payload: composed({ ...details }),
          occurred_at: isoTime(clock.now()),
        },
      ];
    },
    () => forgetForm(sql, PAYMENT_FORM),
  );
  return { kind: stored ? 'saved' : 'already', event_id };
}
