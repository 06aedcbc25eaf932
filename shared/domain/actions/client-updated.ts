import { ClientUpdated } from '#shared/contract/events.ts';
import { hasVisibleName, keepClient, writeFields } from '../decide/client-record.ts';
import { applied, invalid, rejected, waiting } from '../decide/verdicts.ts';
import { announceNothing, defineAction } from './define-action.ts';

/** Last write wins, field by field. */
export const clientUpdated = defineAction({
  entity: 'CLIENT',
  name: 'CLIENT_UPDATED',
  schema: ClientUpdated,
  upcasts: [],
  roles: ['seller', 'clerk'],
  needs: ({ entity_id }) => ({ clients: [entity_id] }),
  brings: null,
  decide(said, context) {
    const { candidate, event, payload, author } = said;
    const { facts, now } = context;
    if (payload.name !== undefined && !hasVisibleName(payload)) return invalid('a client has a name that can be seen');
    const client = facts.clients.get(event.entity_id);
    if (!client) return waiting('CLIENT', event.entity_id);
    if (author.depot_id === null || !client.depot_ids.includes(author.depot_id)) {
      return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    }
    keepClient(writeFields(client, candidate, now), said, context);
    return applied;
  },
  announce: announceNothing,
});
