import type { ClientUpdated } from '#shared/contract/events.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, composed, isKnown, type SaveResult } from './actions.ts';
import { forgetForm } from './forms.ts';

/** Under which the form of a client is kept. */
export const clientForm = (clientId: string): string => `client ${clientId}`;

export interface UpdateClient {
  event_id: string;
  client_id: string;
  /** What changed, and nothing else: another's change of another field stands. */
  details: ClientUpdated;
}

/** Records what changed of a client. */
export async function updateClient({ sql, journal, clock }: ActionDeps, input: UpdateClient): Promise<SaveResult> {
  const { event_id, client_id, details } = input;
  const stored = await journal.append(
    () => {
      if (isKnown(sql, event_id)) return null;
      return [
        {
          id: event_id,
          entity_type: 'CLIENT',
          entity_id: client_id,
          action: 'CLIENT_UPDATED',
          payload: composed({ ...details }),
          occurred_at: isoTime(clock.now()),
        },
      ];
    },
    () => forgetForm(sql, clientForm(client_id)),
  );
  return { kind: stored ? 'saved' : 'already', event_id };
}
