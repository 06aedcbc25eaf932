import { dayOf } from '#shared/ui/format.ts';
import { call, type SignedIn, type World } from '../start-world.ts';

/** A delivery note as HQ plans it. */
export interface PlannedNote {
  id: string;
  reference: string;
  client_name: string;
  qr_payload: string;
}

/** Plans sixty of the first product and fourteen of the second for a driver, at one of the depot's clients that asks for no proof. */
export async function planNote(
  { world, admin }: { world: Pick<World, 'database' | 'serverUrl'>; admin: SignedIn },
  username: string,
  day = dayOf(Date.now()),
): Promise<PlannedNote> {
  const { rows } = await world.database.query(
    `SELECT u.id, u.depot_id,
            (SELECT c.id FROM client_depots p JOIN clients c ON c.id = p.client_id
             WHERE p.depot_id = u.depot_id AND c.proof IS NULL ORDER BY c.id LIMIT 1) AS client_id
     FROM users u WHERE username = $1`,
    [username],
  );
  const line = (product_id: number, quantity: number) => ({
    product_id,
    quantity,
    unit_price_ht: 100_00,
    tva_rate: 19,
  });
  const made = await call(world.serverUrl, 'POST', '/api/admin/deliveries', {
    authorization: admin.authorization,
    body: {
      depot_id: rows[0].depot_id,
      driver_user_id: rows[0].id,
      client_id: rows[0].client_id,
      planned_for: day,
      lines: [line(1, 60), line(2, 14)],
    },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body;
}
