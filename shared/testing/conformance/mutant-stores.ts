import { cursorOf, parseCursor } from '#shared/contract/sync.ts';
import { type Caller, callerId } from '#shared/sync-server/caller.ts';
import type { ChangePage, EventOutcome, IncomingBatch, SyncStore } from '#shared/sync-server/sync-store.ts';
import { testIds } from '../test-device.ts';
import type { HubCaller } from './store-subject.ts';

/** A store that is broken on purpose: a suite that lets it pass is blind. */
export interface MutantStore {
  name: string;
  /** The rule whose check must be the first to fail. */
  breaks: string;
  /** Breaks a store that works. `hub` is a caller who may see more than a phone. */
  mutant(store: SyncStore, hub: HubCaller): SyncStore;
}

const acked = (batch: IncomingBatch): Map<string, EventOutcome> =>
  new Map(batch.events.map(({ event }) => [event.id, { kind: 'acked' }]));

type Accept = SyncStore['accept'];
const accepting = (breaks: string, name: string, make: (accept: Accept) => Accept): MutantStore => ({
  breaks,
  name,
  mutant: (store) => ({ ...store, accept: make((batch) => store.accept(batch)) }),
});

/** A page of changes, bent on its way out. */
const bending = (breaks: string, name: string, bend: (page: ChangePage) => Partial<ChangePage>): MutantStore => ({
  breaks,
  name,
  mutant: (store) => ({
    ...store,
    async changes(...asked) {
      const answer = await store.changes(...asked);
      return answer.ok ? { ok: true, value: { ...answer.value, ...bend(answer.value) } } : answer;
    },
  }),
});

const acceptBugs: MutantStore[] = [
  accepting('PUSH-3', 'acks before it has stored', (accept) => async (batch) => {
    await accept({ ...batch, events: [], contentHash: testIds.uuid(), batchId: testIds.uuid() });
    return { ok: true, value: { outcomes: acked(batch) } };
  }),
  accepting('PUSH-3', 'drops the last event of a batch and acks it', (accept) => async (batch) => {
    const answer = await accept({ ...batch, events: batch.events.slice(0, -1) });
    return answer.ok ? { ok: true, value: { outcomes: new Map([...acked(batch), ...answer.value.outcomes]) } } : answer;
  }),
  accepting('PUSH-3', 'forgets what an id stood for, and acks whatever bears it', (accept) => {
    const known = new Set<string>();
    return async (batch) => {
      const fresh = batch.events.filter(({ event }) => !known.has(event.id));
      for (const { event } of fresh) known.add(event.id);
      const answer = await accept({ ...batch, events: fresh });
      return answer.ok
        ? { ok: true, value: { outcomes: new Map([...acked(batch), ...answer.value.outcomes]) } }
        : answer;
    };
  }),
  accepting('PUSH-3', 'takes every copy for a new event', (accept) => async (batch) => {
    const again = batch.events.map((item) => ({ ...item, event: { ...item.event, id: testIds.uuid() } }));
    const answer = await accept({ ...batch, events: again });
    return answer.ok ? { ok: true, value: { outcomes: acked(batch) } } : answer;
  }),
  accepting('PUSH-5', 'keeps a refused copy as the end of its id', (accept) => {
    const ends = new Map<string, EventOutcome>();
    return async (batch) => {
      const answer = await accept(batch);
      for (const { event_id, code } of batch.refused) ends.set(event_id, { kind: 'failed', code });
      if (!answer.ok) return answer;
      const outcomes = new Map([...answer.value.outcomes].map(([id, outcome]) => [id, ends.get(id) ?? outcome]));
      return { ok: true, value: { outcomes } };
    };
  }),
  accepting('PUSH-4', 'believes every signature', (accept) => (batch) => {
    return accept({ ...batch, events: batch.events.map((item) => ({ ...item, vouch: 'valid' })) });
  }),
  accepting('PUSH-4', 'asks a signature of what it knows already', (accept) => async (batch) => {
    const answer = await accept(batch);
    if (!answer.ok) return answer;
    for (const { event, vouch } of batch.events) {
      if (vouch === 'invalid') answer.value.outcomes.set(event.id, { kind: 'failed', code: 'SIGNATURE_INVALID' });
    }
    return answer;
  }),
  accepting('PUSH-6', 'remembers no batch id', (accept) => (batch) => accept({ ...batch, batchId: testIds.uuid() })),
  accepting('PUSH-6', 'stores what it refuses as a reused batch id', (accept) => async (batch) => {
    const answer = await accept(batch);
    if (!answer.ok) await accept({ ...batch, batchId: testIds.uuid() });
    return answer;
  }),
  accepting('PUSH-6', 'takes one device’s batch id for another’s', (accept) => {
    const contents = new Map<string, string>();
    return async (batch) => {
      const known = contents.get(batch.batchId);
      contents.set(batch.batchId, known ?? batch.contentHash);
      if (known === undefined || known === batch.contentHash) return accept(batch);
      return { ok: false, error: { code: 'BATCH_ID_REUSED', detail: 'taken' } };
    };
  }),
  accepting('EVT-5', 'tidies the words that it stores', (accept) => (batch) => {
    return accept({ ...batch, events: batch.events.map((item) => ({ ...item, text: JSON.stringify(item.event) })) });
  }),
];

const readBugs: MutantStore[] = [
  {
    breaks: 'PULL-1',
    name: 'answers another caller’s scope',
    mutant: (store) => ({
      ...store,
      changes: (caller, ...asked) => store.changes(withUser(caller, 1), ...asked),
    }),
  },
  {
    breaks: 'PULL-2',
    name: 'serves a phone as it serves a hub, codes and audiences included',
    mutant: (store, hub) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const plain = await store.changes(caller, since, limit, deviceId);
        const whole = await store.changes(hub, since, 500, deviceId);
        if (!plain.ok || !whole.ok) return plain;
        const byId = new Map(whole.value.events.map((event) => [event.id, event]));
        return { ok: true, value: { ...plain.value, events: plain.value.events.map((e) => byId.get(e.id) ?? e) } };
      },
    }),
  },
  bending('PULL-1', 'skips a change', ({ events }) => ({
    events: events.length > 2 ? events.toSpliced(1, 1) : events,
  })),
  bending('PULL-1', 'says a change twice', ({ events }) => ({ events: events.slice(0, 1).concat(events) })),
  bending('PULL-1', 'moves the cursor too far', ({ next_since, events }) => {
    const at = parseCursor(next_since);
    return at && events.length > 0 ? { next_since: cursorOf(at.epoch, at.pos + 1) } : {};
  }),
  bending('PULL-1', 'says that a page is the last one while there is more', () => ({ has_more: false })),
  {
    breaks: 'PULL-3',
    name: 'begins anew where a cursor has expired',
    mutant: (store) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const answer = await store.changes(caller, since, limit, deviceId);
        if (answer.ok || answer.error.code !== 'CURSOR_EXPIRED') return answer;
        const value = { events: [], has_more: false, next_since: since, checkpoint: null };
        return {
          ok: true,
          value: { ...value, device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 } },
        };
      },
    }),
  },
  {
    breaks: 'PULL-4',
    name: 'takes the cursor of a snapshot after its last page',
    mutant: (store) => ({
      ...store,
      async snapshot(caller, page) {
        const answer = await store.snapshot(caller, page);
        const now = await store.snapshot(caller, null);
        return answer.ok && now.ok
          ? { ok: true, value: { ...answer.value, next_since: now.value.next_since } }
          : answer;
      },
    }),
  },
  {
    breaks: 'PULL-2',
    name: 'gives another driver’s deliveries in a snapshot',
    mutant: (store) => ({ ...store, snapshot: (caller, page) => store.snapshot(withUser(caller, 1), page) }),
  },
  {
    breaks: 'PULL-4',
    name: 'forgets the last entity of a page',
    mutant: (store) => ({
      ...store,
      async snapshot(caller, page) {
        const answer = await store.snapshot(caller, page);
        if (!answer.ok) return answer;
        const { entities } = answer.value;
        return {
          ok: true,
          value: { ...answer.value, entities: { ...entities, products: entities.products.slice(0, -1) } },
        };
      },
    }),
  },
  { breaks: 'EVT-3', name: 'knows no keys', mutant: (store) => ({ ...store, keysOf: async () => new Map() }) },
  {
    breaks: 'CUST-3',
    name: 'says that nothing waits and nothing is missing',
    mutant: (store) => ({
      ...store,
      async status(caller) {
        const status = await store.status(caller);
        const journal = status.device.journal && { ...status.device.journal, missing: [] };
        return { ...status, sync_required: false, device: { ...status.device, pending_events: 0, journal } };
      },
    }),
  },
];

const withUser = (caller: Caller, by: number): Caller =>
  caller.kind === 'hub' ? caller : { ...caller, userId: caller.userId + by, deviceId: callerId(caller) };

export const mutantStores: MutantStore[] = [...acceptBugs, ...readBugs];
