import { DeliveryFailed } from '#shared/contract/events.ts';
import { closedVerdict, noteFailures } from '../decide/delivery-state.ts';
import { applied, rejected, waiting } from '../decide/verdicts.ts';
import { announceDelivery } from './announce-delivery.ts';
import { defineAction } from './define-action.ts';

/** A failed delivery is not final: a later validation applies. */
export const deliveryFailed = defineAction({
  entity: 'DELIVERY',
  name: 'DELIVERY_FAILED',
  schema: DeliveryFailed,
  upcasts: [],
  roles: ['driver'],
  needs: ({ entity_id }) => ({ deliveries: [entity_id] }),
  brings: null,
  decide({ event, author }, { facts, plan }) {
    const delivery = facts.deliveries.get(event.entity_id);
    if (!delivery) return waiting('DELIVERY', event.entity_id);
    if (delivery.depot_id !== author.depot_id) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
    const closed = closedVerdict(delivery);
    if (closed) return closed;
    noteFailures(delivery, plan);
    delivery.status = 'FAILED';
    plan.deliveries.set(delivery.id, { delivery, event_id: event.id });
    return applied;
  },
  announce: announceDelivery('DELIVERY_FAILED'),
});
