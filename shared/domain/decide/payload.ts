import Compile from 'typebox/compile';
import type { Role } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { Action } from '../actions/define-action.ts';
import { ALL_ACTIONS, actionOf } from '../actions/index.ts';
import { knownVersion, nameOf, type Upcasts } from '../upcast.ts';

const checks = new Map(
  ALL_ACTIONS.map((action): [Action, (payload: unknown) => boolean] => {
    const validator = Compile(action.schema);
    return [action, (payload) => validator.Check(payload)];
  }),
);

const STOCK_OR_PRODUCTION = /(^|[_\W])(STOCKS?|LOTS?|INVENTORY|PRODUCTIONS?)([_\W]|$)/i;

export type PayloadCheck =
  | { kind: 'admitted'; action: Action }
  /** Stock and production are the server's alone. */
  | { kind: 'forbidden_action' }
  | { kind: 'forbidden_role' }
  /** Of an action, or of a version of its payload, that this program does not know. */
  | { kind: 'newer_version' }
  | { kind: 'invalid'; detail: string };

/** Whether a role may say this; without any role it is nobody's. */
export const maySay = ({ roles }: Pick<Action, 'roles'>, role: Role): boolean => roles.includes(role);

/** Judges action, role and payload, in this order, without looking at any entity. */
export function checkRoleAndPayload(event: SyncEvent, role: Role, upcasts: Upcasts): PayloadCheck {
  const action = actionOf(event);
  const name = nameOf(event);
  if (!action && (STOCK_OR_PRODUCTION.test(event.entity_type) || STOCK_OR_PRODUCTION.test(event.action))) {
    return { kind: 'forbidden_action' };
  }
  // An audit trail that refused entries would be no trail.
  if (action && event.entity_type === 'AUDIT') return { kind: 'admitted', action };
  // A phone that is newer than this program may say more: what it says waits for the program that knows it.
  if (!action || event.v > knownVersion(name, upcasts)) return { kind: 'newer_version' };
  if (!maySay(action, role)) return { kind: 'forbidden_role' };
  if (!checks.get(action)?.(event.payload)) {
    return { kind: 'invalid', detail: `the payload of ${name} has a missing or wrong member` };
  }
  return { kind: 'admitted', action };
}
