import type { Database } from '#server/store/database.ts';
import { call, eventually, type SignedIn, signIn } from '../world/start-world.ts';
import type { Lab } from './lab.ts';

/** A depot with as many products and clients as a figure asks, and its hub, which holds them all. */
export interface Yard {
  serverUrl: string;
  hubUrl: string;
  database: Database;
  admin: SignedIn;
}

export async function openYard(lab: Lab, goods: { products: number; clients: number }): Promise<Yard> {
  const server = await lab.openServer();
  await stockUp(server.database, goods);
  const { dataDir } = await lab.enrolHub(server);
  const hub = await lab.openHub(dataDir, server.url);
  const { authorization } = await signIn(server.url, 'driver2.alger');
  await eventually(
    () => call(hub.ready.url, 'GET', '/api/sync/bootstrap', { authorization }),
    ({ status }) => status === 200,
    'the hub holds its depot’s data',
  );
  return {
    serverUrl: server.url,
    hubUrl: hub.ready.url,
    database: server.database,
    admin: await signIn(server.url, 'admin'),
  };
}

/** Before any hub is there to be told: each takes it with its first snapshot. */
async function stockUp(
  database: Database,
  { products, clients }: { products: number; clients: number },
): Promise<void> {
  await database.query(
    `INSERT INTO products (code, name, unit, price_ht, tva_rate)
     SELECT 'B' || n, 'Fromage ' || n, 'carton', 10000, 19 FROM generate_series(1, $1) AS n`,
    [products],
  );
  await database.query(
    `INSERT INTO stock_levels (depot_id, product_id, quantity, as_of)
     SELECT d.id, p.id, 500, now() FROM depots d, products p WHERE d.code = 'ALG' AND p.code LIKE 'B%'
     ON CONFLICT DO NOTHING`,
  );
  await database.query(
    `WITH made AS (
       INSERT INTO clients (id, name, phone, address, updated_at)
       SELECT gen_random_uuid(), 'Épicerie ' || n, '0550 12 ' || n, n || ', rue Hassiba, Alger', now()
       FROM generate_series(1, $1) AS n RETURNING id
     )
     INSERT INTO client_depots (client_id, depot_id) SELECT made.id, d.id FROM made, depots d WHERE d.code = 'ALG'`,
    [clients],
  );
}
