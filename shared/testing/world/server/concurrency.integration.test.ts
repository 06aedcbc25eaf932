import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendChanges } from '#server/store/changes.ts';
import { inTransaction } from '#server/store/database.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { cursorNow, word } from '../../conformance/store-changes-suite.ts';
import { audit, type Handset, handIn, validation } from '../../conformance/store-subject.ts';
import { testIds } from '../../test-device.ts';
import { openRealStores, type RealStores } from '../real-stores.ts';
import { overlappingBatches } from './overlapping-batches.ts';

/** Races on the real PostgreSQL: many connections, nothing between them and the tables but the product's own store. */
let stores: RealStores;
beforeAll(async () => {
  stores = await openRealStores();
});
afterAll(() => stores?.close());

/** Follows a cursor until what it waits for has come, in pages of an odd size. Gives the positions and ids it heard. */
async function listen(caller: Caller, since: string, isDone: (heard: ServerEvent[]) => boolean, limit: number) {
  const heard: ServerEvent[] = [];
  const id = caller.kind === 'hub' ? caller.hubId : caller.deviceId;
  for (let from = since; !isDone(heard); ) {
    const page = await stores.server.store.changes(caller, from, limit, id);
    if (!page.ok) throw new Error(page.error.detail);
    heard.push(...page.value.events);
    from = page.value.next_since;
  }
  return heard;
}

test('[PULL-1] [LESSON-4] eight writers and slow transactions: readers that follow along miss nothing and hear nothing twice', async () => {
  const { server, hub, database } = stores;
  const writers = await Promise.all(Array.from({ length: 8 }, () => server.handset('driver1.alger')));
  const reader = await server.handset('driver1.alger');
  const since = await cursorNow(server, reader.caller);
  const LAST = word();
  const isDone = (heard: ServerEvent[]) => heard.some(({ id }) => id === LAST.id);
  const readers = [
    listen(reader.caller, since, isDone, 3),
    listen(reader.caller, since, isDone, 500),
    listen(hub.hub, since, isDone, 17),
  ];

  const said: string[] = [];
  const write = async ({ device, caller }: Handset) => {
    for (let n = 0; n < 12; n += 1) {
      const events = [audit(device, n), audit(device, n)];
      await handIn(server, caller, events);
      said.push(...events.map(({ id }) => id));
    }
  };
  /** Takes its positions, and then dawdles before it commits, while everybody else would like to go on. */
  const dawdle = async () => {
    for (let n = 0; n < 6; n += 1) {
      await inTransaction(database, async (tx) => {
        const late = word();
        await appendChanges(tx, [late]);
        await tx.query('SELECT pg_sleep(0.05)');
        said.push(String(late.payload.event_id));
      });
    }
  };
  await Promise.all([...writers.map(write), dawdle()]);
  await server.say([LAST]);
  for (const heard of await Promise.all(readers)) {
    const told = heard
      .filter(({ action }) => action === 'EVENT_APPLIED')
      .map(({ payload }) => String(payload.event_id));
    expect(told.filter((id) => id !== LAST.id).toSorted()).toEqual(said.toSorted());
    const positions = heard.map(({ pos }) => pos);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  }
});

test('[PUSH-3] [LESSON-3] 24 repeats at once, by the phone and by two hubs, have one effect and one answer', async () => {
  const { server, database } = stores;
  const [winner, loser] = [await server.handset('driver1.alger'), await server.handset('driver2.alger')];
  const deliveries = await Promise.all(Array.from({ length: 5 }, () => server.delivery()));
  const won = deliveries.map((delivery) => validation(winner.device, delivery));
  await handIn(server, winner.caller, [won[0] as SyncEvent]);
  const lost = deliveries.slice(0, 1).map((delivery) => validation(loser.device, delivery));
  const otherHub = { ...server.hub, hubId: testIds.uuid() };
  const ways: [Caller, SyncEvent[]][] = [
    [winner.caller, won],
    [server.hub, [...won, ...lost]],
    [otherHub, [...lost, ...won].reverse()],
  ];
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, n) => {
      const [caller, events] = ways[n % ways.length] as (typeof ways)[number];
      return handIn(server, caller, events);
    }),
  );
  for (const answer of answers) {
    for (const { id } of won) expect(answer[id]).toBe('acked');
    for (const { id } of lost) expect([undefined, 'ALREADY_VALIDATED']).toContain(answer[id]);
  }
  for (const [n, event] of won.entries()) {
    const taken = await database.query<{ quantity: number }>(
      'SELECT sum(quantity)::integer AS quantity FROM stock_moves WHERE event_id = $1',
      [event.id],
    );
    const ordered = deliveries[n]?.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
    expect(taken.rows[0]?.quantity).toBe(-ordered);
    expect(await server.keptTexts(event.id)).toHaveLength(1);
  }
  const told = await database.query<{ action: string }>(
    `SELECT body::jsonb ->> 'action' AS action FROM numbered_changes
     WHERE body::jsonb -> 'payload' ->> 'event_id' = ANY ($1) ORDER BY pos`,
    [[...won, ...lost].map(({ id }) => id)],
  );
  expect(told.rows.filter(({ action }) => action === 'EVENT_APPLIED')).toHaveLength(won.length);
  expect(told.rows.filter(({ action }) => action === 'EVENT_REJECTED')).toHaveLength(lost.length);
});

/** `npm run soak` tries five times as many. */
const BATCHES = 2_000;

test('[PUSH-3] [INV-1] [STK-3] two thousand overlapping batches on eight connections: all end, none doubled, no number missing', async () => {
  const { clashes, deadlocks, rolledBack } = await overlappingBatches(stores, BATCHES);
  expect(clashes).toEqual([]);
  expect(deadlocks).toBe(0);
  // Locks are taken in one order: races are waited out, hardly ever lost.
  expect(rolledBack).toBeLessThan(BATCHES / 100);
});
