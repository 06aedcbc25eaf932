import { expect } from 'vitest';
import { SCOPE_KINDS, type ScopeEntities } from '#shared/contract/sync.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { testIds } from '../test-device.ts';
import type { Check } from './checks.ts';
import { changeChecks } from './store-changes-suite.ts';
import { audit, batchOf, handIn, type StoreUnderTest, unvouched, validation } from './store-subject.ts';

type StoreCheck = Check<StoreUnderTest>;

/** What every store keeps of a push. */
const acceptChecks: StoreCheck[] = [
  {
    name: '[PUSH-3] a batch that comes again gets its outcomes again, and is kept once',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const events = [audit(device, 1), audit(device, 2), audit(device, 3)];
      const first = await handIn(subject, caller, events);
      expect(Object.values(first)).toEqual(['acked', 'acked', 'acked']);
      expect(await handIn(subject, caller, [...events].reverse())).toEqual(first);
      expect(await handIn(subject, caller, [audit(device, 4), ...events])).toMatchObject(first);
      for (const { id } of events) expect(await subject.keptTexts(id)).toHaveLength(1);
    },
  },
  {
    name: '[PUSH-3] a delivery that is confirmed again by the same event moves its goods once, and its loser stays one',
    async run(subject) {
      const [winner, loser] = [await subject.handset('driver1.alger'), await subject.handset('driver2.alger')];
      const delivery = await subject.delivery();
      const won = validation(winner.device, delivery);
      const lost = validation(loser.device, delivery);
      await handIn(subject, winner.caller, [won]);
      const verdict = await handIn(subject, loser.caller, [lost]);
      expect(verdict).toEqual({ [lost.id]: subject.kind === 'server' ? 'ALREADY_VALIDATED' : 'acked' });
      const moves = await subject.stockMoves(won.id);
      expect(moves > 0).toBe(subject.kind === 'server');
      expect(await handIn(subject, winner.caller, [won])).toEqual({ [won.id]: 'acked' });
      expect(await handIn(subject, loser.caller, [lost])).toEqual(verdict);
      expect(await subject.stockMoves(won.id)).toBe(moves);
      expect(await subject.stockMoves(lost.id)).toBe(0);
    },
  },
  {
    name: '[PUSH-3] an id never stands for another content, and the first content stays',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const event = audit(device);
      await handIn(subject, caller, [event]);
      const other = device.seal({ ...event, payload: { n: 'another' } });
      const next = audit(device);
      expect(await handIn(subject, caller, [other, next])).toEqual({
        [event.id]: 'EVENT_ID_REUSED',
        [next.id]: 'acked',
      });
      expect(await subject.keptTexts(event.id)).toEqual([JSON.stringify(event)]);
      expect(await handIn(subject, caller, [event])).toEqual({ [event.id]: 'acked' });
    },
  },
  {
    name: '[PUSH-4] a known id comes before the signature, the signature before everything else',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const [known, fresh] = [audit(device, 1), audit(device, 2)];
      await handIn(subject, caller, [known]);
      const judged = await handIn(subject, caller, [known, fresh], unvouched([known, fresh]));
      expect(judged).toEqual({ [known.id]: 'acked', [fresh.id]: 'SIGNATURE_INVALID' });
      expect(await subject.keptTexts(fresh.id)).toEqual([]);
    },
  },
  {
    name: '[PUSH-5] a copy that was refused, mangled or unsigned, never poisons the true one',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const [mangled, unsigned] = [audit(device, 1), audit(device, 2)];
      const copy = {
        event_id: mangled.id,
        code: 'CHECKSUM_MISMATCH',
        detail: '',
        text: '{"x":1}',
        claims: null,
      } as const;
      await handIn(subject, caller, [], { refused: [copy] });
      await handIn(subject, caller, [unsigned], unvouched([unsigned]));
      expect(await subject.keptTexts(mangled.id)).toEqual([]);
      const judged = await handIn(subject, caller, [mangled, unsigned]);
      expect(judged).toEqual({ [mangled.id]: 'acked', [unsigned.id]: 'acked' });
      expect(await subject.keptTexts(mangled.id)).toEqual([JSON.stringify(mangled)]);
    },
  },
  {
    name: '[PUSH-2] [PUSH-10] every event of a batch that was acked is there for the next who looks',
    async run(subject) {
      const { device, caller } = await subject.handset('driver2.alger');
      const events = Array.from({ length: 250 }, (_, n) => audit(device, n));
      const outcomes = await handIn(subject, caller, events);
      expect(Object.values(outcomes).filter((outcome) => outcome === 'acked')).toHaveLength(events.length);
      for (const event of [events[0], events[124], events[249]]) {
        expect(await subject.keptTexts(event?.id ?? '')).toEqual([JSON.stringify(event)]);
      }
    },
  },
  {
    name: '[EVT-5] the words in which an event came are the words that are kept',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const event = audit(device, 'é');
      const text = JSON.stringify(event, null, 1).replace('"v": 1', '"v": 1.0').replace('é', '\\u00e9');
      const batch = batchOf(caller, [event]);
      await subject.store.accept({ ...batch, events: batch.events.map((item) => ({ ...item, text })) });
      expect(await subject.keptTexts(event.id)).toEqual([text]);
    },
  },
  {
    name: '[PUSH-6] a batch id stands for one content; another one is refused whole and leaves nothing',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const [first, second] = [audit(device, 1), audit(device, 2)];
      const batchId = testIds.uuid();
      await handIn(subject, caller, [first], { batchId });
      expect(await handIn(subject, caller, [first], { batchId })).toEqual({ [first.id]: 'acked' });
      const other = await subject.store.accept(batchOf(caller, [first, second], { batchId }));
      expect(other).toMatchObject({ ok: false, error: { code: 'BATCH_ID_REUSED' } });
      expect(await subject.keptTexts(second.id)).toEqual([]);
      const neighbour = await subject.handset('driver2.alger');
      const own = audit(neighbour.device);
      expect(await handIn(subject, neighbour.caller, [own], { batchId })).toEqual({ [own.id]: 'acked' });
    },
  },
  {
    name: '[EVT-3] a device that was seen has its key, and nobody else has one',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      await handIn(subject, caller, [audit(device)]);
      const keys = await subject.store.keysOf([device.id, testIds.uuid()]);
      expect([...keys]).toEqual([[device.id, device.publicKey]]);
    },
  },
  {
    name: '[CUST-3] status tells a device what has arrived of it',
    async run(subject) {
      const { device, caller } = await subject.handset('driver1.alger');
      const events = [1, 2, 3, 4].map((n) => audit(device, n));
      await handIn(
        subject,
        caller,
        events.filter(({ seq }) => seq !== 3),
      );
      const status = await subject.store.status(caller);
      expect(status.device.is_active).toBe(true);
      if (subject.kind === 'server') {
        expect(status.device.journal).toMatchObject({ complete_up_to: 2, missing: [[3, 3]] });
        expect(status.sync_required).toBe(true);
      } else expect(status.device.pending_events).toBe(3);
    },
  },
];

/** What a snapshot is. */
const snapshotChecks: StoreCheck[] = [
  {
    name: '[PULL-4] the pages of a snapshot hold each entity once, and pulling from their cursor misses nothing',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      const first = await page(subject, caller, null);
      const id = testIds.uuid();
      await subject.say([
        {
          id,
          entity_type: 'AUDIT',
          entity_id: 'a',
          action: 'EVENT_APPLIED',
          payload: { event_id: id },
          occurred_at: new Date().toISOString(),
          hub_depots: [],
        },
      ]);
      const pages = [first];
      for (let next = first.next_page; next !== null; next = pages.at(-1)?.next_page ?? null) {
        pages.push(await page(subject, caller, next));
      }
      expect(pages.length).toBeGreaterThan(1);
      expect(new Set(pages.map(({ next_since }) => next_since)).size).toBe(1);
      const clients = pages.flatMap(({ entities }) => entities.clients.map((client) => client.id));
      expect(new Set(clients).size).toBe(clients.length);
      expect(clients.length).toBeGreaterThan(600);
      expect(pages.flatMap(({ entities }) => entities.products)).toHaveLength(40);
      const pulled = await subject.store.changes(caller, first.next_since, 500, caller.deviceId);
      expect(pulled.ok && pulled.value.events.map((event) => event.id)).toContain(id);
    },
  },
  {
    name: '[PULL-2] a snapshot holds a phone’s own scope, and no delivery’s code',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      const { deliveries, stock_levels, users, clients } = await scopeOf(subject, caller);
      expect(deliveries.length).toBeGreaterThan(0);
      expect(new Set(deliveries.map(({ driver_user_id }) => driver_user_id))).toEqual(new Set([caller.userId]));
      expect(new Set(stock_levels.map(({ depot_id }) => depot_id))).toEqual(new Set([caller.depotId]));
      expect(clients.every(({ depot_ids }) => depot_ids.includes(caller.depotId ?? 0))).toBe(true);
      expect(users.every((user) => Object.keys(user).sort().join() === 'id,name')).toBe(true);
      expect(JSON.stringify(deliveries)).not.toContain('MCG1.');
    },
  },
  {
    name: '[TOUR-11] the first page brings the tours of the last days: to a clerk the depot’s, to a driver the own ones',
    async run(subject) {
      await subject.delivery();
      const driver = (await subject.handset('driver1.alger')).caller;
      const clerk = (await subject.handset('clerk.alger')).caller;
      const own = (await page(subject, driver, null)).entities.tours ?? [];
      expect(new Set(own.map(({ driver_user_id }) => driver_user_id))).toEqual(new Set([driver.userId]));
      const all = (await page(subject, clerk, null)).entities;
      expect(all.tours).toEqual(expect.arrayContaining(own));
      expect(new Set(all.tours?.map(({ driver_user_id }) => driver_user_id)).size).toBeGreaterThan(1);
      expect(all.payments).toEqual([]);
    },
  },
  {
    name: '[PULL-9] a clerk’s snapshot holds what is pending in the depot, without codes, and the lots with goods; a driver’s does not',
    async run(subject) {
      const planned = await subject.delivery();
      const clerk = (await subject.handset('clerk.alger')).caller;
      const { deliveries, lots = [] } = await scopeOf(subject, clerk);
      expect(deliveries.map(({ id }) => id)).toContain(planned.id);
      expect(new Set(deliveries.map(({ driver_user_id }) => driver_user_id)).size).toBeGreaterThan(1);
      expect(new Set(deliveries.map(({ status, depot_id }) => `${status} ${depot_id}`))).toEqual(
        new Set([`PENDING ${clerk.depotId}`]),
      );
      expect(JSON.stringify(deliveries)).not.toContain('MCG1.');
      expect(lots.length).toBeGreaterThan(0);
      expect(lots.every((lot) => lot.depot_id === clerk.depotId && lot.remaining_quantity > 0)).toBe(true);
      const first = await page(subject, clerk, null);
      const whole = await scopeOf(subject, clerk);
      const paged = SCOPE_KINDS.reduce((sum, kind) => sum + (whole[kind]?.length ?? 0), 0);
      const beside = (first.entities.tours?.length ?? 0) + (first.entities.payments?.length ?? 0);
      expect(first.total).toBe(paged + beside);
      const driver = (await subject.handset('driver2.alger')).caller;
      expect((await scopeOf(subject, driver)).lots).toBeUndefined();
    },
  },
  {
    name: '[PULL-4] a page that no answer named is refused',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      for (const nonsense of ['nonsense', '9~~x.1', "0~' OR 1=1~x.1"]) {
        const answer = await subject.store.snapshot(caller, nonsense);
        expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_REQUEST' } });
      }
    },
  },
];

async function page({ store }: StoreUnderTest, caller: Caller, at: string | null) {
  const answer = await store.snapshot(caller, at);
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
}

async function scopeOf(subject: StoreUnderTest, caller: Caller): Promise<ScopeEntities> {
  const whole: ScopeEntities = { products: [], clients: [], deliveries: [], stock_levels: [], users: [] };
  let next: string | null = null;
  do {
    const answer = await page(subject, caller, next);
    for (const kind of SCOPE_KINDS) {
      const found = whole as Partial<Record<(typeof SCOPE_KINDS)[number], unknown[]>>;
      const rows = answer.entities[kind] ?? [];
      if (rows.length > 0) found[kind] = [...(found[kind] ?? []), ...rows];
    }
    next = answer.next_page;
  } while (next !== null);
  return whole;
}

/** What a node keeps behind the four calls, hub and server alike: each is a `SyncStore` that passes all of these. */
export const storeSuite: StoreCheck[] = [...acceptChecks, ...changeChecks, ...snapshotChecks];
