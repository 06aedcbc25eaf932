import type { ServerEvent } from '#shared/contract/server-events.ts';
import { type Answer, newDevice, openTestServer, type TurnedClock } from './open-test-server.ts';

export const PASSWORD = 'manchengo-test';
export const ABSENT = '00000000-0000-7000-8000-000000000000';

/** A server with two depots and their people, a product and a client, and HQ's calls to it. */
export async function openTestHq(databaseUrl: string, clock: TurnedClock) {
  const server = await openTestServer(databaseUrl, clock);
  await server.addUsers({ username: 'admin', name: 'Admin', role: 'admin', password: PASSWORD });
  const admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  const get = (path: string, token = admin): Promise<Answer> => server.call('GET', `/api/admin/${path}`, { token });
  const post = (path: string, body?: unknown, token = admin): Promise<Answer> =>
    server.call('POST', `/api/admin/${path}`, { token, body });

  const alger: number = (await post('depots', { code: 'ALG', name: 'Alger' })).body.id;
  const oran: number = (await post('depots', { code: 'ORN', name: 'Oran' })).body.id;
  const addUser = async (username: string, role: string, depot_id: number): Promise<number> =>
    (await post('users', { name: 'Quelqu’un', password: PASSWORD, username, role, depot_id })).body.id;
  const driver = await addUser('driver', 'driver', alger);
  const oranDriver = await addUser('driver.oran', 'driver', oran);
  const clerkId = await addUser('clerk', 'clerk', alger);
  const clerk = (await server.signIn('clerk', PASSWORD)).body.access_token;
  const driverDevice = newDevice();
  const driverToken = (await server.signIn('driver', PASSWORD, driverDevice)).body.access_token;

  let serial = 0;
  const newProduct = () => {
    serial += 1;
    return { code: `P${serial}`, name: `Camembert ${serial}`, unit: 'pièce', price_ht: 28_500, tva_rate: 19 };
  };
  const product: { id: number } = (await post('products', newProduct())).body;
  const client: { id: string } = (await post('clients', { name: 'Épicerie Nour', depot_ids: [oran] })).body;
  const newDelivery = (over: object = {}) => ({
    depot_id: alger,
    driver_user_id: driver,
    client_id: client.id,
    planned_for: '2027-01-02',
    lines: [{ product_id: product.id, quantity: 3, unit_price_ht: 28_500, tva_rate: 19 }],
    ...over,
  });
  const newLot = (over: object = {}) => {
    serial += 1;
    return {
      depot_id: alger,
      product_id: product.id,
      lot_number: `L${serial}`,
      produced_at: '2026-12-01',
      expires_at: '2027-02-01',
      quantity: 100,
      ...over,
    };
  };

  /** What was said since, as it stands in the log. */
  async function said(work: () => Promise<unknown>): Promise<(ServerEvent & { keys: string[] })[]> {
    const { rows: before } = await server.deps.database.query('SELECT last FROM change_counter');
    await work();
    const { rows } = await server.deps.database.query(
      `SELECT body, (SELECT array_agg(key ORDER BY key) FROM change_audience a WHERE a.pos = c.pos) AS keys
     FROM numbered_changes c WHERE first_pos > $1 ORDER BY pos`,
      [before[0].last],
    );
    return rows.map(({ body, keys }) => ({ ...JSON.parse(body), keys: keys ?? [] }));
  }

  const people = { admin, clerk, clerkId, driver, oranDriver, driverDevice, driverToken };
  return { server, get, post, said, alger, oran, ...people, newProduct, newDelivery, newLot };
}
