import { EVENT_ERRORS, type EventErrorCode, type ResolutionAction } from '#shared/contract/errors.ts';
import type { EntityKind } from './facts.ts';
import type { Verdict } from './plan.ts';

export const applied: Verdict = { status: 'APPLIED' };
export const waiting = (entity: EntityKind, id: string): Verdict => ({
  status: 'WAITING',
  waits_for: `${entity}:${id}`,
});
export const invalid = (detail: string): Verdict => ({ status: 'INVALID', detail });

/** A rejection with its table's resolution, or another where the contract names one. */
export function rejected(code: EventErrorCode, data?: unknown, action?: ResolutionAction): Verdict {
  const resolution = { action: action ?? EVENT_ERRORS[code].action, ...(data === undefined ? {} : { data }) };
  return { status: 'REJECTED', code, resolution };
}
