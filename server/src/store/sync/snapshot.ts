import { DAY_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { cursorOf, type ScopeKind } from '#shared/contract/sync.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { type Caller, scopeOf } from '#shared/sync-server/caller.ts';
import { type ReadKind, snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
import type { Snapshot } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../database.ts';
import { logHead } from './cursor.ts';
import { outcomesFor } from './outcomes-in-snapshot.ts';

/** Deliveries that are done or cancelled stay in a scope this long after their day; open ones (a failure is not final) for ever. */
const CLOSED_DELIVERY_DAYS = 7;

interface ScopeParams {
  hub: boolean;
  userId: number | null;
  depotId: number | null;
  sinceDay: string;
}

/** Each takes ($1 after which key, $2 how many, $3 …) and gives rows of {key, entity}, in the order of the key. */
const QUERIES: Record<ScopeKind, { sql: string; params: (scope: ScopeParams) => unknown[] }> = {
  products: {
    sql: `SELECT lpad(id::text, 10, '0') AS key, json_build_object('id', id, 'code', code, 'name', name, 'unit', unit,
            'price_ht', price_ht, 'tva_rate', tva_rate, 'is_active', is_active) AS entity
          FROM products WHERE id > coalesce(nullif($1, '')::integer, 0) ORDER BY id LIMIT $2`,
    params: () => [],
  },
  users: {
    sql: `SELECT lpad(id::text, 10, '0') AS key, json_build_object('id', id, 'name', name) AS entity
          FROM users WHERE id > coalesce(nullif($1, '')::integer, 0) AND ($3::integer IS NULL OR depot_id = $3)
          ORDER BY id LIMIT $2`,
    params: ({ depotId }) => [depotId],
  },
  clients: {
    sql: `SELECT c.id::text AS key, json_build_object('id', c.id, 'depot_ids',
            ARRAY (SELECT depot_id FROM client_depots WHERE client_id = c.id ORDER BY depot_id), 'name', c.name,
            'phone', c.phone, 'address', c.address, 'location', c.location, 'tax_id', c.tax_id, 'balance', c.balance,
            'updated_at', to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS entity
          FROM client_depots cd JOIN clients c ON c.id = cd.client_id
          WHERE cd.depot_id = $3 AND cd.client_id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
          ORDER BY cd.client_id LIMIT $2`,
    params: ({ depotId }) => [depotId],
  },
  stock_levels: {
    sql: `SELECT lpad(product_id::text, 10, '0') AS key, json_build_object('product_id', product_id, 'depot_id', depot_id,
            'quantity', quantity, 'as_of', to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS entity
          FROM stock_levels WHERE depot_id = $3 AND product_id > coalesce(nullif($1, '')::integer, 0)
          ORDER BY product_id LIMIT $2`,
    params: ({ depotId }) => [depotId],
  },
  deliveries: {
    sql: `SELECT d.id::text AS key, json_strip_nulls(json_build_object('qr_payload', CASE WHEN $6 THEN d.qr_payload END))::jsonb
            || jsonb_build_object('id', d.id, 'reference', d.reference, 'depot_id', d.depot_id,
            'driver_user_id', d.driver_user_id, 'client_id', d.client_id, 'client_name', c.name,
            'planned_for', d.planned_for, 'status', d.status, 'lines', d.lines, 'total_ht', d.total_ht,
            'total_tva', d.total_tva, 'total_ttc', d.total_ttc, 'validated_by', d.validated_by,
            'validated_at', to_char(d.validated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS entity
          FROM deliveries d JOIN clients c ON c.id = d.client_id
          WHERE ($3::integer IS NULL OR d.depot_id = $3) AND ($4::integer IS NULL OR d.driver_user_id = $4)
            AND (d.planned_for >= $5::date OR d.status IN ('PENDING', 'FAILED'))
            AND d.id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
          ORDER BY d.id LIMIT $2`,
    params: ({ hub, userId, depotId, sinceDay }) => [hub ? depotId : null, hub ? null : userId, sinceDay, hub],
  },
};

/** Of all kinds together: ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
const COUNT = `SELECT (
    (SELECT count(*) FROM products)
    + (SELECT count(*) FROM users WHERE $1::integer IS NULL OR depot_id = $1)
    + (SELECT count(*) FROM client_depots WHERE depot_id = $1)
    + (SELECT count(*) FROM stock_levels WHERE depot_id = $1)
    + (SELECT count(*) FROM deliveries WHERE ($2::integer IS NULL OR depot_id = $2)
        AND ($3::integer IS NULL OR driver_user_id = $3) AND (planned_for >= $4::date OR status IN ('PENDING', 'FAILED')))
  )::integer AS total`;

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
    const { rows } = await database.query<{ key: string; entity: unknown }>(sql, [after, most, ...params(scope)]);
    return rows;
  };
  const count = async () => {
    const { hub, depotId, userId, sinceDay } = scope;
    const params = [depotId, hub ? depotId : null, hub ? null : userId, sinceDay];
    const { rows } = await database.query<{ total: number }>(COUNT, params);
    return rows[0]?.total ?? 0;
  };
  const snapshot = await snapshotPage(page, { cursor, read, count });
  if (!snapshot.ok || page !== null) return snapshot;
  const ends = await outcomesFor(database, scopeOf(caller), nowMs);
  if (caller.kind !== 'hub') return ok({ ...snapshot.value, ends });
  const [revoked_devices, closed_users] = [await revokedDevices(database), await closedUsers(database)];
  return ok({ ...snapshot.value, ends, revoked_devices, closed_users });
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
    sinceDay: algiersDay(nowMs - CLOSED_DELIVERY_DAYS * DAY_MS),
  };
}
