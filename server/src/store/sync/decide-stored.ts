import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { decide } from '#shared/domain/decide/decide.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { appendChanges } from '../changes.ts';
import { type Database, inTransaction, type Transaction } from '../database.ts';
import type { AcceptDeps } from './accept.ts';
import { applyPlan } from './apply-plan.ts';
import { loadWaitingAndAuthors, type StoredBody, storedCandidate } from './load-batch.ts';
import { loadFacts } from './load-facts.ts';
import { raiseSignals } from './raise-signals.ts';
import { endWaiting, type StoredCandidate, storable } from './write-events.ts';

export interface DecidedQuarantined {
  id: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: string | null;
}

/** An admin lets a quarantined event count: it is decided now, as if neither its device nor its account had been closed. */
export function decideQuarantined(deps: AcceptDeps, id: string): Promise<Result<DecidedQuarantined, RequestError>> {
  return inTransaction(deps.database, async (tx) => {
    const found = await tx.query<StoredBody & { status: string }>(
      'SELECT status, body, drift_ms, received_at FROM events WHERE id = $1 FOR UPDATE',
      [id],
    );
    const row = found.rows[0];
    if (!row) return refuse('NOT_FOUND', `There is no event ${id}.`);
    if (row.status !== 'QUARANTINED') return refuse('CONFLICT', `This event is not in quarantine: ${row.status}.`);
    const ends = await decideStored(tx, [storedCandidate(row, deps.upcasts)], deps, { pardoned: true });
    const end = ends.get(id);
    return ok({ id, status: end?.status ?? 'QUARANTINED', error_code: end && 'code' in end ? end.code : null });
  });
}

const CHUNK = 500;

/** Events of a newer version than an older program knew: those that this one knows are decided, when it starts. */
export async function decideKnownVersions(deps: AcceptDeps): Promise<number> {
  let decided = 0;
  for (let after = NO_ID; after !== null; ) {
    const page = await decideVersionPage(deps.database, deps, after);
    decided += page.decided;
    after = page.last;
  }
  return decided;
}

const NO_ID: string | null = '00000000-0000-0000-0000-000000000000';

function decideVersionPage(database: Database, deps: AcceptDeps, after: string | null) {
  return inTransaction(database, async (tx) => {
    const { rows } = await tx.query<StoredBody & { id: string }>(
      `SELECT id, body, drift_ms, received_at FROM events
       WHERE status = 'WAITING' AND waits_for = 'VERSION' AND id > $1 ORDER BY id LIMIT $2 FOR UPDATE`,
      [after, CHUNK],
    );
    const ends = await decideStored(
      tx,
      rows.map((row) => storedCandidate(row, deps.upcasts)),
      deps,
      { pardoned: false },
    );
    const decided = [...ends.values()].filter((end) => end.status !== 'WAITING' || end.waits_for !== 'VERSION').length;
    return { decided, last: rows.length === CHUNK ? (rows.at(-1)?.id ?? null) : null };
  });
}

/** Decides events that are in custody already. Gives the end of each, and of those that had waited for them. */
async function decideStored(
  tx: Transaction,
  candidates: Candidate[],
  deps: AcceptDeps,
  { pardoned }: { pardoned: boolean },
): Promise<Map<string, StoredCandidate['verdict']>> {
  if (candidates.length === 0) return new Map();
  const { waitingFor, authors } = await loadWaitingAndAuthors(tx, candidates, deps.upcasts);
  const all = [...candidates, ...[...waitingFor.values()].flat()];
  if (pardoned) for (const author of authors.values()) Object.assign(author, { revoked: false, closed_at: null });
  const nowMs = deps.clock.now();
  const { isGenuine, upcasts, priceTolerancePercent } = deps;
  const context = { nowMs, now: isoTime(nowMs), authors, isGenuine, upcasts, priceTolerancePercent };
  const facts = await loadFacts(tx, all, context);
  const plan = decide(candidates, waitingFor, facts, () => deps.ids.uuid());
  await applyPlan(tx, plan, facts);
  const ends = plan.verdicts.map(({ candidate: { event }, verdict }) => ({ id: event.id, verdict: storable(verdict) }));
  await endWaiting(tx, ends);
  await raiseSignals(tx, { stored: [], plan, facts, ids: deps.ids });
  await appendChanges(tx, plan.changes);
  return new Map(ends.map(({ id, verdict }) => [id, verdict]));
}
