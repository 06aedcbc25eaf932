import { DAY_MS } from '#shared/contract/durations.ts';
import type { Client, Depot, Product, User } from '#shared/contract/entities.ts';
import type { NewClient, NewDelivery, NewLot, NewUser } from '#shared/contract/hq/requests.ts';
import { type Chance, chanceOf } from './chance.ts';
import { DETAILS, kindOfShop } from './customers.ts';
import { ALGIERS_SHOPS, COMMUNES, ORAN_SHOPS } from './shops.ts';

/** Everybody knows it: demo data are for trying. */
export const DEMO_PASSWORD = 'manchengo-demo';

export const DEMO_DEPOTS = [
  { code: 'ALG', name: 'Dépôt d’Alger' },
  { code: 'ORN', name: 'Dépôt d’Oran' },
];

type DepotCode = 'ALG' | 'ORN';
export type DemoDepots = Record<DepotCode, Depot>;

const PEOPLE: [username: string, name: string, role: NewUser['role'], depot: DepotCode | null][] = [
  ['admin', 'Amina Haddad', 'admin', null],
  ['clerk.alger', 'Nassim Belkacem', 'clerk', 'ALG'],
  ['driver1.alger', 'Karim Benali', 'driver', 'ALG'],
  ['driver2.alger', 'Yacine Meziane', 'driver', 'ALG'],
  ['seller1.alger', 'Samia Boudiaf', 'seller', 'ALG'],
  ['driver1.oran', 'Mourad Bensalem', 'driver', 'ORN'],
];

export const demoUsers = (depots: DemoDepots): NewUser[] =>
  PEOPLE.map(([username, name, role, depot]) => ({
    username,
    name,
    role,
    depot_id: depot === null ? null : depots[depot].id,
    password: DEMO_PASSWORD,
  }));

const SHOP_SEED = 60;
const LOT_SEED = 40;

export function demoClients(depots: DemoDepots): NewClient[] {
  const chance = chanceOf(SHOP_SEED);
  const near = (degrees: number) => Math.round((degrees + chance.between(-40, 40) / 10_000) * 10_000) / 10_000;
  const shops = (depot: DepotCode) => (depot === 'ALG' ? ALGIERS_SHOPS : ORAN_SHOPS);
  return (['ALG', 'ORN'] as const).flatMap((depot) =>
    shops(depot).map(([name, street, commune]) => {
      const [lat, lng] = COMMUNES[commune] as [number, number];
      return {
        name,
        phone: `0${chance.between(5, 7)}${chance.between(50, 79)} ${digits(chance, 2)} ${digits(chance, 2)} ${digits(chance, 2)}`,
        address: `${street}, ${commune}`,
        location: { lat: near(lat), lng: near(lng) },
        tax_id: `0${digits(chance, 14)}`,
        depot_ids: [depots[depot].id],
        kind: kindOfShop(name),
        ...DETAILS[name],
      };
    }),
  );
}

const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.between(0, 9)).join('');

/** Two or three lots of each product in each depot, some weeks old, with more than a few days' sales in them. */
export function demoLots(depots: DemoDepots, products: Product[], today: string): NewLot[] {
  const chance = chanceOf(LOT_SEED);
  return Object.values(depots).flatMap((depot) =>
    products.flatMap((product) =>
      Array.from({ length: chance.between(2, 3) }, (_, age) => {
        const produced_at = shiftDay(today, -(2 + age * 9 + chance.between(0, 6)));
        return {
          depot_id: depot.id,
          product_id: product.id,
          lot_number: `L${produced_at.slice(2).replaceAll('-', '')}-${product.code}`,
          produced_at,
          expires_at: shiftDay(produced_at, 30 + 15 * chance.between(0, 4)),
          quantity: 12 * chance.between(20, 60),
        };
      }),
    ),
  );
}

const TOURS: [username: string, depot: DepotCode, stops: number][] = [
  ['driver1.alger', 'ALG', 12],
  ['driver2.alger', 'ALG', 12],
  ['driver1.oran', 'ORN', 6],
];

export interface Market {
  depots: DemoDepots;
  users: User[];
  products: Product[];
  clients: Client[];
}

/** Thirty deliveries for one day, no shop twice; every day has its own. */
export function demoDeliveries({ depots, users, products, clients }: Market, day: string): NewDelivery[] {
  const chance = chanceOf(Number(day.replaceAll('-', '')));
  const rest = new Set(clients.map(({ id }) => id));
  return TOURS.flatMap(([username, code, stops]) => {
    const depot = depots[code];
    const driver = users.find((user) => user.username === username) as User;
    const shops = clients.filter(({ id, depot_ids }) => rest.has(id) && depot_ids.includes(depot.id));
    return chance.some(shops, stops).map((shop) => {
      rest.delete(shop.id);
      const lines = chance.some(products, chance.between(2, 6)).map((product) => ({
        product_id: product.id,
        quantity: chance.between(2, 24),
        unit_price_ht: product.price_ht,
        tva_rate: product.tva_rate,
      }));
      return { depot_id: depot.id, driver_user_id: driver.id, client_id: shop.id, planned_for: day, lines };
    });
  });
}

const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
