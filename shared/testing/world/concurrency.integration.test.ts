import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendChanges } from '#server/store/changes.ts';
import { inTransaction } from '#server/store/database.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { cursorNow, word } from '../conformance/store-changes-suite.ts';
import { audit, type Handset, handIn, validation } from '../conformance/store-subject.ts';
import { testIds } from '../test-device.ts';
import { openRealStores, type RealStores } from './real-stores.ts';
import { eventually } from './start-world.ts';

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
    `SELECT body::jsonb ->> 'action' AS action FROM changes
     WHERE body::jsonb -> 'payload' ->> 'event_id' = ANY ($1) ORDER BY pos`,
    [[...won, ...lost].map(({ id }) => id)],
  );
  expect(told.rows.filter(({ action }) => action === 'EVENT_APPLIED')).toHaveLength(won.length);
  expect(told.rows.filter(({ action }) => action === 'EVENT_REJECTED')).toHaveLength(lost.length);
});

const BATCHES = 10_000;
const CONNECTIONS = 8;

test('[PUSH-3] [INV-1] [STK-3] ten thousand overlapping batches on eight connections: all end, none doubled, no number missing', async () => {
  const { server, database } = stores;
  const phones = await Promise.all(
    ['driver1.alger', 'driver2.alger', 'seller1.alger', 'driver1.alger'].map((name) => server.handset(name)),
  );
  const deliveries = await Promise.all(Array.from({ length: 6 }, () => server.delivery()));
  const { rows } = await database.query<{ product: number; client: string; last: number }>(
    `SELECT s.product_id AS product,
            (SELECT client_id FROM client_depots WHERE depot_id = $1 LIMIT 1) AS client,
            coalesce((SELECT max(last) FROM document_counters WHERE series = 'FAC' AND depot_id = $1), 0) AS last
     FROM stock_levels s WHERE s.depot_id = $1 ORDER BY s.product_id LIMIT 4`,
    [server.hub.depotId],
  );
  /** Small, alike, and in every order: what deadlocks are made of. */
  const sale = ({ device }: Handset, n: number) =>
    device.say({
      entity_type: 'INVOICE',
      entity_id: testIds.uuid(),
      action: 'INVOICE_CREATED',
      payload: {
        client_id: rows[0]?.client,
        lines: [0, 1].map((k) => ({
          product_id: rows[(n * (k + 1) + k) % rows.length]?.product,
          quantity: 1,
          unit_price_ht: 100,
          tva_rate: 0,
        })),
        total_ht: 200,
        total_tva: 0,
        stamp_duty: 0,
        total_ttc: 200,
        payment: 'CREDIT',
        handed_over: true,
      },
    });
  const pool = Array.from({ length: 2_000 }, (_, n) => {
    const phone = phones[n % phones.length] as Handset;
    const delivery = deliveries[Math.floor(n / 3) % deliveries.length] as (typeof deliveries)[number];
    return n % 3 === 0 ? validation(phone.device, delivery) : sale(phone, n);
  });

  const before = await racesOf(database);
  const outcomes = new Map<string, Set<string>>();
  let next = 0;
  const note = (answer: Record<string, string>) => {
    for (const [id, end] of Object.entries(answer)) outcomes.set(id, (outcomes.get(id) ?? new Set()).add(end));
  };
  const work = async (connection: number) => {
    // Every other connection is a phone that brings its own, the rest are hubs that bring everybody's.
    const phone = connection % 2 ? (phones[(connection - 1) / 2] as Handset) : null;
    const own = phone ? pool.filter(({ device_id }) => device_id === phone.device.id) : pool;
    for (let n = next++; n < BATCHES; n = next++) {
      const at = Math.floor((n / BATCHES) * own.length);
      const drawn = [at + (n % 5), at, at + 3 + (n % 7)].map((index) => own[index % own.length] as SyncEvent);
      const events = [...new Map(drawn.map((event) => [event.id, event])).values()];
      note(await handIn(server, phone?.caller ?? server.hub, events));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => work(connection)));
  // Once more, all of them: who was never drawn comes now, and everybody else gets the same answer as before.
  for (let at = 0; at < pool.length; at += 500) note(await handIn(server, server.hub, pool.slice(at, at + 500)));

  expect(outcomes.size).toBe(pool.length);
  expect(
    [...outcomes.values()].filter(({ size }) => size !== 1),
    'each event has one end',
  ).toEqual([]);
  const won = pool.filter(({ id, action }) => action === 'DELIVERY_VALIDATED' && outcomes.get(id)?.has('acked'));
  expect(won.map(({ entity_id }) => entity_id).toSorted()).toEqual(deliveries.map(({ id }) => id).toSorted());
  const invoices = pool.filter(({ action }) => action === 'INVOICE_CREATED').length;
  const numbers = await database.query<{ n: number }>(
    `SELECT right(reference, 6)::integer AS n FROM invoices WHERE depot_id = $1 AND right(reference, 6)::integer > $2 ORDER BY n`,
    [server.hub.depotId, rows[0]?.last],
  );
  expect(numbers.rows.map(({ n }) => n)).toEqual(
    Array.from({ length: invoices }, (_, n) => (rows[0]?.last ?? 0) + n + 1),
  );
  const wrong = await database.query(
    `SELECT FROM stock_levels s WHERE quantity <> (SELECT coalesce(sum(remaining_quantity), 0) FROM lots l
       WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)`,
  );
  expect(wrong.rowCount).toBe(0);
  // Each backend tells its counts a moment later. Locks are taken in one order: races are waited out, hardly ever lost.
  const after = await eventually(
    () => racesOf(database),
    ({ committed }) => committed - before.committed >= BATCHES,
    'PostgreSQL has counted every commit',
  );
  expect(after.deadlocks - before.deadlocks).toBe(0);
  expect(after.rolledBack - before.rolledBack).toBeLessThan(BATCHES / 100);
}, 120_000);

/** What PostgreSQL itself counts of a database: it resolves a deadlock by failing one side, which the store begins again. */
async function racesOf(database: pg.Pool): Promise<{ committed: number; deadlocks: number; rolledBack: number }> {
  const { rows } = await database.query(
    `SELECT xact_commit AS committed, deadlocks, xact_rollback AS "rolledBack"
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  return rows[0];
}
