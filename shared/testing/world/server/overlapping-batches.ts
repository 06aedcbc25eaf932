import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { SyncEvent } from '#shared/contract/events.ts';
import { type Handset, handIn, validation } from '../../conformance/store-subject.ts';
import { testIds } from '../../test-device.ts';
import type { RealStores } from '../real-stores.ts';
import { eventually } from '../start-world.ts';

export interface Overlaps {
  /** What is not as it has to be after all batches have ended, in words; empty where all is well. */
  clashes: string[];
  /** As PostgreSQL counts them. */
  deadlocks: number;
  rolledBack: number;
}

const CONNECTIONS = 8;
/** Each event comes in about this many batches. */
const REPEATS = 5;

/** Many small batches of the same events, in every order, by phones and hubs on eight connections at once. */
export async function overlappingBatches(stores: RealStores, batches: number): Promise<Overlaps> {
  const { database } = stores;
  const facts = await factsOf(stores);
  const phones = await Promise.all(
    ['driver1.alger', 'driver2.alger', 'seller1.alger', 'driver1.alger'].map((name) => stores.server.handset(name)),
  );
  const deliveries = await Promise.all(Array.from({ length: 6 }, () => stores.server.delivery()));
  const pool = Array.from({ length: batches / REPEATS }, (_, n) => {
    const phone = phones[n % phones.length] as Handset;
    const delivery = deliveries[Math.floor(n / 3) % deliveries.length] as (typeof deliveries)[number];
    return n % 3 === 0 ? validation(phone.device, delivery) : sale(phone, n, facts);
  });
  const before = await racesOf(database);
  const ends = await bring(stores, { phones, pool, batches });
  // Each backend tells its counts a moment later.
  const after = await eventually(
    () => racesOf(database),
    ({ committed }) => committed - before.committed >= batches,
    'PostgreSQL has counted every commit',
  );
  const clashes = [
    ...clashesOfEnds(
      ends,
      pool,
      deliveries.map(({ id }) => id),
    ),
    ...(await clashesOfNumbers(stores, pool, facts)),
    ...(await clashesOfStock(database)),
  ];
  return {
    clashes,
    deadlocks: after.deadlocks - before.deadlocks,
    rolledBack: after.rolledBack - before.rolledBack,
  };
}

interface Facts {
  client: string;
  products: number[];
  /** The depot's last invoice number before. */
  last: number;
}

async function factsOf({ server, database }: RealStores): Promise<Facts> {
  const { rows } = await database.query<{ product: number; client: string; last: number }>(
    `SELECT s.product_id AS product,
            (SELECT client_id FROM client_depots WHERE depot_id = $1 LIMIT 1) AS client,
            coalesce((SELECT max(last) FROM document_counters WHERE series = 'FAC' AND depot_id = $1), 0) AS last
     FROM stock_levels s WHERE s.depot_id = $1 ORDER BY s.product_id LIMIT 4`,
    [server.hub.depotId],
  );
  return {
    client: rows[0]?.client ?? '',
    products: rows.map(({ product }) => product),
    last: rows[0]?.last ?? 0,
  };
}

/** Small, alike, and in every order: what deadlocks are made of. */
const sale = ({ device }: Handset, n: number, { client, products }: Facts): SyncEvent =>
  device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id: client,
      lines: [0, 1].map((k) => ({
        product_id: products[(n * (k + 1) + k) % products.length],
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

/** → the ends that each event was told of. */
async function bring(
  { server }: RealStores,
  { phones, pool, batches }: { phones: Handset[]; pool: SyncEvent[]; batches: number },
): Promise<Map<string, Set<string>>> {
  const ends = new Map<string, Set<string>>();
  const note = (answer: Record<string, string>) => {
    for (const [id, end] of Object.entries(answer)) ends.set(id, (ends.get(id) ?? new Set()).add(end));
  };
  let next = 0;
  const work = async (connection: number) => {
    // Every other connection is a phone that brings its own, the rest are hubs that bring everybody's.
    const phone = connection % 2 ? (phones[(connection - 1) / 2] as Handset) : null;
    const own = phone ? pool.filter(({ device_id }) => device_id === phone.device.id) : pool;
    for (let n = next++; n < batches; n = next++) {
      const at = Math.floor((n / batches) * own.length);
      const drawn = [at + (n % 5), at, at + 3 + (n % 7)].map((index) => own[index % own.length] as SyncEvent);
      const events = [...new Map(drawn.map((event) => [event.id, event])).values()];
      note(await handIn(server, phone?.caller ?? server.hub, events));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => work(connection)));
  // Once more, all of them: who was never drawn comes now, and everybody else gets the same answer as before.
  for (let at = 0; at < pool.length; at += 500) note(await handIn(server, server.hub, pool.slice(at, at + 500)));
  return ends;
}

function clashesOfEnds(ends: Map<string, Set<string>>, pool: SyncEvent[], deliveryIds: string[]): string[] {
  const several = pool.filter(({ id }) => ends.get(id)?.size !== 1).map(({ id }) => `${id} has not one end`);
  const won = pool
    .filter(({ id, action }) => action === 'DELIVERY_VALIDATED' && ends.get(id)?.has('acked'))
    .map(({ entity_id }) => entity_id);
  const isOneEach = isDeepStrictEqual(won.toSorted(), deliveryIds.toSorted());
  return isOneEach ? several : [...several, 'a delivery has not one winner'];
}

async function clashesOfNumbers({ server, database }: RealStores, pool: SyncEvent[], { last }: Facts) {
  const invoices = pool.filter(({ action }) => action === 'INVOICE_CREATED').length;
  const { rows } = await database.query<{ n: number }>(
    `SELECT right(reference, 6)::integer AS n FROM invoices WHERE depot_id = $1 AND right(reference, 6)::integer > $2 ORDER BY n`,
    [server.hub.depotId, last],
  );
  const wanted = Array.from({ length: invoices }, (_, n) => last + n + 1);
  const found = rows.map(({ n }) => n);
  return isDeepStrictEqual(found, wanted) ? [] : [`invoice numbers: ${found.length} of ${invoices}, or with a gap`];
}

async function clashesOfStock(database: pg.Pool): Promise<string[]> {
  const { rows } = await database.query<{ product_id: number }>(
    `SELECT product_id FROM stock_levels s WHERE quantity <> (SELECT coalesce(sum(remaining_quantity), 0) FROM lots l
       WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)`,
  );
  return rows.map(({ product_id }) => `the level of product ${product_id} is not the sum of its lots`);
}

/** What PostgreSQL itself counts of a database: it resolves a deadlock by failing one side, which the store begins again. */
async function racesOf(database: pg.Pool): Promise<{ committed: number; deadlocks: number; rolledBack: number }> {
  const { rows } = await database.query(
    `SELECT xact_commit AS committed, deadlocks, xact_rollback AS "rolledBack"
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  return rows[0];
}
