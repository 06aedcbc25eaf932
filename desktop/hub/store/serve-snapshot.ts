import type { RequestError, Result } from '#shared/contract/errors.ts';
import { type Caller, scopeOf } from '#shared/sync-server/caller.ts';
import { snapshotPage } from '#shared/sync-server/snapshot-pages.ts';
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
  return (caller: Caller, page: string | null): Promise<Result<Snapshot, RequestError>> => {
    const scope = scopeOf(caller);
    const cursor = async () => (isVisitor(caller, depotId) ? null : meta.get('cursor'));
    return snapshotPage(page, cursor, async (kind, after, count) => {
      const own = kind === 'deliveries' && scope.kind === 'device';
      const rows = own ? ofUser.all(scope.userId, after, count) : ofKind.all(kind, after, count);
      return rows.map(({ key, body }) => ({ key, entity: withoutCode(JSON.parse(body)) }));
    });
  };
}

/** A delivery's code is for the printer: a phone that held it could validate without going there. */
function withoutCode(entity: Record<string, unknown>): unknown {
  const { qr_payload: _code, ...rest } = entity;
  return rest;
}
