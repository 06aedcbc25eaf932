import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { OUTCOMES_IN_SNAPSHOT, type ServerEvent } from '#shared/contract/server-events.ts';
import { CONTRACT, cursorOf, readSince, type ScopeKind } from '#shared/contract/sync.ts';
import { type Change, forDevice, scopeKeys } from '#shared/domain/change.ts';
import type { DecidedDelivery } from '#shared/domain/decide/plan.ts';
import { emptyJournal, lowestGaps, namedRuns } from '#shared/domain/journal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type Caller, callerId, scopeOf, workDepot } from '#shared/sync-server/caller.ts';
import { snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
import {
  badSince,
  type ChangePage,
  cursorExpired,
  type Snapshot,
  type SyncStore,
} from '#shared/sync-server/sync-store.ts';
import type { Fixture, FixtureDevice } from './fixture.ts';
import { serverKey } from './fixture.ts';
import { acceptIn } from './memory-accept.ts';
import { memoryBlobs, missingBlobs } from './memory-blobs.ts';
import { hashOf } from './memory-files.ts';
import { addChanges, type MemoryState } from './memory-state.ts';
import { summariseIn } from './memory-summaries.ts';
import { memoryTours } from './memory-tours.ts';
import type { DayEnd, Held, HeldSummary, OpenDeps, ServerDeps, ServerFixture, ServerStores } from './server-fixture.ts';

/**
 * The server's store in memory, for the many seeds: written for the simulator, around the product's own decisions,
 * journals and audiences. A quarter of the seeds runs the real SQL instead.
 */
export class MemoryServer implements ServerFixture {
  #state: MemoryState | null = null;
  #backup: MemoryState | null = null;

  get state(): MemoryState {
    if (this.#state === null) throw new Error('nothing is planted');
    return this.#state;
  }

  async seed(fixture: Fixture, epoch: string): Promise<void> {
    const stock = new Map<string, number>();
    for (const lot of fixture.lots) {
      const key = `${lot.depot_id}:${lot.product_id}`;
      stock.set(key, (stock.get(key) ?? 0) + lot.remaining_quantity);
    }
    this.#state = structuredClone({
      epoch,
      depots: fixture.depots,
      users: byId(fixture.users),
      devices: byId(fixture.devices.map((device) => ({ ...device, revoked: false, driftMs: 0 }))),
      products: byId(fixture.products),
      clients: byId(fixture.clients),
      deliveries: byId(fixture.deliveries.map((delivery) => ({ ...delivery, validated_by_name: null }))),
      invoices: new Map(),
      summed: new Map(),
      counters: new Map(),
      ledger: [],
      payments: new Map(),
      auditSteps: [],
      lots: fixture.lots,
      stock,
      moves: [],
      events: new Map(),
      journals: new Map(),
      clocks: new Map(),
      batches: new Map(),
      refused: new Set(),
      blobs: new Map(),
      uploads: new Map(),
      blobRefs: new Map(),
      changes: [],
    });
  }

  open(deps: OpenDeps): ServerStores {
    return { sync: this.#openSync(deps), blobs: memoryBlobs(() => this.state) };
  }

  #openSync(deps: OpenDeps): SyncStore {
    const fixture = this;
    return {
      async keysOf(deviceIds) {
        const known = deviceIds.flatMap((id) => fixture.state.devices.get(id) ?? []);
        return new Map(known.map(({ id, public_key }) => [id, public_key]));
      },
      async accept(batch) {
        const accepted = acceptIn(fixture.state, batch, deps);
        if (!accepted.ok || batch.caller.kind !== 'hub') return accepted;
        const origins = [...new Set(batch.events.map(({ event }) => event.device_id))];
        return ok({
          ...accepted.value,
          checkpoints: origins.flatMap((id) => checkpointOf(fixture.state, id, deps) ?? []),
        });
      },
      changes: async (caller, since, limit, deviceId) =>
        changesFor(fixture.state, caller, since, limit, deviceId, deps),
      snapshot: (caller, page) => snapshotFor(fixture.state, caller, page, deps),
      async status(caller) {
        const journal = fixture.state.journals.get(callerId(caller)) ?? emptyJournal;
        const missing = lowestGaps(journal);
        const view = { complete_up_to: journal.complete_up_to, missing, as_of: isoTime(deps.clock.now()) };
        const device = { is_active: true, pending_events: 0, journal: caller.kind === 'hub' ? null : view };
        return { device, sync_required: missing.length > 0, upstream: null };
      },
    };
  }

  async writeDelivery(
    ...[delivery, action, also, { ids, clock }]: Parameters<ServerFixture['writeDelivery']>
  ): Promise<void> {
    const known = this.state.deliveries.get(delivery.id);
    const next: DecidedDelivery = { ...(known ?? { ...delivery, validated_by_name: null }), ...pickPlan(delivery) };
    this.state.deliveries.set(next.id, structuredClone(next));
    const { validated_by_name: _name, ...payload } = next;
    addChanges(this.state, [
      {
        id: ids.uuid(),
        entity_type: 'DELIVERY',
        entity_id: next.id,
        action,
        payload,
        occurred_at: isoTime(clock.now()),
        audience: { users: [...new Set([next.driver_user_id, ...also])] },
        hub_depots: [next.depot_id],
        crew_depots: [next.depot_id],
      },
    ]);
  }

  async summarise(...[ids, of, deps]: Parameters<ServerFixture['summarise']>): Promise<boolean> {
    return summariseIn(this.state, ids, of, deps);
  }

  async summaries(): Promise<HeldSummary[]> {
    return [...this.state.invoices.values()].flatMap((invoice) => {
      const delivery_ids = this.state.summed.get(invoice.id);
      return delivery_ids ? [{ ...invoice, delivery_ids }] : [];
    });
  }

  async register(device: FixtureDevice): Promise<void> {
    this.state.devices.set(device.id, { ...device, revoked: false, driftMs: 0 });
  }

  async revoke(deviceId: string, { ids, clock }: ServerDeps): Promise<void> {
    const device = this.state.devices.get(deviceId);
    if (!device) return;
    device.revoked = true;
    const payload = { device_id: deviceId };
    const occurred_at = isoTime(clock.now());
    const audience = { depots: this.state.depots.map(({ id }) => id) };
    addChanges(this.state, [
      {
        id: ids.uuid(),
        entity_type: 'DEVICE',
        entity_id: deviceId,
        action: 'DEVICE_REVOKED',
        payload,
        occurred_at,
        audience,
        hub_depots: [],
      },
    ]);
  }

  async isActive(deviceId: string): Promise<boolean> {
    return this.state.devices.get(deviceId)?.revoked === false;
  }

  async head(): Promise<string> {
    return cursorOf(this.state.epoch, this.state.changes.length);
  }

  async backUp(): Promise<void> {
    this.#backup = structuredClone(this.state);
  }

  async restore(epoch: string): Promise<void> {
    if (this.#backup === null) return;
    this.#state = { ...structuredClone(this.#backup), epoch };
  }

  async held(): Promise<Held> {
    const { state } = this;
    const levels = [...state.stock].map(([key, quantity]) => ({ ...place(key), quantity }));
    return {
      events: [...state.events.values()].map(({ candidate, text, end }) => ({
        id: candidate.event.id,
        status: end.status,
        error_code: 'code' in end ? end.code : null,
        body: text,
      })),
      deliveries: [...state.deliveries.values()],
      stock: levels,
      lots: state.lots.map(({ depot_id, product_id, remaining_quantity }) => ({
        depot_id,
        product_id,
        remaining: remaining_quantity,
      })),
      invoices: [...state.invoices.values()],
      clients: [...state.clients.values()],
      ledger: state.ledger,
      saidApplied: state.changes
        .filter(({ change }) => change.action === 'EVENT_APPLIED')
        .map(({ change }) => String(change.payload.event_id)),
      refused: [...state.refused],
      revoked: [...state.devices.values()].filter(({ revoked }) => revoked).map(({ id }) => id),
      blobs: [...state.blobs.keys()],
    };
  }

  async dayEnd(): Promise<DayEnd> {
    const { state } = this;
    return {
      tours: memoryTours(state),
      payments: [...state.payments.values()].map(({ id, depot_id }) => ({ id, depot_id: depot_id ?? 0 })),
      auditSteps: state.auditSteps,
      isTold: false,
    };
  }

  async photos(): Promise<Map<string, string>> {
    return new Map([...this.state.blobs].map(([name, bytes]) => [name, hashOf(bytes)]));
  }
}

const byId = <K extends string | number, T extends { id: K }>(list: T[]): Map<K, T> =>
  new Map(list.map((one) => [one.id, one]));

const place = (key: string): { depot_id: number; product_id: number } => {
  const [depot_id = 0, product_id = 0] = key.split(':').map(Number);
  return { depot_id, product_id };
};

/** What HQ may change of a delivery that is there. */
const pickPlan = ({ driver_user_id, status }: DecidedDelivery | Omit<DecidedDelivery, 'validated_by_name'>) => ({
  driver_user_id,
  status,
});

function checkpointOf(state: MemoryState, deviceId: string, { clock }: ServerDeps): string | null {
  if (!state.devices.has(deviceId)) return null;
  const journal = state.journals.get(deviceId) ?? emptyJournal;
  const iat = Math.floor(clock.now() / 1_000);
  return serverKey.sign({
    device_id: deviceId,
    up_to: journal.complete_up_to,
    checksum: journal.checksum,
    received_above: namedRuns(journal.runs, iat),
    missing_blobs: missingBlobs(state, deviceId),
    iat,
    contract: CONTRACT,
  });
}

function changesFor(
  state: MemoryState,
  caller: Caller,
  since: string,
  limit: number,
  deviceId: string,
  deps: ServerDeps,
): Result<ChangePage, RequestError> {
  const from = readSince(since);
  if (!from) return badSince();
  const last = state.changes.length;
  if (from.kind === 'time') return refuse('INVALID_REQUEST', 'The simulator speaks in cursors.');
  if (from.epoch !== state.epoch || from.pos > last) return cursorExpired();
  const wanted = new Set(scopeKeys(scopeOf(caller)));
  const found: { pos: number; index: number }[] = [];
  for (let index = from.pos; index < last && found.length <= limit; index += 1) {
    if (state.changes[index]?.keys.some((key) => wanted.has(key))) found.push({ pos: index + 1, index });
  }
  const hasMore = found.length > limit;
  const events = found
    .slice(0, limit)
    .map(({ pos, index }) => ({ ...structuredClone(state.changes[index]?.change as Change), pos }));
  const device = state.devices.get(callerId(caller));
  return ok({
    events: caller.kind === 'hub' ? events : events.map(forDevice),
    has_more: hasMore,
    next_since: cursorOf(state.epoch, hasMore ? (events.at(-1)?.pos ?? last) : last),
    checkpoint: checkpointOf(state, deviceId, deps),
    device_status: {
      is_active: caller.kind === 'hub' || device?.revoked === false,
      requires_reauth: caller.kind === 'device' && caller.expired,
      clock_drift_ms: device?.driftMs ?? 0,
    },
  });
}

async function snapshotFor(
  state: MemoryState,
  caller: Caller,
  page: string | null,
  deps: ServerDeps,
): Promise<Result<Snapshot, RequestError>> {
  const scope = scopeOf(caller);
  const { depotId } = scope;
  const asOf = isoTime(deps.clock.now());
  const all: Record<ScopeKind, () => { key: string; entity: unknown }[]> = {
    products: () => [...state.products.values()].map((entity) => ({ key: numbered(entity.id), entity })),
    users: () =>
      [...state.users.values()]
        .filter((user) => depotId === null || user.depot_id === depotId)
        .map(({ id, name }) => ({ key: numbered(id), entity: { id, name } })),
    clients: () =>
      [...state.clients.values()]
        .filter(({ depot_ids }) => depotId !== null && depot_ids.includes(depotId))
        .map(({ field_clocks: _clocks, ...entity }) => ({ key: entity.id, entity })),
    stock_levels: () =>
      [...state.stock]
        .map(([key, quantity]) => ({ ...place(key), quantity, as_of: asOf }))
        .filter(({ depot_id }) => depot_id === depotId)
        .map((entity) => ({ key: numbered(entity.product_id), entity })),
    deliveries: () =>
      [...state.deliveries.values()]
        .filter((one) => isInScope(one, caller))
        .map(({ validated_by_name: _name, qr_payload, ...entity }) => ({
          key: entity.id,
          entity: scope.kind === 'hub' ? { ...entity, qr_payload } : entity,
        })),
    lots: () =>
      state.lots
        .filter(({ depot_id, remaining_quantity }) => depot_id === workDepot(caller) && remaining_quantity > 0)
        .map((entity) => ({ key: entity.id, entity })),
  };
  const snapshot = await snapshotPage(page, {
    cursor: async () => cursorOf(state.epoch, state.changes.length),
    read: async (kind, after, most) =>
      structuredClone(all[kind]())
        .filter(({ key }) => key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, most),
    count: async () => Object.values(all).reduce((sum, kind) => sum + kind().length, 0),
  });
  return snapshot.ok && page === null ? ok({ ...snapshot.value, ends: outcomesFor(state, caller) }) : snapshot;
}

/** Refusals that stand and invoice numbers, which a new cursor would step over. */
function outcomesFor(state: MemoryState, caller: Caller): ServerEvent[] {
  const key = caller.kind === 'hub' ? `h:${caller.depotId}` : `u:${caller.userId}`;
  const all = state.changes.map(({ change, keys }, index) => ({
    event: { ...structuredClone(change), pos: index + 1 },
    keys,
  }));
  return all
    .filter(
      ({ keys, event }) => keys.includes(key) && (OUTCOMES_IN_SNAPSHOT as readonly string[]).includes(event.action),
    )
    .filter(({ event }) => state.events.get(String(event.payload.event_id))?.end.status !== 'APPLIED')
    .map(({ event }) => event);
}

const isInScope = ({ depot_id, driver_user_id, status }: DecidedDelivery, caller: Caller): boolean =>
  caller.kind === 'hub'
    ? depot_id === caller.depotId
    : driver_user_id === caller.userId || (depot_id === workDepot(caller) && status === 'PENDING');

const numbered = (id: number): string => String(id).padStart(10, '0');
