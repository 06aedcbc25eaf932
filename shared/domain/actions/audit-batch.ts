import Compile from 'typebox/compile';
import { AuditBatch, LocalAuditEntry } from '#shared/contract/audit.ts';
import { ROLES } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { AuditStep } from '../decide/plan.ts';
import { applied, invalid } from '../decide/verdicts.ts';
import { announceNothing, defineAction } from './define-action.ts';

const step = Compile(LocalAuditEntry);

/** Steps of a device's audit trail: HQ lists them, and nothing else follows. */
export const auditBatch = defineAction({
  entity: 'AUDIT',
  name: 'AUDIT_BATCH',
  schema: AuditBatch,
  upcasts: [],
  roles: ROLES,
  needs: () => ({}),
  brings: null,
  decide({ event, payload }, { plan }) {
    const bytes = new TextEncoder().encode(canonicalJson(payload)).length;
    if (bytes > LIMITS.auditBatchBytes) return invalid(`more than ${LIMITS.auditBatchBytes} bytes of steps`);
    plan.auditSteps.push(...stepsOf(event));
    return applied;
  },
  announce: announceNothing,
});

/** A trail that refused entries would be no trail: what is no step stays in its event. Whose steps they are, its signature says. */
function stepsOf({ id: event_id, device_id, user_id, payload }: SyncEvent): AuditStep[] {
  const entries: unknown = payload.entries;
  if (!Array.isArray(entries)) return [];
  return entries
    .filter((entry): entry is LocalAuditEntry => step.Check(entry))
    .map(({ id, action, entity_type, entity_id, occurred_at, context, payload_hash }) => ({
      ...{ id, event_id, device_id, user_id, action, entity_type, entity_id, occurred_at, context, payload_hash },
    }));
}
