import { DAY_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { cursorOf, type ScopeKind } from '#shared/contract/sync.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { type Caller, scopeOf, workDepot } from '#shared/sync-server/caller.ts';
import { type ReadKind, snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
import type { Snapshot } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../database.ts';
import { CLIENTS_IN_SCOPE, clientScope } from '../entities/client.ts';
import { toldOfCompany } from '../entities/company.ts';
import { DELIVERIES_IN_SCOPE, deliveryScope } from '../entities/delivery.ts';
import { PRODUCTS_IN_SCOPE, productScope } from '../entities/product.ts';
import type { ScopeParams, ScopeQuery } from '../entities/scope-query.ts';
import { LOTS_IN_SCOPE, lotScope, STOCK_IN_SCOPE, stockScope } from '../entities/stock.ts';
import { USERS_IN_SCOPE, userScope } from '../entities/user.ts';
import { logHead } from './cursor.ts';
import { outcomesFor } from './outcomes-in-snapshot.ts';
import { recentFor } from './recent-in-snapshot.ts';

type Row = { key: string; qr_payload?: string } & Record<string, unknown>;

const QUERIES: Record<ScopeKind, ScopeQuery> = {
  products: productScope,
  users: userScope,
  clients: clientScope,
  stock_levels: stockScope,
  deliveries: deliveryScope,
  lots: lotScope,
};

/** Of all kinds together. */
const COUNT = `SELECT ((${PRODUCTS_IN_SCOPE}) + (${USERS_IN_SCOPE}) + (${CLIENTS_IN_SCOPE}) + (${STOCK_IN_SCOPE})
    + (${DELIVERIES_IN_SCOPE}) + (${LOTS_IN_SCOPE}))::integer AS total`;

/** One page of the caller's scope on PostgreSQL. */
export async function scopeSnapshot(
  database: Database,
  caller: Caller,
  page: string | null,
  nowMs: number,
): Promise<Result<Snapshot, RequestError>> {
  const scope = paramsOf(caller, nowMs);
  const cursor = async () => {
    const head = await logHead(database);
    return cursorOf(head.epoch, head.last);
  };
  const read: ReadKind = async (kind, after, most) => {
    const { sql, params } = QUERIES[kind];
    const { rows } = await database.query<Row>(sql, [after, most, ...params(scope)]);
    return rows.map(({ key, qr_payload, ...entity }) => ({
      key,
      // A phone that held a delivery's code could validate it without going there.
      entity: scope.hub && qr_payload !== undefined ? { ...entity, qr_payload } : entity,
    }));
  };
  const count = async () => {
    const { hub, depotId, userId, workDepotId, sinceDay } = scope;
    const params = [depotId, hub ? depotId : null, hub ? null : userId, sinceDay, workDepotId];
    const { rows } = await database.query<{ total: number }>(COUNT, params);
    return rows[0]?.total ?? 0;
  };
  if (page !== null) return snapshotPage(page, { cursor, read, count });
  const recent = await recentFor(database, caller, scope.sinceDay);
  const beside = (recent.tours?.length ?? 0) + (recent.payments?.length ?? 0);
  const snapshot = await snapshotPage(page, { cursor, read, count, beside });
  if (!snapshot.ok) return snapshot;
  const { entities, total = 0 } = snapshot.value;
  const first = {
    ...snapshot.value,
    entities: { ...entities, ...recent },
    total: total + beside,
    company: await toldOfCompany(database),
    ends: await outcomesFor(database, scopeOf(caller), nowMs),
  };
  if (caller.kind !== 'hub') return ok(first);
  const [revoked_devices, closed_users] = [await revokedDevices(database), await closedUsers(database)];
  return ok({ ...first, revoked_devices, closed_users });
}

async function revokedDevices(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>('SELECT id FROM devices WHERE NOT is_active ORDER BY id');
  return rows.map(({ id }) => id);
}

async function closedUsers(database: Database): Promise<number[]> {
  const { rows } = await database.query<{ id: number }>('SELECT id FROM users WHERE NOT is_active ORDER BY id');
  return rows.map(({ id }) => id);
}

function paramsOf(caller: Caller, nowMs: number): ScopeParams {
  const scope = scopeOf(caller);
  return {
    hub: scope.kind === 'hub',
    userId: scope.kind === 'device' ? scope.userId : null,
    depotId: scope.depotId,
    workDepotId: workDepot(caller),
    sinceDay: algiersDay(nowMs - LIMITS.recentDays * DAY_MS),
  };
}
