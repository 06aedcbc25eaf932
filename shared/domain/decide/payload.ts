import type { TSchema } from 'typebox';
import Compile from 'typebox/compile';
import type { Role } from '#shared/contract/entities.ts';
import { CATALOGUE, type SyncEvent } from '#shared/contract/events.ts';
import { knownVersion, nameOf, type Upcasts } from '../upcast.ts';

type Check = (payload: unknown) => boolean;

const checks = new Map<string, Check>();
for (const [entity, actions] of Object.entries(CATALOGUE)) {
  for (const [action, schema] of Object.entries(actions)) {
    const validator = Compile(schema as TSchema);
    checks.set(`${entity}/${action}`, (payload) => validator.Check(payload));
  }
}

/** Who may say what. Audit entries and corrections are everybody's; corrections are judged by their author. */
const MAY: Record<string, readonly Role[]> = {
  'DELIVERY/DELIVERY_VALIDATED': ['driver', 'seller', 'warehouse'],
  'DELIVERY/DELIVERY_FAILED': ['driver'],
  'INVOICE/INVOICE_CREATED': ['seller', 'driver'],
  'CLIENT/CLIENT_CREATED': ['seller', 'clerk'],
  'CLIENT/CLIENT_UPDATED': ['seller', 'clerk'],
};

const STOCK_OR_PRODUCTION = /(^|[_\W])(STOCKS?|LOTS?|INVENTORY|PRODUCTIONS?)([_\W]|$)/i;

export type PayloadCheck =
  | { kind: 'admitted' }
  /** Stock and production are the server's alone. */
  | { kind: 'forbidden_action' }
  | { kind: 'forbidden_role' }
  | { kind: 'newer_version' }
  | { kind: 'invalid'; detail: string };

/** Judges action, role and payload, in this order, without looking at any entity. */
export function checkRoleAndPayload(event: SyncEvent, role: Role, upcasts: Upcasts): PayloadCheck {
  if (event.entity_type === 'AUDIT') return { kind: 'admitted' };
  const name = nameOf(event);
  const check = checks.get(name);
  if (!check && (STOCK_OR_PRODUCTION.test(event.entity_type) || STOCK_OR_PRODUCTION.test(event.action))) {
    return { kind: 'forbidden_action' };
  }
  if (event.v > knownVersion(name, upcasts)) return { kind: 'newer_version' };
  if (!check) return { kind: 'invalid', detail: `no device may say ${name}` };
  if (MAY[name] && !MAY[name].includes(role)) return { kind: 'forbidden_role' };
  if (!check(event.payload)) return { kind: 'invalid', detail: `the payload of ${name} has a missing or wrong member` };
  return { kind: 'admitted' };
}
