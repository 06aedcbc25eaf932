import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Change } from '#shared/domain/change.ts';
import { entityKeys } from '#shared/domain/decide/entity-keys.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import { appendChanges } from '../changes.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { applyPlan } from './apply-plan.ts';
import { decideCandidates } from './decide-candidates.ts';
import { lockEntities } from './entity-locks.ts';
import type { Decision } from './in-decision.ts';
import { type StoredBody, storedCandidate } from './load-waiting.ts';
import { lockPeople } from './people-lock.ts';
import { failedDrivers, raiseSignals } from './raise-signals.ts';
import { peopleOf, settleTours } from './settle-tours.ts';
import { endWaiting, type StoredCandidate, storable } from './write-events.ts';

export interface DecidedQuarantined {
  id: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: string | null;
}

/** An admin lets a quarantined event count: it is decided now, as if neither its device nor its account had been closed. */
export async function decideQuarantined(
  decision: Decision,
  deps: AcceptDeps,
  id: string,
): Promise<Result<DecidedQuarantined, RequestError>> {
  const found = await decision.tx.query<StoredBody & { status: string }>(
    'SELECT status, body, drift_ms, received_at FROM events WHERE id = $1 FOR UPDATE',
    [id],
  );
  const row = found.rows[0];
  if (!row) return refuse('NOT_FOUND', `There is no event ${id}.`);
  if (row.status !== 'QUARANTINED') return refuse('CONFLICT', `This event is not in quarantine: ${row.status}.`);
  const { ends, changes } = await decideStored(decision, [storedCandidate(row, deps.upcasts)], deps, {
    pardoned: true,
  });
  await appendChanges(decision.tx, changes);
  const end = ends.get(id);
  return ok({ id, status: end?.status ?? 'QUARANTINED', error_code: end && 'code' in end ? end.code : null });
}

/**
 * Decides events that are in custody already, and whatever had waited for them. `people` are locked with those whom they
 * concern, for whoever needs both. Gives the end of each, and what is to be
 * said of it, which the caller appends last in its transaction.
 */
export async function decideStored(
  decision: Decision,
  candidates: Candidate[],
  deps: AcceptDeps,
  { pardoned, people = [] }: { pardoned: boolean; people?: number[] },
): Promise<{ ends: Map<string, StoredCandidate['verdict']>; changes: Change[] }> {
  if (candidates.length === 0) return { ends: new Map(), changes: [] };
  const { tx, found } = decision;
  const { entities } = entityKeys(candidates);
  const locked = [...entities, ...found];
  await lockEntities(tx, { events: [], entities: locked });
  const nowMs = deps.clock.now();
  const { plan, facts } = await decideCandidates(decision, candidates, deps, { nowMs, locked, pardoned });
  if (facts === null) return { ends: new Map(), changes: [] };
  await applyPlan(tx, plan, facts);
  const ends = plan.verdicts.map(({ candidate: { event }, verdict }) => ({ id: event.id, verdict: storable(verdict) }));
  await endWaiting(tx, ends);
  const users = peopleOf(plan);
  await lockPeople(tx, [...users, ...failedDrivers(plan), ...people]);
  await raiseSignals(tx, { stored: [], plan, facts, ids: deps.ids });
  const tours = await settleTours(tx, { plan, facts, users }, deps);
  return { ends: new Map(ends.map(({ id, verdict }) => [id, verdict])), changes: [...plan.changes, ...tours] };
}
