import { ClientCreated } from '#shared/contract/events.ts';
import { blankClient, hasVisibleName, keepClient, writeFields } from '../decide/client-record.ts';
import { applied, invalid, rejected } from '../decide/verdicts.ts';
import { isUuid } from '../uuid.ts';
import { announceNothing, defineAction } from './define-action.ts';

/** A client that the field has won. It belongs to its maker's depot. */
export const clientCreated = defineAction({
  entity: 'CLIENT',
  name: 'CLIENT_CREATED',
  schema: ClientCreated,
  upcasts: [],
  roles: ['seller', 'clerk'],
  needs: ({ entity_id }) => ({ clients: [entity_id] }),
  brings: 'CLIENT',
  decide(said, context) {
    const { candidate, event, payload, author } = said;
    const { facts, plan, now } = context;
    if (!isUuid(event.entity_id)) return invalid('a client is named by a UUID');
    if (!hasVisibleName(payload)) return invalid('a client has a name that can be seen');
    if (author.depot_id === null) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    if (facts.clients.has(event.entity_id)) return rejected('ENTITY_EXISTS');
    const blank = blankClient(event.entity_id, [author.depot_id], now);
    keepClient(writeFields(blank, candidate, now), said, context);
    plan.newClients.add(blank.id);
    return applied;
  },
  announce: announceNothing,
});
