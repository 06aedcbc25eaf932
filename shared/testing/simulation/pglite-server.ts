import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { createSummaryInvoice } from '#server/admin/invoices/create-summary-invoice.ts';
import type { ServerDeps as ProductDeps } from '#server/identity/deps.ts';
import { postgresBlobs } from '#server/store/blobs.ts';
import { appendChanges } from '#server/store/changes.ts';
import { allOrNothing, type Database, inTransaction, type Transaction, valueTypes } from '#server/store/database.ts';
import { numberLeft } from '#server/store/keep-numbering.ts';
import { migrate } from '#server/store/migrate.ts';
import { postgresSyncStore } from '#server/store/sync/sync-store.ts';
import { cursorOf } from '#shared/contract/sync.ts';
import type { Change } from '#shared/domain/change.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { Chance } from './chance.ts';
import { type Fixture, type FixtureDevice, isGenuine, SIM_UPCASTS, serverKey } from './fixture.ts';
import type { Pass } from './points.ts';
import type {
  DayEnd,
  Held,
  HeldEvent,
  HeldSummary,
  HeldTour,
  OpenDeps,
  ServerDeps,
  ServerFixture,
  ServerStores,
} from './server-fixture.ts';

/** The production SQL on a PostgreSQL that lives in this process. One is booted, and emptied for each seed. */
export class PgliteServer implements ServerFixture {
  readonly #database: Database;
  readonly #tables: string[];
  #connections: Connections = new Set();
  #left: Connections = new Set();

  private constructor(database: Database, tables: string[]) {
    this.#database = database;
    this.#tables = tables;
  }

  static async boot(): Promise<PgliteServer> {
    const database = new pg.Pool({
      ...createPgConfig(await PGlite.create('memory://')),
      max: 1,
      pipeline: true,
      options: '-c TimeZone=UTC -c DateStyle=ISO',
      types: valueTypes,
    } as pg.PoolConfig);
    await database.query('SET TimeZone = UTC');
    const migrated = await migrate(database, new Chance(1));
    if (!migrated.ok) throw new Error(migrated.error);
    const { rows } = await database.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    await database.query('CREATE SCHEMA backup');
    return new PgliteServer(
      database,
      rows.map(({ name }) => name),
    );
  }

  close(): Promise<void> {
    return this.#database.end();
  }

  open({ clock, ids, pass }: OpenDeps): ServerStores {
    // A new process finds nothing left open by the last one.
    const left = new Set([...this.#left, ...this.#connections]);
    this.#left = left;
    this.#connections = new Set();
    let isNew = true;
    const first = async () => {
      await rollBack(left);
      if (isNew) {
        isNew = false;
        // What its predecessor left, as a server does before it serves anybody.
        await numberLeft(this.#database);
      }
    };
    const database = mortal(this.#database, pass, this.#connections, first);
    const signCheckpoint = async (claims: Parameters<typeof serverKey.sign>[0]) => serverKey.sign(claims);
    return {
      sync: postgresSyncStore({
        database,
        clock,
        ids,
        isGenuine,
        upcasts: SIM_UPCASTS,
        priceTolerancePercent: 5,
        signCheckpoint,
      }),
      blobs: postgresBlobs(database, clock),
    };
  }

  /**
   * What a dead process had begun is rolled back, as PostgreSQL does when a connection breaks. Nobody else has a
   * connection open between two turns.
   */
  async #rollBack(): Promise<void> {
    await rollBack(this.#left);
    await rollBack(this.#connections);
  }

  async seed(fixture: Fixture, epoch: string): Promise<void> {
    await this.#rollBack();
    const levels = new Map<string, { depot_id: number; product_id: number; quantity: number }>();
    for (const { depot_id, product_id, remaining_quantity } of fixture.lots) {
      const level = levels.get(`${depot_id}:${product_id}`) ?? { depot_id, product_id, quantity: 0 };
      levels.set(`${depot_id}:${product_id}`, { ...level, quantity: level.quantity + remaining_quantity });
    }
    await inTransaction(this.#database, async (tx) => {
      // What is append-only in a company's life begins anew with each seed.
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(`TRUNCATE ${this.#tables.join(', ')} RESTART IDENTITY CASCADE`);
      await tx.query('SET LOCAL session_replication_role = origin');
      await tx.query('INSERT INTO change_counter VALUES (0)');
      await tx.query(`INSERT INTO meta VALUES ('epoch', $1)`, [epoch]);
      for (const [table, rows] of Object.entries(rowsOf(fixture, [...levels.values()]))) {
        await tx.query(PLANTING[table as keyof typeof PLANTING], [JSON.stringify(rows)]);
      }
    });
  }

  async writeDelivery(...[delivery, action, also, deps]: Parameters<ServerFixture['writeDelivery']>): Promise<void> {
    await this.#rollBack();
    await inTransaction(this.#database, async (tx) => {
      await tx.query(
        `${PLANTING.deliveries} ON CONFLICT (id) DO UPDATE SET status = excluded.status, driver_user_id = excluded.driver_user_id`,
        [JSON.stringify([delivery])],
      );
      const audience = { users: [...new Set([delivery.driver_user_id, ...also])] };
      const hub_depots = [delivery.depot_id];
      const entity = { entity_type: 'DELIVERY', entity_id: delivery.id };
      const told = { audience, hub_depots, crew_depots: hub_depots };
      await say(tx, deps, { ...entity, action, payload: { ...delivery }, ...told });
    });
  }

  async summarise(...[delivery_ids, of, deps]: Parameters<ServerFixture['summarise']>): Promise<boolean> {
    await this.#rollBack();
    const { client_id, depot_id } = of;
    const { rows } = await this.#database.query<{ id: number }>('SELECT min(id) AS id FROM users');
    const made = await allOrNothing(this.#database, (tx) =>
      createSummaryInvoice(tx, deps as unknown as ProductDeps, rows[0]?.id ?? 0, { client_id, depot_id, delivery_ids }),
    );
    return made.ok;
  }

  async summaries(): Promise<HeldSummary[]> {
    await this.#rollBack();
    const { rows } = await this.#database.query<HeldSummary>(
      `SELECT i.reference, i.client_id, i.depot_id, i.total_ht, i.total_tva, i.total_ttc, array_agg(n.delivery_id::text) AS delivery_ids
       FROM invoices i JOIN invoice_notes n ON n.invoice_id = i.id GROUP BY i.id`,
    );
    return rows;
  }

  async register(device: FixtureDevice): Promise<void> {
    await this.#rollBack();
    await this.#database.query(PLANTING.devices, [JSON.stringify([device])]);
  }

  async revoke(deviceId: string, deps: ServerDeps): Promise<void> {
    await this.#rollBack();
    await inTransaction(this.#database, async (tx) => {
      await tx.query('UPDATE devices SET is_active = false WHERE id = $1', [deviceId]);
      const entity = { entity_type: 'DEVICE', entity_id: deviceId, action: 'DEVICE_REVOKED' as const };
      await say(tx, deps, {
        ...entity,
        payload: { device_id: deviceId },
        audience: { depots: [1, 2] },
        hub_depots: [],
      });
    });
  }

  async isActive(deviceId: string): Promise<boolean> {
    await this.#rollBack();
    const { rows } = await this.#database.query('SELECT 1 FROM devices WHERE id = $1 AND is_active', [deviceId]);
    return rows.length === 1;
  }

  async head(): Promise<string> {
    await this.#rollBack();
    const { rows } = await this.#database.query<{ epoch: string; last: number }>(
      `SELECT value AS epoch, (SELECT last FROM change_counter) AS last FROM meta WHERE key = 'epoch'`,
    );
    return cursorOf(rows[0]?.epoch ?? '', rows[0]?.last ?? 0);
  }

  async backUp(): Promise<void> {
    await this.#rollBack();
    await inTransaction(this.#database, async (tx) => {
      for (const table of this.#tables) {
        await tx.query(`DROP TABLE IF EXISTS backup.${table}`);
        await tx.query(`CREATE TABLE backup.${table} AS TABLE public.${table}`);
      }
    });
  }

  async restore(epoch: string): Promise<void> {
    await this.#rollBack();
    await inTransaction(this.#database, async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(`TRUNCATE ${this.#tables.join(', ')} RESTART IDENTITY CASCADE`);
      for (const table of this.#tables) {
        await tx.query(`INSERT INTO public.${table} OVERRIDING SYSTEM VALUE SELECT * FROM backup.${table}`);
      }
      await tx.query(`UPDATE meta SET value = $1 WHERE key = 'epoch'`, [epoch]);
      for (const table of ['stock_moves', 'refused_copies', 'blob_uploads']) {
        await tx.query(
          `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${table}), false)`,
        );
      }
      // Whole blocks, as a sequence that comes back from a backup gives them.
      await tx.query(`SELECT setval('change_ids', (SELECT coalesce(max(id), 0) / 1048576 * 1048576 + 1 FROM changes))`);
    });
  }

  async held(): Promise<Held> {
    await this.#rollBack();
    const all = async <Row>(sql: string): Promise<Row[]> => (await this.#database.query(sql)).rows as Row[];
    return {
      events: await all<HeldEvent>('SELECT id, status, error_code, body FROM events ORDER BY stored_at, id'),
      deliveries: await all(
        'SELECT id, depot_id, driver_user_id, client_id, status, lines FROM deliveries ORDER BY id',
      ),
      stock: await all('SELECT depot_id, product_id, quantity FROM stock_levels'),
      lots: await all('SELECT depot_id, product_id, remaining_quantity AS remaining FROM lots'),
      invoices: await all('SELECT id, reference, depot_id, client_id, delivery_id, payment, total_ttc FROM invoices'),
      clients: await all(
        `SELECT id, name, phone, address, balance, ARRAY (SELECT depot_id FROM client_depots WHERE client_id = id) AS depot_ids
         FROM clients`,
      ),
      ledger: await all('SELECT client_id, amount FROM ledger'),
      saidApplied: (
        await all<{ id: string }>(
          `SELECT body::json #>> '{payload,event_id}' AS id FROM changes WHERE body::json ->> 'action' = 'EVENT_APPLIED'`,
        )
      ).map(({ id }) => id),
      refused: (
        await all<{ event_id: string }>(
          'SELECT r.event_id FROM refused_copies r JOIN devices d ON d.id::text = r.brought_by::text',
        )
      ).map(({ event_id }) => event_id),
      revoked: (await all<{ id: string }>('SELECT id FROM devices WHERE NOT is_active')).map(({ id }) => id),
      blobs: (await all<{ sha256: string }>('SELECT sha256 FROM blobs')).map(({ sha256 }) => sha256),
    };
  }

  async dayEnd(): Promise<DayEnd> {
    await this.#rollBack();
    const all = async <Row>(sql: string): Promise<Row[]> => (await this.#database.query(sql)).rows as Row[];
    return {
      tours: await all<HeldTour>(
        'SELECT driver_user_id, day, depot_id, state, confirmed_device, confirmed_seq, settlement FROM tours',
      ),
      payments: await all('SELECT id, depot_id FROM payments'),
      auditSteps: (await all<{ id: string }>('SELECT id FROM audit_steps')).map(({ id }) => id),
      isTold: true,
    };
  }

  async photos(): Promise<Map<string, string>> {
    await this.#rollBack();
    const { rows } = await this.#database.query<{ sha256: string; real: string }>(
      `SELECT sha256, encode(sha256((SELECT string_agg(bytes, ''::bytea ORDER BY start) FROM blob_pieces p
         WHERE p.upload_id = b.upload_id)), 'hex') AS real FROM blobs b`,
    );
    return new Map(rows.map(({ sha256, real }) => [sha256, real]));
  }
}

type Connections = Set<pg.PoolClient>;

async function rollBack(connections: Connections): Promise<void> {
  for (const client of connections) {
    connections.delete(client);
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The database as a process sees it that may die at each statement; its open connections are noted. */
function mortal(database: Database, pass: Pass, connections: Connections, first: () => Promise<void>): Database {
  let last: Promise<unknown> = Promise.resolve();
  // Those that are sent together are executed one after another all the same, and a process dies once.
  const asked = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      await pass('server.statement before');
      await first();
      const answer = await run();
      await pass('server.statement after');
      return answer;
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  const connect = async () => {
    await first();
    const client = await database.connect();
    connections.add(client);
    return {
      query: (text: string, values?: unknown[]) => asked(() => client.query(text, values)),
      release(error?: boolean) {
        connections.delete(client);
        client.release(error);
      },
    };
  };
  const query = (text: string, values?: unknown[]) => asked(() => database.query(text, values));
  return { query, connect } as unknown as Database;
}

async function say(
  tx: Transaction,
  { ids, clock }: ServerDeps,
  change: Omit<Change, 'id' | 'occurred_at'>,
): Promise<void> {
  await appendChanges(tx, [{ id: ids.uuid(), occurred_at: isoTime(clock.now()), ...change }]);
}

function rowsOf(fixture: Fixture, stock_levels: object[]) {
  const made = (id: string) => ({ expires_at: '2027-01-01', received_quantity: 0, id });
  return {
    depots: fixture.depots,
    users: fixture.users,
    products: fixture.products,
    clients: fixture.clients,
    client_depots: fixture.clients.map(({ id, depot_ids }) => ({ client_id: id, depot_id: depot_ids[0] })),
    deliveries: fixture.deliveries,
    lots: fixture.lots.map((lot) => ({ ...lot, ...made(lot.id) })),
    stock_levels,
    devices: fixture.devices,
  } satisfies Record<keyof typeof PLANTING, object[]>;
}

const PLANTING = {
  depots: `INSERT INTO depots (id, code, name) SELECT id, code, name
    FROM json_to_recordset($1::json) AS r (id integer, code text, name text)`,
  users: `INSERT INTO users (id, username, name, role, depot_id, password_hash) SELECT id, lower(name), name, role, depot_id, 'none'
    FROM json_to_recordset($1::json) AS r (id integer, name text, role text, depot_id integer)`,
  products: `INSERT INTO products (id, code, name, unit, price_ht, tva_rate) SELECT id, code, name, unit, price_ht, tva_rate
    FROM json_to_recordset($1::json) AS r (id integer, code text, name text, unit text, price_ht bigint, tva_rate float)`,
  clients: `INSERT INTO clients (id, name, updated_at) SELECT id, name, updated_at
    FROM json_to_recordset($1::json) AS r (id uuid, name text, updated_at timestamptz)`,
  client_depots: `INSERT INTO client_depots (client_id, depot_id) SELECT client_id, depot_id
    FROM json_to_recordset($1::json) AS r (client_id uuid, depot_id integer)`,
  deliveries: `INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines,
      total_ht, total_tva, total_ttc, qr_payload)
    SELECT id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, 0, 0, 0, qr_payload
    FROM json_to_recordset($1::json) AS r (id uuid, reference text, depot_id integer, driver_user_id integer,
      client_id uuid, planned_for date, status text, lines jsonb, qr_payload text)`,
  lots: `INSERT INTO lots (id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity, remaining_quantity)
    SELECT id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity, remaining_quantity
    FROM json_to_recordset($1::json) AS r (id uuid, depot_id integer, product_id integer, lot_number text,
      produced_at date, expires_at date, received_quantity integer, remaining_quantity integer)`,
  stock_levels: `INSERT INTO stock_levels (depot_id, product_id, quantity, as_of) SELECT depot_id, product_id, quantity, '2026-11-22'
    FROM json_to_recordset($1::json) AS r (depot_id integer, product_id integer, quantity integer)`,
  devices: `INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
    SELECT id, user_id, 'sim', 'sim', '1', public_key, '2026-11-22'
    FROM json_to_recordset($1::json) AS r (id uuid, user_id integer, public_key jsonb)`,
} as const;
