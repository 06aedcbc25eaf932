import { COPY_ERRORS, fail, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { PushResponse, Rescued } from '#shared/contract/sync.ts';
import type { Caller } from './caller.ts';

/** A revoked device that hands in. */
export type RevokedCaller = Extract<Caller, { kind: 'device' }> & { refusal: RequestError };

export const isRevoked = (caller: Caller): caller is RevokedCaller =>
  caller.kind === 'device' && caller.refusal !== undefined;

const OF_COPIES: ReadonlySet<string> = new Set(COPY_ERRORS);

/**
 * The answer to a revoked device's push: its refusal, and which of its events are in this node's custody, so that the
 * device may erase them. A refused copy is kept in the log of refused copies and named apart: it may be the mangled copy
 * of a true event, which the device offers again. A push that is none has handed in nothing.
 */
export function rescued(
  refusal: RequestError,
  pushed: Result<PushResponse, RequestError>,
): Result<never, RequestError> {
  const lists: Required<Rescued> = { quarantined_event_ids: [], refused_event_ids: [] };
  if (pushed.ok) {
    lists.quarantined_event_ids.push(...pushed.value.acked_event_ids);
    for (const { event_id, error_code, retry } of pushed.value.failed_events) {
      if (OF_COPIES.has(error_code)) lists.refused_event_ids.push(event_id);
      else if (!retry) lists.quarantined_event_ids.push(event_id);
    }
  }
  return fail({ ...refusal, extra: { ...refusal.extra, ...lists } });
}
