import { type CopyErrorCode, ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { entityKeys } from '#shared/domain/decide/entity-keys.ts';
import type { Facts } from '#shared/domain/decide/facts.ts';
import type { Alert, Plan } from '#shared/domain/decide/plan.ts';
import { enterIntoJournal, type Journal, type Link } from '#shared/domain/journal.ts';
import { upcast } from '#shared/domain/upcast.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { AcceptedBatch, EventOutcome, IncomingBatch } from '#shared/sync-server/sync-store.ts';
import { appendChanges } from '../changes.ts';
import { pipelined } from '../pipelined.ts';
import { prepared } from '../prepared.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { applyPlan } from './apply-plan.ts';
import { timeBatch } from './batch-times.ts';
import { alertAstray, driftsOf } from './clock-drifts.ts';
import { decideCandidates } from './decide-candidates.ts';
import { lockEntities } from './entity-locks.ts';
import { type Decision, inDecision } from './in-decision.ts';
import { lockJournals } from './lock-journals.ts';
import { lockPeople } from './people-lock.ts';
import { failedDrivers, raiseSignals } from './raise-signals.ts';
import { readBatch, type StoredEvent } from './read-batch.ts';
import { peopleOf, settleTours } from './settle-tours.ts';
import { endWaiting, logRefused, type StoredCandidate, storable, takeIntoCustody } from './write-events.ts';

type Claim = Link & { device_id: string };
type BatchEvent = IncomingBatch['events'][number];
type Copy = { event_id: string; code: CopyErrorCode; text: string };

/** Load, decide, apply: one transaction, one commit, for a whole batch; again on fresh facts when it lost a race. */
export function accept(batch: IncomingBatch, deps: AcceptDeps): Promise<Result<AcceptedBatch, RequestError>> {
  return inDecision(deps.database, ({ tx, found }) => acceptIn({ tx: prepared(tx), found }, batch, deps));
}

async function acceptIn(
  decision: Decision,
  batch: IncomingBatch,
  deps: AcceptDeps,
): Promise<Result<AcceptedBatch, RequestError>> {
  const { tx, found } = decision;
  const nowMs = deps.clock.now();
  const now = isoTime(nowMs);
  const by = callerId(batch.caller);
  const deviceIds = devicesOf(batch);
  const { batchId, contentHash } = batch;
  const events = batch.events.map((item) => ({ ...item, event: upcast(item.event, deps.upcasts) }));
  // Their times are not known yet, and no key hangs on them.
  const said = events.map(({ event }) => ({ event, drift_ms: 0, received_at: now }));
  const keys = entityKeys(said);
  const locked = [...keys.entities, ...found];
  const [{ journals, isTheSame }, , { known, clocks }] = await pipelined(
    lockJournals(tx, deviceIds, { deviceId: by, batchId, contentHash, at: now }),
    lockEntities(tx, { ...keys, entities: locked }),
    readBatch(tx, batch, nowMs),
  );
  if (!isTheSame) {
    return refuse('BATCH_ID_REUSED', 'This batch_id stood for another batch. Send the events again under a new one.');
  }
  const sorted = sortCopies(events, known);
  const { candidates, clock, alerts } = timeBatch(sorted.fresh, batch, clocks, nowMs);
  const { plan, facts, waiting } = await decideCandidates(decision, candidates, deps, { nowMs, locked });

  const outcomes = new Map([...known].map(([id, stored]) => [id, outcomeOf(stored)]));
  for (const { event_id, code } of sorted.refused) outcomes.set(event_id, { kind: 'failed', code });
  const judged = splitVerdicts(plan, sorted.fresh, waiting);
  for (const { candidate, verdict } of judged.stored) outcomes.set(candidate.event.id, outcomeOfVerdict(verdict));
  for (const { event_id, code } of judged.refused) outcomes.set(event_id, { kind: 'failed', code });

  const refused = [...batch.refused, ...sorted.refused, ...judged.refused];
  const entered = enterAll(journals, judged.stored, seenAnyway(batch, refused), facts, deps.ids);
  plan.alerts.push(...entered.alerts, ...alerts.map((alert) => ({ id: deps.ids.uuid(), ...alert })));
  const users = [
    ...peopleOf(plan),
    ...(refused.length > 0 && batch.caller.kind === 'device' ? [batch.caller.userId] : []),
  ];
  const drifts = driftsOf(batch, candidates, clock);
  const written = pipelined(
    facts && applyPlan(tx, plan, facts),
    takeIntoCustody(tx, { events: judged.stored, journals: entered.journals, drifts, by, clock, nowMs }),
    endWaiting(tx, judged.released),
    logRefused(tx, refused, by, now),
    alertAstray(tx, drifts, deps.ids, nowMs),
    lockPeople(tx, [...users, ...failedDrivers(plan)]),
    facts && raiseSignals(tx, { stored: judged.stored.map(({ candidate }) => candidate), plan, facts, ids: deps.ids }),
  );
  const [, tours] = await pipelined(written, settleTours(tx, { plan, facts, users }, deps));
  await appendChanges(tx, [...plan.changes, ...tours]);
  return ok({ outcomes });
}

const devicesOf = (batch: IncomingBatch): string[] =>
  [
    ...new Set([
      ...batch.events.map(({ event }) => event.device_id),
      ...(batch.caller.kind === 'device' ? [batch.caller.deviceId] : []),
    ]),
  ].sort();

/** Known ids get their stored end again, by whomever they come; a signature is asked of new ones only. */
function sortCopies(events: BatchEvent[], known: Map<string, StoredEvent>): { fresh: BatchEvent[]; refused: Copy[] } {
  const fresh: BatchEvent[] = [];
  const refused: Copy[] = [];
  for (const item of events) {
    const stored = known.get(item.event.id);
    const copy = { event_id: item.event.id, text: item.text };
    if (stored && stored.checksum !== item.event.checksum) refused.push({ ...copy, code: 'EVENT_ID_REUSED' });
    else if (!stored && item.vouch !== 'valid') refused.push({ ...copy, code: 'SIGNATURE_INVALID' });
    else if (!stored) fresh.push(item);
  }
  return { fresh, refused };
}

/** What is stored with its end, what had waited and now ends, and what is refused as a copy. */
function splitVerdicts(plan: Plan, fresh: BatchEvent[], waiting: Set<string>) {
  const textOf = new Map(fresh.map(({ event, text }) => [event.id, text]));
  const stored: StoredCandidate[] = [];
  const released: { id: string; verdict: StoredCandidate['verdict'] }[] = [];
  const refused: Copy[] = [];
  for (const { candidate, verdict } of plan.verdicts) {
    const { id } = candidate.event;
    const text = textOf.get(id) ?? '';
    if (waiting.has(id)) released.push({ id, verdict: storable(verdict) });
    else if (verdict.status === 'INVALID') refused.push({ event_id: id, code: 'INVALID_EVENT', text });
    else stored.push({ candidate, text, verdict });
  }
  return { stored, released, refused };
}

/** What its origin itself brought here and was refused for good counts as seen: one bad event holds back no other. */
function seenAnyway(batch: IncomingBatch, refused: Copy[]): Claim[] {
  const { caller } = batch;
  if (caller.kind !== 'device') return [];
  const gone = new Set(refused.map(({ event_id }) => event_id));
  const claims = [
    ...batch.refused.flatMap((copy) => copy.claims ?? []),
    ...batch.events.filter(({ event }) => gone.has(event.id)).map(({ event }) => event),
  ];
  return claims
    .filter((claim) => claim.device_id === caller.deviceId)
    .map(({ device_id, seq, checksum, prev_checksum }) => ({ device_id, seq, checksum, prev_checksum }));
}

function enterAll(
  journals: Map<string, Journal>,
  stored: StoredCandidate[],
  seen: Claim[],
  facts: Facts | null,
  ids: Ids,
): { journals: Map<string, Journal>; alerts: Alert[] } {
  const byDevice = new Map<string, Link[]>();
  const events = stored.map(({ candidate }) => candidate.event);
  for (const { device_id, seq, checksum, prev_checksum } of events) {
    byDevice.set(device_id, [...(byDevice.get(device_id) ?? []), { seq, checksum, prev_checksum }]);
  }
  const next = new Map<string, Journal>();
  const alerts: Alert[] = [];
  for (const [deviceId, list] of byDevice) {
    const { journal, forked } = enterIntoJournal(
      journals.get(deviceId) ?? { complete_up_to: 0, checksum: null, runs: [] },
      list,
    );
    next.set(deviceId, journal);
    for (const seq of forked) {
      alerts.push({
        id: ids.uuid(),
        kind: 'JOURNAL_FORK',
        depot_id: facts?.authors.get(deviceId)?.depot_id ?? null,
        device_id: deviceId,
        event_id: events.find((event) => event.device_id === deviceId && event.seq === seq)?.id ?? null,
        details: { seq },
      });
    }
  }
  for (const { device_id, ...claim } of seen) {
    const journal = next.get(device_id) ?? journals.get(device_id);
    if (journal) next.set(device_id, enterIntoJournal(journal, [claim]).journal);
  }
  return { journals: next, alerts };
}

const outcomeOf = (stored: StoredEvent): EventOutcome =>
  stored.status === 'APPLIED' || stored.status === 'WAITING' || stored.error_code === null
    ? { kind: 'acked' }
    : { kind: 'failed', code: stored.error_code, ...(stored.resolution ? { resolution: stored.resolution } : {}) };

const outcomeOfVerdict = (verdict: StoredCandidate['verdict']): EventOutcome =>
  verdict.status === 'APPLIED' || verdict.status === 'WAITING'
    ? { kind: 'acked' }
    : { kind: 'failed', code: verdict.code, resolution: verdict.resolution };
