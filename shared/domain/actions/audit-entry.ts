import { ROLES } from '#shared/contract/entities.ts';
import { AuditEntry } from '#shared/contract/events.ts';
import { applied } from '../decide/verdicts.ts';
import { announceNothing, defineAction } from './define-action.ts';

/** An entry in a device's own audit trail: of any name, kept as it is, and without any effect. */
export const auditEntry = defineAction({
  entity: 'AUDIT',
  name: '*',
  schema: AuditEntry,
  upcasts: [],
  roles: ROLES,
  needs: () => ({}),
  brings: null,
  decide: () => applied,
  announce: announceNothing,
});
