import type { ServerDeps } from '#server/identity/deps.ts';
import { ServerKeys } from '#server/identity/keys.ts';
import { syncDeps } from '#server/identity/sync-deps.ts';
import { postgresBlobs } from '#server/store/blobs.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { migrate } from '#server/store/migrate.ts';
import { accept } from '#server/store/sync/accept.ts';
import type { Role } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { batchOf, inShort } from '../conformance/store-subject.ts';
import { TestDevice, testIds } from '../test-device.ts';

/** What all orders have in common: a server's database with one product. */
export interface Ground {
  database: Database;
  deps: ServerDeps;
  productId: number;
  close(): Promise<void>;
}

export async function openGround(url: string): Promise<Ground> {
  const database = openDatabase(url);
  const migrated = await migrate(database, systemRandom);
  if (!migrated.ok) throw new Error(migrated.error);
  const keys = await ServerKeys.load(database, systemClock);
  const { rows } = await database.query<{ id: number }>(
    `INSERT INTO products (code, name, unit, price_ht, tva_rate) VALUES ('P', 'P', 'pièce', 100, 19) RETURNING id`,
  );
  const deps: ServerDeps = {
    database,
    clock: systemClock,
    random: systemRandom,
    ids: testIds,
    keys,
    log: silentLog,
    certificates: null,
    publicOrigins: () => [],
    ownOrigins: () => [],
    priceTolerancePercent: LIMITS.priceTolerancePercent,
  };
  return { database, deps, productId: rows[0]?.id ?? 0, close: () => database.end() };
}

const PEOPLE = ['driver', 'driver', 'seller', 'seller', 'admin', 'warehouse'] as const;
export const IN_STOCK = 100;
export const ORDERED = 7;

/** A depot of its own for each order: people with their phones, a client, a delivery, and goods. */
export interface Company {
  ground: Ground;
  depotId: number;
  otherDepotId: number;
  drivers: [Person, Person];
  sellers: [Person, Person];
  /** Of the warehouse. */
  hand: Person;
  client: string;
  delivery: { id: string; qr_payload: string };
  phones: string[];
  /** The last position said before. */
  head: number;
}

export interface Person {
  id: number;
  role: Role;
  phone: TestDevice;
  /** A second phone of the same person. */
  tablet: TestDevice;
}

/** One statement: there are thousands of orders. */
export async function found(ground: Ground): Promise<Company> {
  const [client, delivery] = [testIds.uuid(), testIds.uuid()];
  const qr_payload = `MCG1.${delivery}.nonce.signature`;
  const phones = PEOPLE.flatMap(() => [new TestDevice(0), new TestDevice(0)]);
  const { rows } = await ground.database.query<{ depots: number[]; people: number[]; head: number }>(
    `WITH depot AS (INSERT INTO depots (code, name) VALUES ($1, 'D'), ($1 || 'b', 'D') RETURNING id, code),
     here AS (SELECT id FROM depot WHERE code = $1),
     person AS (
       INSERT INTO users (username, name, role, depot_id, password_hash)
       SELECT $1 || n, 'P' || n, role, here.id, 'none' FROM here, unnest($2::text[]) WITH ORDINALITY AS r (role, n)
       RETURNING id, username
     ), numbered AS (SELECT id, right(username, 1)::integer AS n FROM person),
     device AS (
       INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
       SELECT d.id, p.id, 't', 't', '1', '{}', now()
       FROM unnest($3::uuid[]) WITH ORDINALITY AS d (id, n) JOIN numbered p ON p.n = (d.n + 1) / 2
     ), client AS (INSERT INTO clients (id, name, updated_at) VALUES ($4, 'C', now()) RETURNING id),
     place AS (INSERT INTO client_depots SELECT client.id, here.id FROM client, here),
     delivery AS (
       INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines,
         total_ht, total_tva, total_ttc, qr_payload)
       SELECT $5, 'BL-' || $1, here.id, p.id, client.id, now(), 'PENDING', $6::jsonb, 0, 0, 0, $7
       FROM here, client, numbered p WHERE p.n = 1
     ), level AS (INSERT INTO stock_levels SELECT here.id, $8, $9, now() FROM here),
     lot AS (
       INSERT INTO lots (id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity,
         remaining_quantity) SELECT gen_random_uuid(), here.id, $8, 'L', now(), now(), $9, $9 FROM here
     )
     SELECT (SELECT array_agg(id ORDER BY code) FROM depot) AS depots,
            (SELECT array_agg(id ORDER BY n) FROM numbered) AS people,
            (SELECT last FROM change_counter) AS head`,
    [
      testIds.uuid().replaceAll('-', '').slice(4),
      PEOPLE,
      phones.map(({ id }) => id),
      client,
      delivery,
      JSON.stringify([{ product_id: ground.productId, quantity: ORDERED, unit_price_ht: 100, tva_rate: 19 }]),
      qr_payload,
      ground.productId,
      IN_STOCK,
    ],
  );
  const { depots, people, head } = rows[0] as { depots: [number, number]; people: number[]; head: number };
  const person = (n: number): Person => {
    const [phone, tablet] = phones.slice(2 * n, 2 * n + 2) as [TestDevice, TestDevice];
    const id = people[n] as number;
    phone.userId = id;
    tablet.userId = id;
    return { id, role: PEOPLE[n] as Role, phone, tablet };
  };
  return {
    ground,
    depotId: depots[0],
    otherDepotId: depots[1],
    drivers: [person(0), person(1)],
    sellers: [person(2), person(3)],
    hand: person(5),
    client,
    delivery: { id: delivery, qr_payload },
    phones: phones.map(({ id }) => id),
    head,
  };
}

export const depsOn = ({ ground }: Company, database: Database): ServerDeps => ({ ...ground.deps, database });

/** A push by a person's own phone. Gives the outcomes in short. */
export const pushBy =
  (company: Company, person: Person, phone: TestDevice, events: SyncEvent[]) => async (on: Database) => {
    const caller = {
      ...({ kind: 'device', deviceId: phone.id, userId: person.id, userName: '', role: person.role } as const),
      ...{ depotId: company.depotId, key: phone.publicKey, scopeFrom: 0, expired: false },
    };
    return handedIn(company, on, batchOf(caller, events));
  };

/** A push by a hub of the depot, which brings anybody's. */
export const pushByHub = (company: Company, events: SyncEvent[]) => async (on: Database) =>
  handedIn(company, on, batchOf({ kind: 'hub', hubId: testIds.uuid(), depotId: company.depotId }, events));

async function handedIn(company: Company, on: Database, batch: ReturnType<typeof batchOf>) {
  const accepted = await accept(batch, syncDeps(depsOn(company, on)));
  return accepted.ok ? inShort(accepted.value.outcomes) : accepted.error.code;
}

export const blobsOn = ({ ground }: Company, on: Database) => postgresBlobs(on, ground.deps.clock);
