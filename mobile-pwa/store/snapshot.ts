import type { ServerEvent } from '#shared/contract/server-events.ts';
import { type BootstrapResponse, parseCursor, type ScopeEntities } from '#shared/contract/sync.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import {
  clearCaches,
  keepCompany,
  upsertClients,
  upsertDeliveries,
  upsertProducts,
  upsertStockLevels,
  upsertUsers,
} from './cache.ts';
import { keepDepotWork, type Owner, takeEnds } from './changes.ts';
import { digest } from './digest.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';
import { keepTours } from './tours.ts';
import { forgetHubData } from './unverified-hub-data.ts';

/** Puts a page of a new snapshot aside: what is on screen stays until the whole of it is here. */
export function stageScope(sql: Sql, page: BootstrapResponse, first: boolean): void {
  sql.transaction(() => {
    if (first) sql.exec('DELETE FROM staged_scope');
    sql.exec('INSERT INTO plain_staged_scope (entities) VALUES (?)', [
      JSON.stringify({ ...page.entities, ends: page.ends ?? [], company: page.company }),
    ]);
    writeMeta(sql, 'snapshot_at', page.server_time);
  });
}

/**
 * Replaces the caches, never the queue, by what was staged. Another epoch in the cursor means a server that came back
 * from a backup: its next checkpoint will tell what it forgot. A phone whose first snapshot this is may have handed in
 * before it, and cannot know in which epoch.
 */
export function commitScope(sql: Sql, nextSince: string, node: NodeRef, owner: Owner, now: string): void {
  sql.transaction(() => {
    const before = parseCursor(readMeta(sql, 'cursor') ?? '');
    const after = parseCursor(nextSince);
    if (before === null ? hasHandedIn(sql) : before.epoch !== after?.epoch) {
      writeMeta(sql, 'epoch_changed_at', readMeta(sql, 'snapshot_at'));
      unsayEnds(sql);
    }
    clearCaches(sql);
    const pages = sql.all<{ entities: string }>('SELECT entities FROM plain_staged_scope ORDER BY page');
    const ends: ServerEvent[] = [];
    for (const { entities } of pages) {
      const { ends: told = [], ...rest } = JSON.parse(entities) as Staged;
      fill(sql, rest, owner);
      ends.push(...told);
    }
    const news = digest(ends);
    if (node.kind === 'server') forgetHubData(sql, news, readMeta(sql, 'snapshot_at') || now);
    takeEnds(sql, news, now);
    sql.exec('DELETE FROM staged_scope');
    writeMeta(sql, 'cursor', nextSince);
    writeMeta(sql, 'stale_scope', null);
  });
}

/** Something has come to its end at the server already. */
const hasHandedIn = (sql: Sql): boolean =>
  sql.all(`SELECT 1 FROM sync_archive UNION ALL SELECT 1 FROM sync_offers WHERE outcome = 'refused_by_server' LIMIT 1`)
    .length > 0;

/** What the server decided before its backup may stand no more: the snapshot tells what does, and the rest is decided anew. */
function unsayEnds(sql: Sql): void {
  sql.exec('UPDATE sync_archive SET outcome = NULL, error_code = NULL WHERE outcome IS NOT NULL');
  sql.exec(
    `UPDATE sync_queue SET outcome = NULL, error_code = NULL, status = iif(custody = 'hub', 'ACKED', 'PENDING') WHERE outcome IS NOT NULL`,
  );
  sql.exec(`DELETE FROM sync_offers WHERE outcome = 'refused_by_server'`);
  sql.exec(
    `DELETE FROM inbox WHERE event_id NOT IN (SELECT event_id FROM sync_offers WHERE outcome IN ('set_aside', 'refused'))`,
  );
}

type Staged = Partial<ScopeEntities> & Pick<BootstrapResponse, 'ends' | 'company'>;

function fill(sql: Sql, entities: Omit<Staged, 'ends'>, owner: Owner): void {
  upsertProducts(sql, entities.products ?? []);
  upsertClients(sql, entities.clients ?? []);
  upsertDeliveries(
    sql,
    (entities.deliveries ?? []).filter(({ driver_user_id }) => driver_user_id === owner.userId),
  );
  keepDepotWork(sql, entities, owner);
  keepTours(sql, entities.tours ?? [], owner);
  upsertStockLevels(sql, entities.stock_levels ?? []);
  upsertUsers(sql, entities.users ?? []);
  keepCompany(sql, entities.company);
}
