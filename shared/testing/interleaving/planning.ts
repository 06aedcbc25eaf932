import { createDeliveries } from '#server/admin/create-deliveries.ts';
import { createRows } from '#server/admin/rows.ts';
import type { Database } from '#server/store/database.ts';
import { testIds } from '../test-device.ts';
import { type Company, depsOn } from './company.ts';

/** HQ plans a delivery under a given id, at every attempt of its transaction. */
export const planning =
  (company: Company, id: string, driver = company.drivers[0].id) =>
  (on: Database) =>
    createRows(
      depsOn(company, on),
      (tx, deps, inputs) => createDeliveries(tx, { ...deps, ids: { uuid: firstThen(id) } }, inputs),
      [
        {
          depot_id: company.depotId,
          driver_user_id: driver,
          client_id: company.client,
          planned_for: '2026-11-22',
          lines: [{ product_id: company.ground.productId, quantity: 1, unit_price_ht: 100, tva_rate: 19 }],
        },
      ],
    );

/** What is made has the first id that is asked for. */
function firstThen(id: string): () => string {
  const ids = [id];
  return () => ids.pop() ?? testIds.uuid();
}
