import Compile from 'typebox/compile';
import { DESK_ACT_NAMES, DeskAct, type DeskActName } from '#shared/contract/desk.ts';
import { ROLES } from '#shared/contract/entities.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { correctedTime } from '../client-fields.ts';
import { applied } from '../decide/verdicts.ts';
import { DESK_ROLES } from '../desk-roles.ts';
import { normaliseText } from '../text.ts';
import { announceNothing, defineAction } from './define-action.ts';

const schema = Compile(DeskAct);
const UUID = new RegExp(UUID_PATTERN);

const isKnown = (what: string): what is DeskActName => DESK_ACT_NAMES.some((name) => name === what);

/**
 * A clerk's act at the depot's PC: a row among HQ's acts, and where a phone is to be revoked an alert, since only an
 * admin revokes. An audit trail refuses no entry: what is no act, or is not a clerk's, stays in its event.
 */
export const deskAct = defineAction({
  entity: 'AUDIT',
  name: 'DESK_ACT',
  schema: DeskAct,
  upcasts: [],
  roles: ROLES,
  needs: () => ({}),
  brings: null,
  decide({ event, author, candidate }, { plan, newId }) {
    const said: unknown = event.payload;
    if (!schema.Check(said) || !isKnown(said.what) || !DESK_ROLES.includes(author.role)) return applied;
    const { what, about } = said;
    const reason = said.reason === undefined ? null : normaliseText(said.reason);
    const name = about.name === null ? null : normaliseText(about.name);
    plan.actsAtDepots.push({
      at: correctedTime(event.occurred_at, candidate.drift_ms, candidate.received_at),
      user_id: author.user_id,
      user_name: author.name,
      device_id: event.device_id,
      what,
      entity_type: about.type,
      entity_id: about.id,
      entity_name: name,
      reason,
    });
    if (what === 'DESK_REVOKE_ASKED') {
      plan.alerts.push({
        id: newId(),
        kind: 'REVOKE_ASKED',
        depot_id: author.depot_id,
        device_id: UUID.test(about.id) ? about.id : event.device_id,
        event_id: event.id,
        details: { asked_by: author.user_id, owner: name ?? '', reason: reason ?? '' },
      });
    }
    return applied;
  },
  announce: announceNothing,
});
