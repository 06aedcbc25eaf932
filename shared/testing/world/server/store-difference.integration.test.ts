import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { ChangePage, IncomingBatch } from '#shared/sync-server/sync-store.ts';
import { mutantStores } from '../../conformance/mutant-stores.ts';
import { cursorNow, word } from '../../conformance/store-changes-suite.ts';
import { audit, batchOf, type Handset, inShort, type StoreUnderTest } from '../../conformance/store-subject.ts';
import { testIds } from '../../test-device.ts';
import { openRealStores, type RealStores } from '../real-stores.ts';

let stores: RealStores;
beforeAll(async () => {
  stores = await openRealStores();
});
afterAll(() => stores?.close());

type Copy = 'new' | 'again' | 'reused' | 'unsigned' | 'mangled';
type Item = IncomingBatch['events'][number];

/** What a run may do, in numbers that are taken modulo what there is at that moment. */
type Step =
  | { kind: 'push'; copies: Copy[]; batch: 'new' | 'again' }
  | { kind: 'say'; audiences: number[] }
  | { kind: 'pull'; from: number; limit: number }
  | { kind: 'status' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('push' as const),
    copies: fc.array(fc.constantFrom('new' as const, 'new', 'again', 'reused', 'unsigned', 'mangled'), {
      maxLength: 8,
    }),
    batch: fc.constantFrom('new' as const, 'new', 'new', 'again'),
  }),
  fc.record({ kind: fc.constant('say' as const), audiences: fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('pull' as const), from: fc.nat(20), limit: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('status' as const) }),
);

/** One device that speaks to both nodes at once, and what it remembers of its own. */
class Run {
  readonly #me: Handset;
  readonly #hub: StoreUnderTest;
  readonly #said: SyncEvent[] = [];
  readonly #cursors: string[];
  #batchId = testIds.uuid();

  constructor(me: Handset, hub: StoreUnderTest, cursor: string) {
    this.#me = me;
    this.#hub = hub;
    this.#cursors = [cursor];
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'push':
        return this.#push(this.#batch(step));
      case 'say':
        return this.#hub.say(step.audiences.map((which) => word(...audienceOf(which, this.#me))));
      case 'pull':
        return this.#pull(this.#cursors[step.from % this.#cursors.length] ?? '', step.limit);
      case 'status':
        return this.#status();
    }
  }

  #batch({ copies, batch }: Extract<Step, { kind: 'push' }>): IncomingBatch {
    const items = new Map<string, Item>();
    const refused: IncomingBatch['refused'] = [];
    for (const [n, copy] of copies.entries()) {
      const item = this.#copy(copy, n);
      const { id } = item.event;
      if (copy === 'mangled') {
        refused.push({ event_id: id, code: 'CHECKSUM_MISMATCH', detail: '', text: '{}', claims: null });
      } else if (!items.has(id)) items.set(id, item);
    }
    if (batch === 'new') this.#batchId = testIds.uuid();
    const events = [...items.values()];
    const sent = events.map(({ event }) => event);
    return { ...batchOf(this.#me.caller, sent, { batchId: this.#batchId, refused }), events };
  }

  #copy(copy: Copy, n: number): Item {
    const { device } = this.#me;
    const known = this.#said[(n * 7) % (this.#said.length || 1)];
    const event = copy === 'new' || copy === 'unsigned' || !known ? audit(device, n) : known;
    if (event !== known) this.#said.push(event);
    const sent = copy === 'reused' ? device.seal({ ...event, payload: { n: 'another' } }) : event;
    const vouch = copy === 'unsigned' ? 'invalid' : 'valid';
    return { event: sent, text: JSON.stringify(sent), vouch, relayed: null };
  }

  async #push(batch: IncomingBatch): Promise<void> {
    const [atServer, atHub] = await this.#both(({ store }) => store.accept(batch));
    const inWords = (answer: typeof atServer) => (answer.ok ? inShort(answer.value.outcomes) : answer.error.code);
    expect(inWords(atHub)).toEqual(inWords(atServer));
    for (const { event } of batch.events) {
      const [kept, carried] = await this.#both(({ keptTexts }) => keptTexts(event.id));
      expect(carried).toEqual(kept);
    }
  }

  async #pull(since: string, limit: number): Promise<void> {
    const { caller } = this.#me;
    await this.#hub.say([]);
    const [atServer, atHub] = await this.#both(({ store }) => store.changes(caller, since, limit, caller.deviceId));
    expect(inBrief(atHub)).toEqual(inBrief(atServer));
    if (atServer.ok) this.#cursors.push(atServer.value.next_since);
  }

  #both<T>(ask: (subject: StoreUnderTest) => Promise<T>): Promise<[T, T]> {
    return Promise.all([ask(stores.server), ask(this.#hub)]);
  }

  async #status(): Promise<void> {
    const [atServer, atHub] = await this.#both(({ store }) => store.status(this.#me.caller));
    expect(atHub.device.is_active).toBe(atServer.device.is_active);
  }
}

/** What both nodes must say alike: changes, whether there are more, and where to go on. Checkpoints are the server's alone. */
const inBrief = (answer: { ok: true; value: ChangePage } | { ok: false; error: { code: string } }) =>
  answer.ok
    ? { events: answer.value.events, has_more: answer.value.has_more, next_since: answer.value.next_since }
    : answer.error.code;

function audienceOf(which: number, { caller, device }: Handset): Parameters<typeof word> {
  const depot = caller.depotId ?? 0;
  switch (which) {
    case 0:
      return [];
    case 1:
      return [{ depots: [depot] }];
    case 2:
      return [{ users: [caller.userId] }, [depot]];
    case 3:
      return [{ devices: [device.id] }, [depot]];
    case 4:
      return [{ users: [caller.userId + 1] }, [depot]];
    default:
      return [{ depots: [depot + 1] }, [depot + 1]];
  }
}

const agree = (hub: StoreUnderTest, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const me = await hub.handset('driver1.alger');
      const run = new Run(me, hub, await cursorNow(hub, me.caller));
      for (const step of steps) await run.take(step);
    }),
    { numRuns },
  );

test('[PUSH-3] [PULL-1] whatever is asked of them in whatever order, hub and server give one answer', async () => {
  await agree(stores.hub, 150);
});

const told = ['acks before it has stored', 'remembers no batch id', 'skips a change', 'moves the cursor too far'];
test.each(mutantStores.filter(({ name }) => told.includes(name)))(
  'a hub that $name is told apart',
  async ({ mutant }) => {
    const { hub } = stores;
    await expect(agree({ ...hub, store: mutant(hub.store, hub.hub) }, 300)).rejects.toThrow('Counterexample');
  },
);
