import { type ServerEvent, topicOf } from '#shared/contract/server-events.ts';
import { type BootstrapResponse, SCOPE_KINDS, type ScopeKind } from '#shared/contract/sync.ts';
import { audienceKeys } from '#shared/domain/change.ts';
import type { HubDatabase } from './hub-database.ts';
import { type Cell, insertRows } from './insert-rows.ts';
import { metaOf } from './meta.ts';

/** Which entity a change rewrites whole; other changes alter nothing in the replica. */
const kindOf = (action: string): ScopeKind | null => SCOPE_KINDS.find((kind) => kind === topicOf(action)) ?? null;

type Entity = Record<string, unknown>;

function entityRow(kind: ScopeKind, entity: Entity): Cell[] {
  const id = kind === 'stock_levels' ? entity.product_id : entity.id;
  const key = typeof id === 'number' ? String(id).padStart(10, '0') : String(id);
  const isDelivery = kind === 'deliveries';
  return [
    kind,
    key,
    JSON.stringify(entity),
    isDelivery ? (entity.driver_user_id as number) : null,
    isDelivery ? (entity.planned_for as string) : null,
  ];
}

const UPSERT =
  'ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, user_id = excluded.user_id, day = excluded.day';

/** The depot as the server last said it, and the server's statements to repeat to phones. Call inside a transaction. */
export function replicaWriter(database: HubDatabase) {
  const meta = metaOf(database);
  const upsert = insertRows(database, 'INSERT INTO entities (kind, key, body, user_id, day)', 5, UPSERT);
  const stage = insertRows(database, 'INSERT INTO staged_entities (kind, key, body, user_id, day)', 5, UPSERT);
  const addChanges = insertRows(database, 'INSERT OR IGNORE INTO changes (pos, occurred_at, body)', 3);
  const addKeys = insertRows(database, 'INSERT OR IGNORE INTO change_audience (key, pos)', 2);
  const appendChanges = (events: ServerEvent[]): void => {
    addChanges(events.map((event) => [event.pos, event.occurred_at, JSON.stringify(event)]));
    addKeys(events.flatMap((event) => keysOf(event).map((key): Cell[] => [key, event.pos])));
  };
  const keepCompany = (company: object | null | undefined): void => {
    if (company !== undefined) meta.set('company', JSON.stringify(company));
  };
  return {
    apply(events: ServerEvent[]): void {
      // A page may say an entity twice; the last word stands.
      const rows = new Map<string, Cell[]>();
      for (const event of events) {
        const kind = kindOf(event.action);
        if (!kind) continue;
        const row = entityRow(kind, event.payload);
        rows.set(`${row[0]}/${row[1]}`, row);
      }
      upsert([...rows.values()]);
      keepCompany(events.findLast(({ action }) => topicOf(action) === 'company')?.payload);
      appendChanges(events);
    },

    stage({ entities, company }: Pick<BootstrapResponse, 'entities' | 'company'>, first: boolean): void {
      keepCompany(company);
      if (first) database.prepare('DELETE FROM staged_entities').run();
      for (const kind of SCOPE_KINDS) stage((entities[kind] as Entity[]).map((entity) => entityRow(kind, entity)));
    },

    /**
     * The snapshot replaces the replica, and the words before it are forgotten: older cursors need a snapshot too. `ends`
     * are for the snapshots that phones take here.
     */
    commitStaged(ends: ServerEvent[]): void {
      database.exec(
        `DELETE FROM entities; INSERT INTO entities SELECT * FROM staged_entities; DELETE FROM staged_entities;
         DELETE FROM changes; DELETE FROM change_audience;`,
      );
      appendChanges(ends);
    },
  };
}

const keysOf = (event: ServerEvent): string[] =>
  audienceKeys(event.audience ? { audience: event.audience, hub_depots: [] } : { hub_depots: [] });
