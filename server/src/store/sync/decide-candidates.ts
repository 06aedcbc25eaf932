import { decide } from '#shared/domain/decide/decide.ts';
import type { EntityKey } from '#shared/domain/decide/entity-keys.ts';
import type { Candidate, Facts } from '#shared/domain/decide/facts.ts';
import { emptyPlan, type Plan } from '#shared/domain/decide/plan.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { checkLocked, type Decision } from './in-decision.ts';
import { loadFacts } from './load-facts.ts';
import { loadWaitingAndAuthors } from './load-waiting.ts';

export interface Decided {
  plan: Plan;
  /** null where there was nothing to decide. */
  facts: Facts | null;
  /** Ids of events in custody that had waited for these. */
  waiting: Set<string>;
}

/** Reads what deciding these events may ask, behind the locks of their entities, and decides them. Writes nothing. */
export async function decideCandidates(
  { tx, found }: Decision,
  candidates: Candidate[],
  deps: AcceptDeps,
  given: { nowMs: number; locked: readonly EntityKey[]; pardoned?: boolean },
): Promise<Decided> {
  if (candidates.length === 0) return { plan: emptyPlan(), facts: null, waiting: new Set() };
  const { nowMs, locked, pardoned = false } = given;
  const { isGenuine, upcasts, priceTolerancePercent } = deps;
  const { waitingFor, authors } = await loadWaitingAndAuthors(tx, candidates, upcasts);
  if (pardoned) for (const author of authors.values()) Object.assign(author, { revoked: false, closed_at: null });
  const waiting = [...waitingFor.values()].flat();
  const all = [...candidates, ...waiting];
  const context = { nowMs, now: isoTime(nowMs), authors, isGenuine, upcasts, priceTolerancePercent };
  const facts = await loadFacts(tx, all, context);
  checkLocked(all, locked, facts, found);
  const plan = decide(candidates, waitingFor, facts, () => deps.ids.uuid());
  return { plan, facts, waiting: new Set(waiting.map(({ event }) => event.id)) };
}
