import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uuidBlob } from '#hub/store/blobs.ts';
import { type HubDatabase, openHubDatabase } from '#hub/store/hub-database.ts';
import { hubSyncStore } from '#hub/store/hub-sync-store.ts';
import { uplinkStore } from '#hub/store/uplink-store.ts';
import { createDeliveries } from '#server/admin/create-deliveries.ts';
import { createRows } from '#server/admin/rows.ts';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { syncDeps } from '#server/identity/sync-deps.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { appendChanges } from '#server/store/changes.ts';
import { inTransaction, type Database as Postgres } from '#server/store/database.ts';
import type { SignCheckpoint } from '#server/store/sync/checkpoint.ts';
import { postgresSyncStore } from '#server/store/sync/sync-store.ts';
import type { Delivery, Role } from '#shared/contract/entities.ts';
import type { NewDelivery } from '#shared/contract/hq/requests.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { Change } from '#shared/domain/change.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import { statementVerifier } from '#shared/sync-client/statement-verifier.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';
import type { Handset, HubCaller, StoreUnderTest } from '../conformance/store-subject.ts';
import { createTestDatabase } from '../postgres.ts';
import { TestDevice, testIds } from '../test-device.ts';

/** The server's store on PostgreSQL, and the store of a hub in depot ALG that follows it, without HTTP between them. */
export interface RealStores {
  database: Postgres;
  deps: OpenServer['deps'];
  server: StoreUnderTest;
  hub: StoreUnderTest;
  close(): Promise<void>;
}

/** More than a page of a snapshot holds. */
const SHOPS = 600;

/** On a database of this run's cluster, or of another one. */
export async function openRealStores(clusterUrl?: string): Promise<RealStores> {
  const { url, drop } = await createTestDatabase(clusterUrl);
  const opened = await openServer({
    databaseUrl: url,
    appOrigins: [],
    demo: true,
    logger: nodeLog('server', 'silent'),
  });
  if (!opened.ok) throw new Error(opened.error);
  const { deps } = opened.value;
  const { database } = deps;
  const depotId = await openShops(database);
  const server = serverStore(opened.value);
  const hubCaller: HubCaller = { kind: 'hub', hubId: testIds.uuid(), depotId };
  const yard = await openYard(depotId);
  const uplink = uplinkStore(
    yard.database,
    systemClock,
    statementVerifier(() => deps.keys.jwks),
  );
  await takeSnapshot(server, uplink, hubCaller);
  const common = {
    hub: hubCaller,
    delivery: () => planDelivery(opened.value),
  };
  const sayAtHq = (changes: Change[]) => inTransaction(database, (tx) => appendChanges(tx, changes));
  return {
    database,
    deps,
    server: {
      ...common,
      kind: 'server',
      store: server,
      handset: (username) => newHandset(database, username),
      say: sayAtHq,
      keptTexts: async (id) => textsAt(await database.query('SELECT body FROM events WHERE id = $1', [id])),
      stockMoves: async (id) =>
        (await database.query('SELECT FROM stock_moves WHERE event_id = $1', [id])).rowCount ?? 0,
    },
    hub: {
      ...common,
      kind: 'hub',
      store: yard.store,
      handset: async (username) => {
        await followServer(server, uplink, hubCaller);
        return newHandset(database, username);
      },
      say: async (changes) => {
        await sayAtHq(changes);
        await followServer(server, uplink, hubCaller);
      },
      keptTexts: async (id) => yard.keptTexts(id),
      stockMoves: async () => 0,
    },
    async close() {
      await yard.close();
      await opened.value.close();
      await drop();
    },
  };
}

/** The server's store, as its app builds it. */
export function serverStore({ deps }: OpenServer): SyncStore {
  const signCheckpoint: SignCheckpoint = (claims) => signClaims(deps.keys, TOKEN_TYPES.checkpoint, claims);
  return postgresSyncStore({ ...syncDeps(deps), signCheckpoint });
}

/** A hub's file in a folder of its own. */
export async function openYard(depotId: number) {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-yard-'));
  const opened = openHubDatabase(folder);
  if (!opened.ok) throw new Error(opened.error);
  const database: HubDatabase = opened.value;
  const onlooker = new Database(join(folder, 'hub.sqlite'), { readonly: true });
  const texts = onlooker.prepare<[Buffer], { body: string }>('SELECT body FROM relay_queue WHERE event_id = ?');
  return {
    database,
    store: hubSyncStore({
      database,
      clock: systemClock,
      depotId,
      upstream: () => ({ reachable: true, last_contact_at: null, backlog: 0 }),
      onAccepted: () => {},
    }),
    keptTexts: (id: string) => texts.all(uuidBlob(id)).map(({ body }) => body),
    async close() {
      onlooker.close();
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SERVER = { kind: 'server' as const, url: 'http://server.test' };

async function takeSnapshot(server: SyncStore, uplink: DeviceStore, hub: HubCaller): Promise<void> {
  for (let page: string | null = null; ; ) {
    const answer = await server.snapshot(hub, page);
    if (!answer.ok) throw new Error(answer.error.detail);
    await uplink.stageScope({ ...answer.value, server_time: '' }, page === null);
    page = answer.value.next_page;
    if (page === null) return uplink.commitScope(answer.value.next_since, SERVER);
  }
}

/** The hub hears what it has not heard yet. */
export async function followServer(server: SyncStore, uplink: DeviceStore, hub: HubCaller): Promise<void> {
  for (;;) {
    const answer = await server.changes(hub, (await uplink.cursor(SERVER)) ?? '', 500, hub.hubId);
    if (!answer.ok) throw new Error(answer.error.detail);
    await uplink.applyPage({ ...answer.value, server_time: '' });
    if (!answer.value.has_more) return;
  }
}

/** Gives the id of depot ALG, which gets shops enough for a second page. */
async function openShops(database: Postgres): Promise<number> {
  const { rows } = await database.query<{ id: number }>("SELECT id FROM depots WHERE code = 'ALG'");
  const depotId = rows[0]?.id ?? 0;
  const ids = Array.from({ length: SHOPS }, () => testIds.uuid());
  await database.query(
    `WITH made AS (INSERT INTO clients (id, name, updated_at) SELECT id, 'Shop', now() FROM unnest($1::uuid[]) AS id
       RETURNING id)
     INSERT INTO client_depots (client_id, depot_id) SELECT id, $2 FROM made`,
    [ids, depotId],
  );
  return depotId;
}

async function newHandset(database: Postgres, username: string): Promise<Handset> {
  const device = new TestDevice(0);
  const { rows } = await database.query<{ id: number; name: string; role: Role; depot_id: number | null }>(
    `WITH registered AS (
       INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
       SELECT $1, id, 'test', 'node', '0', $2, now() FROM users WHERE username = $3 RETURNING user_id
     ) SELECT u.id, name, role, depot_id FROM users u JOIN registered ON user_id = u.id`,
    [device.id, JSON.stringify(device.publicKey), username],
  );
  const user = rows[0];
  if (!user) throw new Error(`no user ${username}`);
  device.userId = user.id;
  const { id: userId, name: userName, role, depot_id: depotId } = user;
  return {
    device,
    caller: {
      kind: 'device',
      deviceId: device.id,
      userId,
      userName,
      role,
      depotId,
      key: device.publicKey,
      scopeFrom: 0,
      expired: false,
    },
  };
}

/** Plans a delivery for `driver1.alger` and tells nobody of its code but the test. */
async function planDelivery({ deps }: OpenServer): Promise<Delivery & { qr_payload: string }> {
  const { rows } = await deps.database.query<NewDelivery>(
    `SELECT d.depot_id, d.driver_user_id, d.client_id, d.planned_for, d.lines FROM deliveries d
     JOIN users u ON u.id = d.driver_user_id WHERE u.username = 'driver1.alger' LIMIT 1`,
  );
  const planned = await createRows(deps, createDeliveries, rows);
  if (!planned.ok) throw new Error(planned.error[0]?.detail);
  return planned.value[0] as unknown as Delivery & { qr_payload: string };
}

const textsAt = ({ rows }: { rows: { body: string }[] }): string[] => rows.map(({ body }) => body);
