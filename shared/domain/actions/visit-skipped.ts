import { VisitSkipped } from '#shared/contract/events.ts';
import { correctedTime } from '../client-fields.ts';
import { applied, rejected, waiting } from '../decide/verdicts.ts';
import { normaliseText } from '../text.ts';
import { defineAction } from './define-action.ts';

/** A driver passes a stop by for now. The delivery stays as it is: its depot's hub is told, and HQ has the event. */
export const visitSkipped = defineAction({
  entity: 'DELIVERY',
  name: 'VISIT_SKIPPED',
  schema: VisitSkipped,
  upcasts: [],
  roles: ['driver'],
  needs: ({ entity_id }) => ({ deliveries: [entity_id] }),
  brings: null,
  decide({ event, author }, { facts }) {
    const delivery = facts.deliveries.get(event.entity_id);
    if (!delivery) return waiting('DELIVERY', event.entity_id);
    return delivery.depot_id === author.depot_id ? applied : rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  },
  announce({ event, payload, author, candidate }, { facts }, say) {
    const delivery = facts.deliveries.get(event.entity_id);
    if (!delivery) return;
    const { entity_type, entity_id } = event;
    const { reason, note, ask_day = null } = payload;
    const { reference, client_name, depot_id } = delivery;
    const skipped_at = correctedTime(event.occurred_at, candidate.drift_ms, candidate.received_at);
    const said = { reason, note: note === undefined ? null : normaliseText(note), ask_day };
    const told = { delivery_id: delivery.id, reference, client_name, user_id: author.user_id, skipped_at, ...said };
    say({ entity_type, entity_id, action: 'VISIT_SKIPPED', payload: told, audience: {}, hub_depots: [depot_id] });
  },
});
