import type { Sql } from './sql.ts';

/** Keeps the order of the route as its driver has put it: stops that came later follow by day and reference. */
export function saveRoute(sql: Sql, deliveryIds: string[]): void {
  sql.transaction(() => {
    sql.exec('DELETE FROM route_places');
    sql.exec(
      'INSERT INTO route_places (delivery_id, place) SELECT value, key FROM json_each(?) WHERE true ON CONFLICT DO NOTHING',
      [JSON.stringify(deliveryIds)],
    );
  });
}
