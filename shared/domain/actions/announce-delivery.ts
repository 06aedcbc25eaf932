import type { ServerAction } from '#shared/contract/server-events.ts';
import type { ActionContext, Said, Say } from './define-action.ts';

/** The delivery as it is now, to the driver for whom it was planned and to the depot's crew. */
export const announceDelivery =
  (action: ServerAction) =>
  ({ event }: Pick<Said, 'event'>, { facts }: ActionContext, say: Say): void => {
    const delivery = facts.deliveries.get(event.entity_id);
    if (!delivery) return;
    const { validated_by_name: _name, ...payload } = delivery;
    // A copy: later events of the batch change the delivery that `facts` hold.
    payload.lines = payload.lines.map((line) => ({ ...line }));
    const audience = { users: [delivery.driver_user_id] };
    const { entity_type, entity_id } = event;
    const depots = [delivery.depot_id];
    say({ entity_type, entity_id, action, payload, audience, hub_depots: depots, crew_depots: depots });
  };
