import type { Client, Depot, Product, User } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { createClients } from '../admin/create-clients.ts';
import { createDeliveries } from '../admin/create-deliveries.ts';
import { createLots, createProducts } from '../admin/create-goods.ts';
import { createDepots, createUsers } from '../admin/create-people.ts';
import type { CreateAll } from '../admin/rows.ts';
import type { ServerDeps } from '../identity/deps.ts';
import * as columns from '../store/columns.ts';
import { inTransaction, type Transaction } from '../store/database.ts';
import { writeCompany } from '../store/entities/company.ts';
import { PRODUCTS } from './catalogue.ts';
import { DEMO_COMPANY } from './customers.ts';
import { DEMO_DEPOTS, type DemoDepots, demoClients, demoDeliveries, demoLots, demoUsers, type Market } from './plan.ts';

/** Servers that start together plant once. */
const DEMO_LOCK = 7_310_562_015;

/**
 * Plants the demo data in an empty database, and on each later day that day's deliveries, by the same functions as the
 * HQ API. A database with anything else in it is left as it is. The error is one sentence.
 */
export function seedDemoData(deps: ServerDeps): Promise<Result<null, string>> {
  const today = algiersDay(deps.clock.now());
  return inTransaction(deps.database, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    const { rows } = await tx.query<{ planned: string | null; occupied: boolean }>(
      `SELECT (SELECT value FROM meta WHERE key = 'demo_planned_until') AS planned,
              EXISTS (SELECT FROM depots) OR EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM products)
                OR EXISTS (SELECT FROM clients) OR EXISTS (SELECT FROM events) AS occupied`,
    );
    const planned = rows[0]?.planned ?? null;
    if (planned === null && rows[0]?.occupied) {
      return fail('The database holds real data, so MANCHENGO_DEMO=1 is refused: unset it, or name an empty database.');
    }
    if (planned !== null && planned >= today) return ok(null);
    const market = planned === null ? await found(tx, deps, today) : await readMarket(tx);
    await mustCreate(tx, deps, createDeliveries, demoDeliveries(market, today));
    await tx.query(
      `INSERT INTO meta (key, value) VALUES ('demo_planned_until', $1)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [today],
    );
    deps.log.info({ day: today }, 'demo deliveries planned');
    return ok(null);
  });
}

async function found(tx: Transaction, deps: ServerDeps, today: string): Promise<Market> {
  await writeCompany(tx, DEMO_COMPANY, true);
  const depots = byCode(await mustCreate(tx, deps, createDepots, DEMO_DEPOTS));
  const users = await mustCreate(tx, deps, createUsers, demoUsers(depots));
  const products = await mustCreate(tx, deps, createProducts, PRODUCTS);
  await mustCreate(tx, deps, createLots, demoLots(depots, products, today));
  const clients = await mustCreate(tx, deps, createClients, demoClients(depots));
  return { depots, users, products, clients };
}

/** What a later day's deliveries are made of, in an order that does not depend on ids. */
async function readMarket(tx: Transaction): Promise<Market> {
  const depots = await tx.query<Depot>(`SELECT ${columns.DEPOT} FROM depots d ORDER BY d.id`);
  const users = await tx.query<User>(`SELECT ${columns.USER} FROM users u ORDER BY u.id`);
  const products = await tx.query<Product>(
    `SELECT ${columns.PRODUCT} FROM products p WHERE p.is_active ORDER BY p.code`,
  );
  const clients = await tx.query<Client>(`SELECT ${columns.CLIENT} FROM clients c ORDER BY c.name, c.id`);
  return { depots: byCode(depots.rows), users: users.rows, products: products.rows, clients: clients.rows };
}

function byCode(depots: Depot[]): DemoDepots {
  const [ALG, ORN] = DEMO_DEPOTS.map(({ code }) => depots.find((depot) => depot.code === code));
  if (!ALG || !ORN) throw new Error('the demo depots are gone');
  return { ALG, ORN };
}

/** Our own rows are right, or this program is wrong. */
async function mustCreate<Input, Entity>(
  tx: Transaction,
  deps: ServerDeps,
  create: CreateAll<Input, Entity>,
  inputs: Input[],
): Promise<Entity[]> {
  const created = await create(tx, deps, inputs);
  if (created.ok) return created.value;
  throw new Error(`demo row ${created.error[0]?.row}: ${created.error[0]?.detail}`);
}
