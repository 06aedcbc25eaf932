import { type CopyErrorCode, ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { blobsNamedBy } from '#shared/domain/blob-refs.ts';
import { estimateDrift } from '#shared/domain/clock-drift.ts';
import { decide } from '#shared/domain/decide/decide.ts';
import type { Author, Candidate, Facts } from '#shared/domain/decide/facts.ts';
import type { Plan, Verdict } from '#shared/domain/decide/plan.ts';
import { type EventTimes, type Origin, type Receipt, timesOf } from '#shared/domain/event-times.ts';
import { emptyJournal, enterIntoJournal, type Link } from '#shared/domain/journal.ts';
import { algiersYear } from '#shared/domain/references.ts';
import { fifoOrder, type LotState, SHORTFALL_LOT } from '#shared/domain/stock.ts';
import { upcast } from '#shared/domain/upcast.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { AcceptedBatch, EventOutcome, IncomingBatch } from '#shared/sync-server/sync-store.ts';
import { isGenuine, SIM_UPCASTS } from './fixture.ts';
import { addChanges, type MemoryEvent, type MemoryState } from './memory-state.ts';
import type { ServerDeps } from './server-fixture.ts';

/** Load, decide, apply, in one go: what PostgreSQL does in one transaction. */
export function acceptIn(
  state: MemoryState,
  batch: IncomingBatch,
  deps: ServerDeps,
): Result<AcceptedBatch, RequestError> {
  const nowMs = deps.clock.now();
  const name = `${callerId(batch.caller)} ${batch.batchId}`;
  const hash = state.batches.get(name) ?? batch.contentHash;
  if (hash !== batch.contentHash) return refuse('BATCH_ID_REUSED', 'This batch_id stood for another batch.');
  state.batches.set(name, hash);

  const outcomes = new Map<string, EventOutcome>();
  const gone = new Set<string>();
  const refuseCopy = (id: string, code: CopyErrorCode) => {
    outcomes.set(id, { kind: 'failed', code });
    gone.add(id);
  };
  const fresh = sortCopies(state, batch, outcomes, refuseCopy);
  const plan = decideFresh(state, fresh, timesIn(state, fresh, batch, nowMs), deps, nowMs);
  const textOf = new Map(fresh.map(({ event, text }) => [event.id, text]));
  for (const { candidate, verdict } of plan.verdicts) {
    const { id } = candidate.event;
    const waited = state.events.get(id);
    if (waited) waited.end = storable(verdict);
    else if (verdict.status === 'INVALID') refuseCopy(id, 'INVALID_EVENT');
    else {
      state.events.set(id, { candidate, text: textOf.get(id) ?? '', end: verdict });
      outcomes.set(id, outcomeOf(verdict));
      enter(state, candidate.event);
      nameBlobs(state, candidate);
    }
  }
  noteSeen(state, batch, gone);
  apply(state, plan);
  return ok({ outcomes });
}

/** Known ids get their stored end again; a signature is asked of new ones only. */
function sortCopies(
  state: MemoryState,
  batch: IncomingBatch,
  outcomes: Map<string, EventOutcome>,
  refuseCopy: (id: string, code: CopyErrorCode) => void,
): IncomingBatch['events'] {
  return batch.events.filter(({ event, vouch }) => {
    const stored = state.events.get(event.id);
    if (stored && stored.candidate.event.checksum !== event.checksum) refuseCopy(event.id, 'EVENT_ID_REUSED');
    else if (stored) outcomes.set(event.id, outcomeOf(stored.end));
    else if (vouch !== 'valid') refuseCopy(event.id, 'SIGNATURE_INVALID');
    else return true;
    return false;
  });
}

const outcomeOf = (end: MemoryEvent['end']): EventOutcome =>
  end.status === 'APPLIED' || end.status === 'WAITING'
    ? { kind: 'acked' }
    : { kind: 'failed', code: end.code, resolution: end.resolution };

const storable = (verdict: Verdict): MemoryEvent['end'] =>
  verdict.status === 'INVALID'
    ? { status: 'REJECTED', code: 'INVALID_EVENT', resolution: { action: 'CONTACT_ADMIN' } }
    : verdict;

function enter(state: MemoryState, { device_id, ...link }: Link & { device_id: string }): void {
  const journal = state.journals.get(device_id) ?? emptyJournal;
  const { seq, checksum, prev_checksum } = link;
  state.journals.set(device_id, enterIntoJournal(journal, [{ seq, checksum, prev_checksum }]).journal);
}

function nameBlobs(state: MemoryState, { event }: Candidate): void {
  const names = blobsNamedBy(event);
  if (names.length === 0) return;
  state.blobRefs.set(event.device_id, new Set([...(state.blobRefs.get(event.device_id) ?? []), ...names]));
}

/** What its origin itself brought and was refused for good counts as seen. */
function noteSeen(state: MemoryState, { caller, refused, events }: IncomingBatch, gone: Set<string>): void {
  if (caller.kind !== 'device') return;
  const claims = [
    ...refused.flatMap(({ claims }) => claims ?? []),
    ...events.filter(({ event }) => gone.has(event.id)).map(({ event }) => event),
  ];
  for (const claim of claims) if (claim.device_id === caller.deviceId) enter(state, claim);
  const counted = refused.filter((copy) => copy.claims !== null).map(({ event_id }) => event_id);
  for (const id of [...counted, ...gone]) state.refused.add(id);
}

/** Notes the caller's clock, and bounds what a hub says of others'. */
function timesIn(
  state: MemoryState,
  fresh: IncomingBatch['events'],
  { caller, driftMs: measuredMs }: IncomingBatch,
  nowMs: number,
): EventTimes[] {
  const known = state.clocks.get(callerId(caller));
  const { driftMs, recent } = estimateDrift(measuredMs, known?.recent ?? []);
  const [lowest, highest] = [Math.min(driftMs, known?.lowest ?? driftMs), Math.max(driftMs, known?.highest ?? driftMs)];
  state.clocks.set(callerId(caller), { recent, lowest, highest });
  const device = caller.kind === 'device' ? state.devices.get(caller.deviceId) : undefined;
  if (device) device.driftMs = driftMs;
  const origins = new Map(
    fresh.map(({ event: { device_id } }): [string, Origin] => [
      device_id,
      { registeredMs: 0, shown: state.clocks.get(device_id) ?? null, receipts: receiptsOf(state, device_id) },
    ]),
  );
  return timesOf(fresh, { nowMs, driftMs, enrolledMs: caller.kind === 'hub' ? 0 : null, origins });
}

const receiptsOf = (state: MemoryState, deviceId: string): Receipt[] =>
  [...state.events.values()]
    .filter(({ candidate: { event } }) => event.device_id === deviceId)
    .map(({ candidate: { event, received_at } }) => ({
      seq: event.seq,
      receivedMs: Date.parse(received_at),
      isClaimed: true,
    }));

function decideFresh(
  state: MemoryState,
  fresh: IncomingBatch['events'],
  times: EventTimes[],
  deps: ServerDeps,
  nowMs: number,
): Plan {
  const candidates = fresh.map(({ event }, index): Candidate => {
    const { drift_ms, received_at } = times[index] as EventTimes;
    return { event: upcast(event, SIM_UPCASTS), drift_ms, received_at };
  });
  return decide(candidates, waitingFor(state), factsFor(state, candidates, nowMs), () => deps.ids.uuid());
}

function waitingFor(state: MemoryState): Map<string, Candidate[]> {
  const waiting = new Map<string, Candidate[]>();
  for (const { candidate, end } of state.events.values()) {
    if (end.status === 'WAITING') waiting.set(end.waits_for, [...(waiting.get(end.waits_for) ?? []), candidate]);
  }
  return waiting;
}

/** Everything that deciding may ask, as copies: deciding changes them in place. */
function factsFor(state: MemoryState, candidates: Candidate[], nowMs: number): Facts {
  const codes = candidates.flatMap(({ event }) =>
    typeof event.payload.qr_scanned === 'string' ? [event.payload.qr_scanned] : [],
  );
  return {
    now: isoTime(nowMs),
    upcasts: SIM_UPCASTS,
    authors: authorsOf(state),
    depotCodes: new Map(state.depots.map(({ id, code }) => [id, code])),
    deliveries: structuredClone(state.deliveries),
    genuineCodes: new Set(codes.filter(isGenuine)),
    clients: new Map(state.clients),
    invoices: new Set(state.invoices.keys()),
    payments: new Set(state.payments.keys()),
    papers: new Map([...state.invoices, ...state.deliveries].map(([id, { client_id }]) => [id, client_id])),
    invoicedDeliveries: new Map(
      [...state.invoices.values()].flatMap((invoice) => (invoice.delivery_id ? [[invoice.delivery_id, invoice]] : [])),
    ),
    collected: new Map(
      state.ledger.flatMap(({ kind, source_id, amount }) => (kind === 'COLLECTED' ? [[source_id, -amount]] : [])),
    ),
    products: new Map(
      [...state.products].map(([id, product]) => [
        id,
        { ...product, price_lists: product.price_lists ?? [], tva_rates: product.tva_rates ?? [], recent: [] },
      ]),
    ),
    priceTolerancePercent: 5,
    stampRules: [],
    namedEvents: new Map(
      [...candidates, ...[...state.events.values()].map(({ candidate }) => candidate)].map(({ event }) => [
        event.id,
        event,
      ]),
    ),
    users: new Map([...state.users].map(([id, user]) => [id, { ...user, earlier: [] }])),
    lots: openLots(state.lots),
    stock: new Map(state.stock),
    invoiceYears: new Map(state.depots.map(({ id }) => [id, algiersYear(nowMs)])),
    invoiceCounters: new Map(state.counters),
  };
}

function authorsOf(state: MemoryState): Map<string, Author> {
  const authors = new Map<string, Author>();
  for (const { id, user_id, revoked } of state.devices.values()) {
    const user = state.users.get(user_id);
    if (user)
      authors.set(id, {
        user_id,
        name: user.name,
        role: user.role,
        depot_id: user.depot_id,
        earlier: [],
        revoked,
        given_up_at: null,
        closed_at: null,
      });
  }
  return authors;
}

function openLots(all: LotState[]): Map<string, LotState[]> {
  const lots = new Map<string, LotState[]>();
  const open = structuredClone(all).filter(
    ({ remaining_quantity, lot_number }) => remaining_quantity > 0 || lot_number === SHORTFALL_LOT,
  );
  for (const lot of open.sort(fifoOrder)) {
    const key = `${lot.depot_id}:${lot.product_id}`;
    lots.set(key, [...(lots.get(key) ?? []), lot]);
  }
  return lots;
}

function apply(state: MemoryState, plan: Plan): void {
  // A balance is what was booked: what the decision made of it is not written.
  for (const [id, client] of plan.clients)
    state.clients.set(id, { ...client, balance: state.clients.get(id)?.balance ?? 0 });
  for (const { client_id, amount } of plan.ledger) {
    const client = state.clients.get(client_id);
    if (!client) throw new Error(`the ledger names no client: ${client_id}`);
    state.clients.set(client_id, { ...client, balance: client.balance + amount });
  }
  state.ledger.push(...plan.ledger);
  for (const payment of plan.payments) state.payments.set(payment.id, payment);
  state.auditSteps.push(...plan.auditSteps.map(({ id }) => id));
  for (const [id, { delivery }] of plan.deliveries) state.deliveries.set(id, delivery);
  for (const invoice of plan.invoices) {
    state.invoices.set(invoice.id, invoice);
    state.counters.set(invoice.depot_id, (state.counters.get(invoice.depot_id) ?? 0) + 1);
  }
  state.moves.push(...plan.moves);
  state.lots.push(...plan.newLots);
  state.lots = state.lots.map((lot) => plan.lots.get(lot.id) ?? lot);
  const lotOf = new Map(state.lots.map((lot) => [lot.id, lot]));
  for (const { lot_id, quantity } of plan.moves) {
    const lot = lotOf.get(lot_id);
    if (!lot) throw new Error(`a move names no lot: ${lot_id}`);
    const key = `${lot.depot_id}:${lot.product_id}`;
    state.stock.set(key, (state.stock.get(key) ?? 0) + quantity);
  }
  addChanges(state, plan.changes);
}
