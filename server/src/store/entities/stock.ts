import { type Facts, stockKey } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import { fifoOrder, type LotState, SHORTFALL_LOT } from '#shared/domain/stock.ts';
import type { Transaction } from '../database.ts';
import { pgTextArray } from '../lists.ts';
import { pipelined } from '../pipelined.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `stock_levels s`. */
export const STOCK_LEVEL = 's.product_id, s.depot_id, s.quantity, s.as_of';
/** The columns of `lots l`. */
export const LOT = `l.id, l.depot_id, l.product_id, l.lot_number, l.produced_at, l.expires_at, l.received_quantity,
  l.remaining_quantity, l.state, l.external_id`;

export const stockScope: ScopeQuery = {
  sql: `SELECT lpad(s.product_id::text, 10, '0') AS key, ${STOCK_LEVEL} FROM stock_levels s
        WHERE s.depot_id = $3 AND s.product_id > coalesce(nullif($1, '')::integer, 0)
        ORDER BY s.product_id LIMIT $2`,
  params: ({ depotId }) => [depotId],
};

/** Lots with goods, for whoever sees a depot's own work. */
export const lotScope: ScopeQuery = {
  sql: `SELECT l.id::text AS key, ${LOT} FROM lots l
        WHERE l.depot_id = $3 AND l.remaining_quantity > 0
          AND l.id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY l.id LIMIT $2`,
  params: ({ workDepotId }) => [workDepotId],
};

export const LOTS_IN_SCOPE = 'SELECT count(*) FROM lots WHERE depot_id = $5 AND remaining_quantity > 0';

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
export const STOCK_IN_SCOPE = 'SELECT count(*) FROM stock_levels WHERE depot_id = $1';

/** A product in a depot. */
export type Goods = { depotId: number; productId: number };

/** One lock a product and depot covers all of its lots. */
export async function lockStock(tx: Transaction, goods: Goods[]): Promise<Pick<Facts, 'lots' | 'stock'>> {
  if (goods.length === 0) return { lots: new Map(), stock: new Map() };
  const keys = [goods.map(({ depotId }) => depotId), goods.map(({ productId }) => productId)];
  // Behind the locks, so that nobody changes what is read.
  const [levels, open] = await pipelined(lockLevels(tx, keys), loadOpenLots(tx, keys));
  if (levels.length < goods.length) {
    await tx.query(
      `INSERT INTO stock_levels (depot_id, product_id, quantity, as_of)
       SELECT depot_id, product_id, 0, now() FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id)
       ORDER BY depot_id, product_id ON CONFLICT DO NOTHING`,
      keys,
    );
    return lockStock(tx, goods);
  }
  const lots = new Map<string, LotState[]>();
  for (const lot of open.sort(fifoOrder)) {
    const key = stockKey(lot.depot_id, lot.product_id);
    lots.set(key, [...(lots.get(key) ?? []), lot]);
  }
  return {
    lots,
    stock: new Map(levels.map((row) => [stockKey(row.depot_id, row.product_id), row.quantity])),
  };
}

async function loadOpenLots(tx: Transaction, keys: number[][]): Promise<LotState[]> {
  const { rows } = await tx.query<LotState>(
    `WITH k AS (SELECT * FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id))
     SELECT ${LOT} FROM k JOIN lots l USING (depot_id, product_id) WHERE l.remaining_quantity > 0
     UNION ALL
     SELECT l.id, l.depot_id, l.product_id, l.lot_number, l.produced_at, NULL, l.received_quantity, l.remaining_quantity,
       l.state, l.external_id
     FROM k JOIN lots l USING (depot_id, product_id) WHERE l.lot_number = $3 AND l.remaining_quantity <= 0`,
    [...keys, SHORTFALL_LOT],
  );
  return rows;
}

async function lockLevels(
  tx: Transaction,
  keys: number[][],
): Promise<{ depot_id: number; product_id: number; quantity: number }[]> {
  const { rows } = await tx.query<{ depot_id: number; product_id: number; quantity: number }>(
    `SELECT depot_id, product_id, s.quantity
     FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id) JOIN stock_levels s USING (depot_id, product_id)
     ORDER BY depot_id, product_id FOR UPDATE OF s`,
    keys,
  );
  return rows;
}

/** Behind the locks of these levels, which are there and cover their lots. */
export async function writeStock(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  if (plan.stock.size === 0) return;
  await pipelined(addLots(tx, plan), moveStock(tx, plan, facts));
}

async function addLots(tx: Transaction, plan: Plan): Promise<void> {
  if (plan.newLots.length === 0) return;
  await tx.query(
    `INSERT INTO lots (id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity,
       remaining_quantity)
     SELECT id, depot_id, product_id, lot_number, produced_at, produced_at, 0, remaining_quantity
     FROM json_to_recordset($1::json) AS r (id uuid, depot_id integer, product_id integer, lot_number text,
       produced_at date, remaining_quantity integer)`,
    [JSON.stringify(plan.newLots)],
  );
}

async function moveStock(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  const lots = [...plan.lots.values()];
  const keys = [...plan.stock].map((key) => key.split(':').map(Number) as [number, number]);
  await tx.query(
    `WITH taken AS (
       UPDATE lots l SET remaining_quantity = r.remaining FROM unnest($1::uuid[], $2::integer[]) AS r (id, remaining)
       WHERE l.id = r.id
     ), booked AS (
       INSERT INTO stock_moves (event_id, lot_id, quantity, moved_at, is_recorded)
       SELECT event_id, lot_id, quantity, $7, is_recorded
       FROM unnest($3::uuid[], $4::uuid[], $5::integer[], $6::boolean[]) AS r (event_id, lot_id, quantity, is_recorded)
     )
     UPDATE stock_levels s SET quantity = r.quantity, as_of = $7
     FROM unnest($8::integer[], $9::integer[], $10::integer[]) AS r (depot_id, product_id, quantity)
     WHERE s.depot_id = r.depot_id AND s.product_id = r.product_id`,
    [
      pgTextArray(lots.map(({ id }) => id)),
      pgTextArray(lots.map(({ remaining_quantity }) => remaining_quantity)),
      pgTextArray(plan.moves.map(({ event_id }) => event_id)),
      pgTextArray(plan.moves.map(({ lot_id }) => lot_id)),
      pgTextArray(plan.moves.map(({ quantity }) => quantity)),
      plan.moves.map(({ is_recorded }) => is_recorded === true),
      facts.now,
      keys.map(([depotId]) => depotId),
      keys.map(([, productId]) => productId),
      [...plan.stock].map((key) => facts.stock.get(key) ?? 0),
    ],
  );
}
