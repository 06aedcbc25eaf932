import type { Lot, Product, StockLevel } from '#shared/contract/entities.ts';
import { fail, ok } from '#shared/contract/errors.ts';
import type { NewLot, NewProduct } from '#shared/contract/hq/requests.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isDay, isNearDay } from '#shared/domain/company-day.ts';
import { fifoOrder, isShortfallName, SHORTFALL_LOT, settledByReceipt } from '#shared/domain/stock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { RECORD_OF_PRODUCT, WRITTEN_OF_PRODUCT } from '../store/entities/product.ts';
import { inInputOrder } from './create-people.ts';
import { externalIdsTaken } from './external/external-ids.ts';
import { type CreateAll, findBadRows, namesTaken } from './rows.ts';
import { stockChanges } from './stock/tell-stock.ts';

/** Rates carry at most four decimals, so that TVA is computed in whole numbers. */
export const hasExactRate = (rate: number): boolean => Number.isInteger(Math.round(rate * 1e10) / 1e6);

export const createProducts: CreateAll<NewProduct, Product> = async (tx, deps, inputs) => {
  const odd = findBadRows(inputs, ({ tva_rate }) =>
    hasExactRate(tva_rate) ? null : ['INVALID_REQUEST', `The TVA rate ${tva_rate} has more than four decimals.`],
  );
  if (odd.length > 0) return fail(odd);
  const taken = await externalIdsTaken(tx, 'products', inputs);
  if (taken.length > 0) return fail(taken);
  const { rows } = await tx.query<Product>(
    `INSERT INTO products AS p (id, code, ${WRITTEN_OF_PRODUCT})
     SELECT id, code, ${WRITTEN_OF_PRODUCT} FROM (
       SELECT nextval(pg_get_serial_sequence('products', 'id')) AS id, r.*
       FROM json_to_recordset($1::json) AS r (${RECORD_OF_PRODUCT})
     ) AS numbered ORDER BY code_key(code)
     ON CONFLICT (code_key(code)) DO NOTHING RETURNING ${columns.PRODUCT}`,
    [JSON.stringify(inputs.map((input) => ({ is_active: true, lot_tracked: false, ...input })))],
  );
  const bad = namesTaken(inputs, new Set(rows.map(({ code }) => code)), ({ code }) => code, 'a product');
  if (bad.length > 0) return fail(bad);
  await appendChanges(
    tx,
    rows.map((row) => change(deps, { entity_type: 'PRODUCT', entity_id: row.id, action: 'PRODUCT_UPSERTED' }, row)),
  );
  return ok(inInputOrder(inputs, rows, (row) => row.code));
};

const lotName = (lot: { depot_id: number; product_id: number; lot_number: string }) =>
  `${lot.lot_number} of product ${lot.product_id} in depot ${lot.depot_id}`;

/**
 * A lot raises the stock of its product in its depot; the depot's devices are told the new level. Goods that had left
 * before their receipt was booked (a shortfall) are taken out of it again.
 */
export const createLots: CreateAll<NewLot, Lot> = async (tx, deps, inputs) => {
  const misplaced = findBadRows(inputs, lotRule(await knownPlaces(tx, inputs), deps.clock.now()));
  if (misplaced.length > 0) return fail(misplaced);
  const taken = await externalIdsTaken(tx, 'lots', inputs);
  if (taken.length > 0) return fail(taken);
  const { rows } = await tx.query<Lot>(
    `INSERT INTO lots AS l (id, depot_id, product_id, lot_number, produced_at, expires_at,
       received_quantity, remaining_quantity, external_id, received_at)
     SELECT id, depot_id, product_id, lot_number, produced_at, expires_at, quantity, quantity, external_id, $9
     FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::date[], $6::date[], $7::integer[], $8::text[])
       AS r (id, depot_id, product_id, lot_number, produced_at, expires_at, quantity, external_id)
     ORDER BY depot_id, product_id, code_key(lot_number)
     ON CONFLICT (depot_id, product_id, code_key(lot_number)) DO NOTHING RETURNING ${columns.LOT}`,
    [
      inputs.map(() => deps.ids.uuid()),
      inputs.map(({ depot_id }) => depot_id),
      inputs.map(({ product_id }) => product_id),
      inputs.map(({ lot_number }) => lot_number),
      inputs.map(({ produced_at }) => produced_at),
      inputs.map(({ expires_at }) => expires_at),
      inputs.map(({ quantity }) => quantity),
      inputs.map(({ external_id }) => external_id ?? null),
      isoTime(deps.clock.now()),
    ],
  );
  const bad = namesTaken(inputs, new Set(rows.map(lotName)), lotName, 'a lot');
  if (bad.length > 0) return fail(bad);
  const levels = await raiseStock(tx, deps, rows);
  const settled = await settleShortfalls(tx, rows, isoTime(deps.clock.now()));
  const lots = rows.map((lot) => ({ ...lot, remaining_quantity: settled.get(lot.id) ?? lot.remaining_quantity }));
  await appendChanges(tx, stockChanges(deps, { levels, lots }));
  return ok(inInputOrder(inputs, lots, lotName));
};

/** Levels are locked in the order of their key, as the deciding of deliveries does, so that the two cannot deadlock. */
async function raiseStock(tx: Transaction, deps: ServerDeps, lots: Lot[]): Promise<StockLevel[]> {
  const { rows } = await tx.query<StockLevel>(
    `INSERT INTO stock_levels AS s (depot_id, product_id, quantity, as_of)
     SELECT depot_id, product_id, sum(quantity), $4
     FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS r (depot_id, product_id, quantity)
     GROUP BY depot_id, product_id ORDER BY depot_id, product_id
     ON CONFLICT (depot_id, product_id)
       DO UPDATE SET quantity = s.quantity + excluded.quantity, as_of = excluded.as_of
     RETURNING ${columns.STOCK_LEVEL}`,
    [
      lots.map(({ depot_id }) => depot_id),
      lots.map(({ product_id }) => product_id),
      lots.map(({ received_quantity }) => received_quantity),
      isoTime(deps.clock.now()),
    ],
  );
  return rows;
}

/**
 * Moves the shortfalls of the received products into the new lots, the oldest first. Runs behind the locks of their
 * stock levels, which cover all lots. Levels do not change: what one lot loses the other gains. Answers what is left in
 * each new lot that gave.
 */
async function settleShortfalls(tx: Transaction, received: Lot[], now: string): Promise<Map<string, number>> {
  const { rows: shortfalls } = await tx.query<Pick<Lot, 'id' | 'depot_id' | 'product_id' | 'remaining_quantity'>>(
    `SELECT DISTINCT l.id, l.depot_id, l.product_id, l.remaining_quantity
     FROM unnest($1::integer[], $2::integer[]) AS k (depot_id, product_id) JOIN lots l USING (depot_id, product_id)
     WHERE l.lot_number = $3 AND l.remaining_quantity < 0`,
    [received.map(({ depot_id }) => depot_id), received.map(({ product_id }) => product_id), SHORTFALL_LOT],
  );
  const moves: { event_id: string; lot_id: string; quantity: number }[] = [];
  const left = new Map<string, number>();
  for (const shortfall of shortfalls) {
    let open = shortfall.remaining_quantity;
    const ofThese = received.filter(
      (lot) => lot.depot_id === shortfall.depot_id && lot.product_id === shortfall.product_id,
    );
    for (const lot of ofThese.sort(fifoOrder)) {
      const quantity = settledByReceipt(lot.received_quantity, open);
      if (quantity === 0) continue;
      open += quantity;
      left.set(lot.id, lot.remaining_quantity - quantity);
      moves.push({ event_id: lot.id, lot_id: lot.id, quantity: -quantity });
      moves.push({ event_id: lot.id, lot_id: shortfall.id, quantity });
    }
  }
  await bookMoves(tx, moves, now);
  return left;
}

async function bookMoves(
  tx: Transaction,
  moves: { event_id: string; lot_id: string; quantity: number }[],
  now: string,
): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `WITH moves AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS r (event_id, lot_id, quantity)
     ), booked AS (
       INSERT INTO stock_moves (event_id, lot_id, quantity, moved_at, cause)
       SELECT event_id, lot_id, quantity, $4::timestamptz, 'SETTLEMENT' FROM moves
     )
     UPDATE lots l SET remaining_quantity = l.remaining_quantity + m.quantity
     FROM (SELECT lot_id, sum(quantity)::integer AS quantity FROM moves GROUP BY lot_id) m WHERE l.id = m.lot_id`,
    [
      moves.map(({ event_id }) => event_id),
      moves.map(({ lot_id }) => lot_id),
      moves.map(({ quantity }) => quantity),
      now,
    ],
  );
}

interface Places {
  depots: Set<number>;
  products: Set<number>;
}

async function knownPlaces(tx: Transaction, inputs: NewLot[]): Promise<Places> {
  const depots = await tx.query<{ id: number }>('SELECT id FROM depots');
  const products = await tx.query<{ id: number }>('SELECT id FROM products WHERE id = ANY ($1::integer[])', [
    inputs.map(({ product_id }) => product_id),
  ]);
  return { depots: new Set(depots.rows.map(({ id }) => id)), products: new Set(products.rows.map(({ id }) => id)) };
}

const lotRule =
  ({ depots, products }: Places, nowMs: number) =>
  (lot: NewLot): ['NOT_FOUND' | 'INVALID_REQUEST', string] | null => {
    if (!depots.has(lot.depot_id)) return ['NOT_FOUND', `There is no depot ${lot.depot_id}.`];
    if (!products.has(lot.product_id)) return ['NOT_FOUND', `There is no product ${lot.product_id}.`];
    const fault = lotFault(lot, nowMs);
    return fault === null ? null : ['INVALID_REQUEST', fault];
  };

/** Why no lot can bear this name or these days; null where one can. */
export function lotFault(
  { lot_number, produced_at, expires_at }: Pick<NewLot, 'lot_number' | 'produced_at' | 'expires_at'>,
  nowMs: number,
): string | null {
  if (isShortfallName(lot_number)) {
    return `${SHORTFALL_LOT} is the name under which missing goods are booked: name the lot otherwise.`;
  }
  if (!isDay(produced_at)) return `produced_at ${produced_at} is not in the calendar.`;
  if (!isDay(expires_at)) return `expires_at ${expires_at} is not in the calendar.`;
  const far = [produced_at, expires_at].find((day) => !isNearDay(day, nowMs, LIMITS.lotDays));
  if (far) return `${far} is too far from today to be a lot's day.`;
  return expires_at < produced_at ? 'The lot expires before it was produced.' : null;
}
