import { expect, test } from 'vitest';
import { ROLES, type Role } from '#shared/contract/entities.ts';
import { CATALOGUE } from '#shared/contract/events.ts';
import { said } from '#shared/testing/decision-facts.ts';
import { checkRoleAndPayload, maySay } from '../decide/payload.ts';
import { ACTIONS, ALL_ACTIONS, UPCASTS } from './index.ts';

/** The contract's own table, once more: a role that is added to a definition by mistake has to be added here, too. */
const MAY: Record<string, readonly Role[]> = {
  'DELIVERY/DELIVERY_VALIDATED': ['driver', 'seller', 'warehouse'],
  'DELIVERY/DELIVERY_FAILED': ['driver'],
  'DELIVERY/VISIT_SKIPPED': ['driver'],
  'DELIVERY/CORRECTION_REQUESTED': ROLES,
  'INVOICE/INVOICE_CREATED': ['seller', 'driver'],
  'INVOICE/CORRECTION_REQUESTED': ROLES,
  'CLIENT/CLIENT_CREATED': ['seller', 'clerk'],
  'CLIENT/CLIENT_UPDATED': ['seller', 'clerk'],
  'CLIENT/CORRECTION_REQUESTED': ROLES,
  'PAYMENT/PAYMENT_COLLECTED': ['driver', 'seller'],
  'PAYMENT/CORRECTION_REQUESTED': ROLES,
  'TOUR/VAN_LOADED': ['warehouse', 'clerk'],
  'TOUR/TOUR_COUNTED': ['warehouse', 'clerk'],
  'TOUR/TOUR_CONFIRMED': ['driver', 'seller'],
  'TOUR/CORRECTION_REQUESTED': ROLES,
  'AUDIT/AUDIT_BATCH': ROLES,
  'AUDIT/DESK_ACT': ROLES,
  'AUDIT/ANYTHING': ROLES,
};

test('[ROLE-1] every action is said by its roles and by nobody else', () => {
  for (const [name, roles] of Object.entries(MAY)) {
    const [entity_type = '', action = ''] = name.split('/');
    for (const role of ROLES) {
      const { event } = said(1, action, 'x', {}, { entity_type });
      const { kind } = checkRoleAndPayload(event, role, UPCASTS);
      expect([name, role, kind === 'forbidden_role']).toEqual([name, role, !roles.includes(role)]);
    }
  }
  const names = ALL_ACTIONS.map(({ entity, name }) => `${entity}/${name}`);
  expect(Object.keys(MAY).toSorted()).toEqual([...names, 'AUDIT/ANYTHING'].toSorted());
});

test('[MASTER-3] a role that this program does not know may say nothing', () => {
  const known = ALL_ACTIONS.map((action) => maySay(action, 'astronaut' as Role));
  expect(known.filter(Boolean)).toEqual([]);
});

test('[ROLE-1] an action without a role is nobody’s', () => {
  const nobodys = { ...ACTIONS.DELIVERY.DELIVERY_FAILED, roles: [] };
  expect(ROLES.filter((role) => maySay(nobodys, role))).toEqual([]);
});

test('a definition stands under its own names, and checks the catalogue’s schema', () => {
  for (const [entity, actions] of Object.entries(ACTIONS)) {
    for (const [name, action] of Object.entries(actions)) {
      const schemas: Record<string, Record<string, unknown>> = CATALOGUE;
      expect([action.entity, action.name, action.schema]).toEqual([entity, name, schemas[entity]?.[name]]);
    }
  }
});
