import type { Delivery } from '#shared/contract/entities.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { call, DEMO_PASSWORD, signIn, type World } from '../start-world.ts';

const DRIVERS = 8;
const SELLERS = 3;
const STOPS_A_DRIVER = 9;
const LINES_A_STOP = 3;

/** Who works today at depot ALG: made through the HQ API, as an admin would. */
export interface Cast {
  drivers: string[];
  sellers: string[];
  clerk: string;
}

/** Hires enough people for a dozen phones and plans their tours. */
export async function hireAndPlan(world: World): Promise<Cast> {
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const hq = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await call(world.serverUrl, method, `/api/admin/${path}`, { authorization, body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const depotId = world.hub.identity.depot.id;
  const hire = (username: string, name: string, role: string) =>
    hq('POST', 'users', { username, name, role, depot_id: depotId, password: DEMO_PASSWORD });
  const drivers: string[] = [];
  const sellers: string[] = [];
  for (let n = 1; n <= DRIVERS; n += 1)
    drivers.push((await hire(`tour${n}.alger`, `Chauffeur ${n}`, 'driver')).username);
  for (let n = 1; n <= SELLERS; n += 1)
    sellers.push((await hire(`vente${n}.alger`, `Vendeur ${n}`, 'seller')).username);

  const people = new Map<string, number>(
    (await hq('GET', 'users?limit=200')).items.map(({ username, id }: { username: string; id: number }) => [
      username,
      id,
    ]),
  );
  const clients = (await hq('GET', `clients?depot_id=${depotId}&limit=200`)).items;
  const products = (await hq('GET', 'products?limit=200')).items;
  for (const [d, driver] of drivers.entries()) {
    for (let stop = 0; stop < STOPS_A_DRIVER; stop += 1) {
      const lines = Array.from({ length: LINES_A_STOP }, (_, i) => {
        const product = products[(d * 7 + stop * 3 + i * 11) % products.length];
        return {
          product_id: product.id,
          quantity: 2 + ((d + stop + i) % 9),
          unit_price_ht: product.price_ht,
          tva_rate: product.tva_rate,
        };
      });
      await hq('POST', 'deliveries', {
        depot_id: depotId,
        driver_user_id: people.get(driver),
        client_id: clients[(d * STOPS_A_DRIVER + stop) % clients.length].id,
        planned_for: algiersDay(Date.now()),
        lines,
      });
    }
  }
  return { drivers, sellers, clerk: 'clerk.alger' };
}

/** The notes as the depot prints them, codes included: what a driver's camera sees. */
export async function printedNotes(world: World): Promise<Delivery[]> {
  const { origin, searchParams } = new URL(world.desktopUrl);
  const answer = await call(origin, 'GET', '/api/desktop/deliveries', {
    authorization: `Bearer ${searchParams.get('token')}`,
  });
  return answer.body.items;
}
