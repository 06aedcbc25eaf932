import type { Delivery, Lot, LotState } from '#shared/contract/entities.ts';
import type { Sql } from './sql.ts';

/** A pending delivery of the depot, for whoever loads the vans. */
export interface DepotDelivery {
  id: string;
  reference: string;
  driver_user_id: number;
  /** Null where this phone does not know its name. */
  driver_name: string | null;
  client_name: string;
  planned_for: string;
  lines: Pick<Delivery['lines'][number], 'product_id' | 'quantity'>[];
}

export interface LotView {
  id: string;
  product_id: number;
  lot_number: string;
  produced_at: string;
  expires_at: string;
  /** What of it lies in the depot. */
  quantity: number;
  state: LotState;
}

/** Keeps what is pending in the depot; what is not any more, or is another's now, leaves. */
export function keepDepotDeliveries(sql: Sql, deliveries: Delivery[], depotId: number): void {
  const isPending = ({ depot_id, status }: Delivery) => depot_id === depotId && status === 'PENDING';
  const gone = deliveries.filter((one) => !isPending(one)).map(({ id }) => id);
  sql.exec('DELETE FROM cache_depot_deliveries WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(gone)]);
  sql.exec(
    `INSERT OR REPLACE INTO plain_cache_depot_deliveries (id, reference, driver_user_id, client_name, planned_for, lines)
     SELECT value ->> 'id', value ->> 'reference', value ->> 'driver_user_id', value ->> 'client_name',
            value ->> 'planned_for', value -> 'lines' FROM json_each(?)`,
    [JSON.stringify(deliveries.filter(isPending))],
  );
}

/** Keeps lots with goods; an empty one leaves. */
export function keepLots(sql: Sql, lots: Lot[]): void {
  const list = JSON.stringify(lots);
  sql.exec(
    `DELETE FROM cache_lots WHERE id IN (SELECT value ->> 'id' FROM json_each(?) WHERE value ->> 'remaining_quantity' <= 0)`,
    [list],
  );
  sql.exec(
    `INSERT OR REPLACE INTO cache_lots (id, depot_id, product_id, lot_number, produced_at, expires_at, quantity, state)
     SELECT value ->> 'id', value ->> 'depot_id', value ->> 'product_id', value ->> 'lot_number', value ->> 'produced_at',
            value ->> 'expires_at', value ->> 'remaining_quantity', coalesce(value ->> 'state', 'OK')
     FROM json_each(?) WHERE value ->> 'remaining_quantity' > 0`,
    [list],
  );
}

/** The depot's pending deliveries of a day and of days before it, by driver. */
export const depotDeliveries = (sql: Sql, day: string): DepotDelivery[] =>
  sql
    .all<Omit<DepotDelivery, 'lines'> & { lines: string }>(
      `SELECT d.id, d.reference, d.driver_user_id, u.name AS driver_name, d.client_name, d.planned_for, d.lines
       FROM plain_cache_depot_deliveries d LEFT JOIN plain_cache_users u ON u.id = d.driver_user_id
       WHERE d.planned_for <= ? ORDER BY d.driver_user_id, d.planned_for, d.reference`,
      [day],
    )
    .map(({ lines, ...row }) => ({ ...row, lines: JSON.parse(lines) }));

/** The depot's lots with goods, of each product what expires first before the rest. */
export const lots = (sql: Sql): LotView[] =>
  sql.all<LotView>(
    `SELECT id, product_id, lot_number, produced_at, expires_at, quantity, state FROM cache_lots
     ORDER BY product_id, expires_at, lot_number`,
  );
