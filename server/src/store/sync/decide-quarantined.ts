import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { decide } from '#shared/domain/decide/decide.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { appendChanges } from '../changes.ts';
import { inTransaction } from '../database.ts';
import type { AcceptDeps } from './accept.ts';
import { applyPlan } from './apply-plan.ts';
import { loadAuthors, loadWaiting } from './load-batch.ts';
import { loadFacts } from './load-facts.ts';
import { endWaiting, storable } from './write-events.ts';

export interface DecidedQuarantined {
  id: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: string | null;
}

/** An admin lets a quarantined event count: it is decided now, as if its device had never been revoked. */
export function decideQuarantined(deps: AcceptDeps, id: string): Promise<Result<DecidedQuarantined, RequestError>> {
  return inTransaction(deps.database, async (tx) => {
    const found = await tx.query<{ status: string; body: string; drift_ms: number; received_at: string }>(
      'SELECT status, body, drift_ms, received_at FROM events WHERE id = $1 FOR UPDATE',
      [id],
    );
    const row = found.rows[0];
    if (!row) return refuse('NOT_FOUND', `There is no event ${id}.`);
    if (row.status !== 'QUARANTINED') return refuse('CONFLICT', `This event is not in quarantine: ${row.status}.`);
    const { drift_ms, received_at } = row;
    const candidate: Candidate = { event: JSON.parse(row.body) as SyncEvent, drift_ms, received_at };
    const waitingFor = await loadWaiting(tx, [candidate]);
    const all = [candidate, ...[...waitingFor.values()].flat()];
    const authors = await loadAuthors(tx, [...new Set(all.map(({ event }) => event.device_id))]);
    for (const author of authors.values()) author.revoked = false;
    const nowMs = deps.clock.now();
    const facts = await loadFacts(tx, all, { nowMs, now: isoTime(nowMs), authors, isGenuine: deps.isGenuine });
    const plan = decide([candidate], waitingFor, facts, () => deps.ids.uuid());
    await applyPlan(tx, plan, facts);
    const ends = plan.verdicts.map(({ candidate: { event }, verdict }) => ({
      id: event.id,
      verdict: storable(verdict),
    }));
    await endWaiting(tx, ends);
    await appendChanges(tx, plan.changes);
    const end = ends.find((item) => item.id === id)?.verdict;
    const status = end?.status ?? 'QUARANTINED';
    return ok({ id, status, error_code: end && 'code' in end ? end.code : null });
  });
}
