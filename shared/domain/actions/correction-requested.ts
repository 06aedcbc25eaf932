import { ROLES } from '#shared/contract/entities.ts';
import { CorrectionRequested } from '#shared/contract/events.ts';
import { applied, rejected, waiting } from '../decide/verdicts.ts';
import { announceNothing, defineAction } from './define-action.ts';

/** Goes to HQ's inbox and changes nothing by itself; only the author of an event may ask to have it corrected. */
export const correctionRequested = <const Entity extends string>(entity: Entity) =>
  defineAction({
    entity,
    name: 'CORRECTION_REQUESTED',
    schema: CorrectionRequested,
    upcasts: [],
    roles: ROLES,
    needs: ({ payload }) => ({ events: [payload.corrects] }),
    brings: null,
    decide({ event, payload, author }, { facts, plan, newId }) {
      const corrected = facts.namedEvents.get(payload.corrects);
      if (!corrected) return waiting('EVENT', payload.corrects);
      if (corrected.user_id !== author.user_id) return rejected('FORBIDDEN_ACTION');
      plan.alerts.push({
        id: newId(),
        kind: 'CORRECTION_REQUESTED',
        depot_id: author.depot_id,
        device_id: event.device_id,
        event_id: event.id,
        details: { corrects: payload.corrects, reason: payload.reason },
      });
      return applied;
    },
    announce: announceNothing,
  });
