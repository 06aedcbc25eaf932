import type { ActionContext, Said, Say } from './define-action.ts';

/** The client as it is now, to its depots. */
export function announceClient({ event }: Pick<Said, 'event'>, { facts }: ActionContext, say: Say): void {
  const client = facts.clients.get(event.entity_id);
  if (!client) return;
  const { field_clocks: _clocks, ...payload } = client;
  const { entity_type, entity_id } = event;
  const audience = { depots: client.depot_ids };
  say({ entity_type, entity_id, action: 'CLIENT_UPSERTED', payload, audience, hub_depots: [] });
}
