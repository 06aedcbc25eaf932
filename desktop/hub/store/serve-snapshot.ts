import type { Company } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { OUTCOMES_IN_SNAPSHOT, type ServerEvent } from '#shared/contract/server-events.ts';
import type { ScopeKind } from '#shared/contract/sync.ts';
import { forDevice } from '#shared/domain/change.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Caller, workDepot } from '#shared/sync-server/caller.ts';
import { type ScopeReader, snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
import type { Snapshot } from '#shared/sync-server/sync-store.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';
import { recentReader } from './recent-in-snapshot.ts';
import { isVisitor } from './serve-changes.ts';

/** A caller's scope, cut out of the depot's replica. */
export function snapshotReader(database: HubDatabase, depotId: number, clock: Clock) {
  const meta = metaOf(database);
  const scopes = scopeReader(database);
  const outcomesFor = outcomeReader(database);
  const recent = recentReader(database);
  // After a program that skipped lots and tours, the crew gets them from HQ until this hub has them.
  const holdsScope = (caller: Caller): boolean =>
    !isVisitor(caller, depotId) && (workDepot(caller) === null || meta.get('stale_scope') === null);
  return async (caller: Caller, page: string | null): Promise<Result<Snapshot, RequestError>> => {
    const cursor = async () => (holdsScope(caller) ? meta.get('cursor') : null);
    const scope = scopes(caller);
    if (page !== null || caller.kind === 'hub') return snapshotPage(page, { cursor, ...scope });
    const { tours, payments } = recent(caller, clock.now());
    const beside = tours.length + payments.length;
    const snapshot = await snapshotPage(page, { cursor, ...scope, beside });
    if (!snapshot.ok) return snapshot;
    const { entities, total = 0 } = snapshot.value;
    return ok({
      ...snapshot.value,
      entities: { ...entities, tours, payments },
      total: total + beside,
      company: JSON.parse(meta.get('company') ?? 'null') as Company | null,
      ends: outcomesFor(caller.userId),
    });
  };
}

type Row = { key: string; body: string };

/** What of the replica a caller sees: everybody its catalogue, and its own deliveries; the crew what is pending, and lots. */
function scopeReader(database: HubDatabase): (caller: Caller) => Pick<ScopeReader, 'read' | 'count'> {
  const ofKind = database.prepare<[string, string, number], Row>(
    'SELECT key, body FROM entities WHERE kind = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const ofUser = database.prepare<[number, string, number], Row>(
    `SELECT key, body FROM entities WHERE kind = 'deliveries' AND user_id = ? AND key > ? ORDER BY key LIMIT ?`,
  );
  const ofCrew = database.prepare<[number, string, number], Row>(
    `SELECT key, body FROM entities WHERE kind = 'deliveries' AND (user_id = ? OR body ->> 'status' = 'PENDING') AND key > ?
     ORDER BY key LIMIT ?`,
  );
  const countOfUser = database.prepare<[number], { total: number }>(
    `SELECT count(*) AS total FROM entities
     WHERE kind IN ('products', 'users', 'clients', 'stock_levels') OR kind = 'deliveries' AND user_id = ?`,
  );
  const countOfCrew = database.prepare<[number], { total: number }>(
    `SELECT count(*) AS total FROM entities WHERE kind IN ('products', 'users', 'clients', 'stock_levels', 'lots')
       OR kind = 'deliveries' AND (user_id = ? OR body ->> 'status' = 'PENDING')`,
  );
  return (caller) => {
    const userId = caller.kind === 'hub' ? 0 : caller.userId;
    const isCrew = workDepot(caller) !== null;
    const rowsOf = (kind: ScopeKind, after: string, most: number): Row[] => {
      if (kind === 'deliveries') return (isCrew ? ofCrew : ofUser).all(userId, after, most);
      return kind === 'lots' && !isCrew ? [] : ofKind.all(kind, after, most);
    };
    return {
      read: async (kind, after, most) =>
        rowsOf(kind, after, most).map(({ key, body }) => ({ key, entity: withoutCode(JSON.parse(body)) })),
      count: async () => (isCrew ? countOfCrew : countOfUser).get(userId)?.total ?? 0,
    };
  };
}

/** Refusals that stand, and numbers of invoices, of a user's events. */
function outcomeReader(database: HubDatabase): (userId: number) => ServerEvent[] {
  const changesFor = database.prepare<[string], { body: string }>(
    'SELECT c.body FROM change_audience a JOIN changes c ON c.pos = a.pos WHERE a.key = ? ORDER BY c.pos',
  );
  return (userId) => {
    const changes = changesFor.all(`u:${userId}`).map(({ body }) => JSON.parse(body) as ServerEvent);
    const applied = new Set(
      changes.flatMap(({ action, payload }) => (action === 'EVENT_APPLIED' ? payload.event_id : [])),
    );
    const isOutcome = ({ action, payload }: ServerEvent) =>
      (OUTCOMES_IN_SNAPSHOT as readonly string[]).includes(action) && !applied.has(payload.event_id);
    return changes.filter(isOutcome).map(forDevice);
  };
}

/** A delivery's code is for the printer: a phone that held it could validate without going there. */
function withoutCode(entity: Record<string, unknown>): unknown {
  const { qr_payload: _code, ...rest } = entity;
  return rest;
}
