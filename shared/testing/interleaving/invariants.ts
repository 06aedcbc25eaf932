import type pg from 'pg';
import { type Company, IN_STOCK } from './company.ts';

interface Sums {
  waiting: string[];
  wrong_levels: number;
  unbooked: number;
  numbers: number[];
  counter: number;
  notes: number[];
  wrong_balances: number;
  applied_twice: number;
}

/** What holds of a company after whatever order, read without the product's code. Gives what does not. */
export async function faultsOf({ ground, depotId, phones, head }: Company): Promise<string[]> {
  const { rows } = await ground.database.query<Sums>(
    `WITH said AS (SELECT * FROM events WHERE device_id = ANY ($3::uuid[]))
     SELECT (SELECT coalesce(json_agg(action || ' waits for ' || waits_for), '[]') FROM said WHERE status = 'WAITING' AND (
              split_part(waits_for, ':', 2) IN (SELECT id::text FROM clients)
              OR split_part(waits_for, ':', 2) IN (SELECT id::text FROM deliveries)
              OR split_part(waits_for, ':', 2) IN (SELECT id::text FROM said))) AS waiting,
       (SELECT count(*) FROM stock_levels s WHERE s.depot_id = $1 AND s.quantity <> (SELECT coalesce(sum(remaining_quantity), 0)
          FROM lots l WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)) AS wrong_levels,
       (SELECT $2 + coalesce(sum(m.quantity), 0) FROM stock_moves m JOIN lots l ON l.id = m.lot_id WHERE l.depot_id = $1)
         - (SELECT sum(quantity) FROM stock_levels WHERE depot_id = $1) AS unbooked,
       (SELECT coalesce(json_agg(right(reference, 6)::integer ORDER BY reference), '[]') FROM invoices WHERE depot_id = $1) AS numbers,
       (SELECT coalesce(max(last), 0) FROM document_counters WHERE depot_id = $1 AND series = 'FAC') AS counter,
       (SELECT coalesce(json_agg(right(reference, 6)::integer ORDER BY reference), '[]') FROM credit_notes WHERE depot_id = $1) AS notes,
       (SELECT count(*) FROM clients c JOIN client_depots d ON d.client_id = c.id WHERE d.depot_id = $1
          AND c.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger WHERE client_id = c.id)) AS wrong_balances,
       (SELECT count(*) - count(DISTINCT c.body::json #>> '{payload,event_id}') FROM numbered_changes c
          WHERE c.first_pos > $4 AND c.body::json ->> 'action' = 'EVENT_APPLIED') AS applied_twice`,
    [depotId, IN_STOCK, phones, head],
  );
  const { waiting, wrong_levels, unbooked, numbers, counter, notes, wrong_balances, applied_twice } = rows[0] as Sums;
  return [
    ...waiting,
    ...(Number(wrong_levels) > 0 ? ['a stock level is not the sum of its lots'] : []),
    ...(Number(unbooked) !== 0 ? [`goods moved that no move tells of: ${unbooked}`] : []),
    ...(numbers.some((number, n) => number !== n + 1) || numbers.length !== counter
      ? [`invoices are numbered ${numbers.join(' ')}, and the counter says ${counter}`]
      : []),
    ...(notes.some((number, n) => number !== n + 1) ? [`credit notes are numbered ${notes.join(' ')}`] : []),
    ...(Number(wrong_balances) > 0 ? ['a balance is not the sum of its ledger'] : []),
    ...(Number(applied_twice) > 0 ? ['an event was said to be applied twice'] : []),
  ];
}

/** Whenever a transaction has ended, the positions that can be read are the next ones, without a gap, as far as the counter. */
export async function gapBehind(head: number, monitor: pg.Client): Promise<string[]> {
  const { rows } = await monitor.query<{ gap: boolean }>(
    `SELECT sum(size) <> max(first_pos + size - 1) - $1 OR max(first_pos + size - 1) <> (SELECT last FROM change_counter) AS gap
     FROM positions WHERE first_pos > $1`,
    [head],
  );
  return rows[0]?.gap ? ['positions have a gap, or the counter is not at their end'] : [];
}
