import type { Company } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { OUTCOMES_IN_SNAPSHOT, type ServerEvent } from '#shared/contract/server-events.ts';
import { forDevice } from '#shared/domain/change.ts';
import { type Caller, scopeOf } from '#shared/sync-server/caller.ts';
import { type ReadKind, snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
import type { Snapshot } from '#shared/sync-server/sync-store.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';
import { isVisitor } from './serve-changes.ts';

/** A caller's scope, cut out of the depot's replica. */
export function snapshotReader(database: HubDatabase, depotId: number) {
  const meta = metaOf(database);
  const ofKind = database.prepare<[string, string, number], { key: string; body: string }>(
    'SELECT key, body FROM entities WHERE kind = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const ofUser = database.prepare<[number, string, number], { key: string; body: string }>(
    'SELECT key, body FROM entities WHERE user_id = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const countAll = database.prepare<[], { total: number }>('SELECT count(*) AS total FROM entities');
  const countOfUser = database.prepare<[number], { total: number }>(
    `SELECT count(*) AS total FROM entities WHERE kind <> 'deliveries' OR user_id = ?`,
  );
  const wordsTo = database.prepare<[string], { body: string }>(
    'SELECT c.body FROM change_audience a JOIN changes c ON c.pos = a.pos WHERE a.key = ? ORDER BY c.pos',
  );
  const outcomesFor = (userId: number): ServerEvent[] => {
    const words = wordsTo.all(`u:${userId}`).map(({ body }) => JSON.parse(body) as ServerEvent);
    const applied = new Set(
      words.flatMap(({ action, payload }) => (action === 'EVENT_APPLIED' ? payload.event_id : [])),
    );
    const isEnd = ({ action, payload }: ServerEvent) =>
      (OUTCOMES_IN_SNAPSHOT as readonly string[]).includes(action) && !applied.has(payload.event_id);
    return words.filter(isEnd).map(forDevice);
  };
  return async (caller: Caller, page: string | null): Promise<Result<Snapshot, RequestError>> => {
    const scope = scopeOf(caller);
    const cursor = async () => (isVisitor(caller, depotId) ? null : meta.get('cursor'));
    const read: ReadKind = async (kind, after, most) => {
      const own = kind === 'deliveries' && scope.kind === 'device';
      const rows = own ? ofUser.all(scope.userId, after, most) : ofKind.all(kind, after, most);
      return rows.map(({ key, body }) => ({ key, entity: withoutCode(JSON.parse(body)) }));
    };
    const count = async () => (scope.kind === 'device' ? countOfUser.get(scope.userId) : countAll.get())?.total ?? 0;
    const snapshot = await snapshotPage(page, { cursor, read, count });
    if (!snapshot.ok || page !== null || scope.kind === 'hub') return snapshot;
    const company = JSON.parse(meta.get('company') ?? 'null') as Company | null;
    return ok({ ...snapshot.value, company, ends: outcomesFor(scope.userId) });
  };
}

/** A delivery's code is for the printer: a phone that held it could validate without going there. */
function withoutCode(entity: Record<string, unknown>): unknown {
  const { qr_payload: _code, ...rest } = entity;
  return rest;
}
