import type { Lot } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { SHORTFALL_LOT } from '#shared/domain/stock.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { lockStock } from '../../store/entities/stock.ts';

export interface NamedLot {
  depot_id: number;
  product_id: number;
  lot_number: string;
}

export interface LockedLot {
  /** null where the depot has none of this name. */
  lot: Lot | null;
  /** Goods of the product that left the depot without a lot. */
  shortfall: Lot | null;
}

/** A lot by its name, behind the lock of its product in the depot. 404 for a depot or a product that is not there. */
export async function lockLot(
  tx: Transaction,
  { depot_id, product_id, lot_number }: NamedLot,
): Promise<Result<LockedLot, RequestError>> {
  const known = await tx.query<{ depot: boolean; product: boolean }>(
    `SELECT EXISTS (SELECT FROM depots WHERE id = $1) AS depot, EXISTS (SELECT FROM products WHERE id = $2) AS product`,
    [depot_id, product_id],
  );
  if (!known.rows[0]?.depot) return refuse('NOT_FOUND', `There is no depot ${depot_id}.`);
  if (!known.rows[0].product) return refuse('NOT_FOUND', `There is no product ${product_id}.`);
  await lockStock(tx, [{ depotId: depot_id, productId: product_id }]);
  const { rows } = await tx.query<Lot & { is_named: boolean }>(
    `SELECT ${columns.LOT}, code_key(l.lot_number) = code_key($3) AS is_named FROM lots l
     WHERE l.depot_id = $1 AND l.product_id = $2 AND code_key(l.lot_number) IN (code_key($3), $4)`,
    [depot_id, product_id, lot_number, SHORTFALL_LOT],
  );
  const found = rows.map(({ is_named, ...lot }) => ({ is_named, lot }));
  return ok({
    lot: found.find(({ is_named }) => is_named)?.lot ?? null,
    shortfall: found.find(({ lot }) => lot.lot_number === SHORTFALL_LOT)?.lot ?? null,
  });
}

/** Lots are never deleted: one that is known stays so. */
export async function isKnownLot(tx: Transaction, { depot_id, product_id, lot_number }: NamedLot): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM lots WHERE depot_id = $1 AND product_id = $2 AND code_key(lot_number) = code_key($3)',
    [depot_id, product_id, lot_number],
  );
  return rowCount === 1;
}

/** A lot that was found or has arrived: empty, until goods are moved into it. */
export async function insertEmptyLot(
  tx: Transaction,
  lot: NamedLot & Pick<Lot, 'id' | 'produced_at' | 'expires_at' | 'state'>,
  now: string,
): Promise<Lot> {
  const { rows } = await tx.query<Lot>(
    `INSERT INTO lots AS l (id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity,
       remaining_quantity, received_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8) RETURNING ${columns.LOT}`,
    [lot.id, lot.depot_id, lot.product_id, lot.lot_number, lot.produced_at, lot.expires_at, now, lot.state ?? 'OK'],
  );
  return rows[0] as Lot;
}
