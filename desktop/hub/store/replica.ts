import { type ServerEvent, topicOf } from '#shared/contract/server-events.ts';
import { type BootstrapResponse, SCOPE_KINDS, type ScopeEntities } from '#shared/contract/sync.ts';
import { audienceKeys } from '#shared/domain/change.ts';
import type { HubDatabase } from './hub-database.ts';
import { type Cell, insertRows } from './insert-rows.ts';
import { metaOf } from './meta.ts';

/** What the replica holds: what a snapshot pages through, and what its first page brings besides. */
const KINDS = [...SCOPE_KINDS, 'tours', 'payments'] as const satisfies (keyof ScopeEntities)[];
type Kind = (typeof KINDS)[number];

/** Which entity a change rewrites whole; other changes alter nothing in the replica. */
const kindOf = (action: string): Kind | null => KINDS.find((kind) => kind === topicOf(action)) ?? null;

type Entity = Record<string, unknown>;

/** Whose it is, where it is one person's. */
function userOf(kind: Kind, entity: Entity): Cell {
  switch (kind) {
    case 'deliveries':
    case 'tours':
      return entity.driver_user_id as number;
    case 'payments':
      return entity.user_id as number;
    default:
      return null;
  }
}

function entityRow(kind: Kind, entity: Entity): Cell[] {
  const id = kind === 'stock_levels' ? entity.product_id : entity.id;
  const key = typeof id === 'number' ? String(id).padStart(10, '0') : String(id);
  const day = kind === 'deliveries' ? (entity.planned_for as string) : null;
  return [kind, key, JSON.stringify(entity), userOf(kind, entity), day];
}

/** A lot without goods is no stock any more, and a client whom HQ has taken from this depot is none of its own. */
function isOutOfScope(kind: Kind, entity: Entity, depotId: number | null): boolean {
  if (kind === 'lots') return Number(entity.remaining_quantity) <= 0;
  const depots = kind === 'clients' ? entity.depot_ids : null;
  return depotId !== null && Array.isArray(depots) && !depots.includes(depotId);
}

const UPSERT =
  'ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, user_id = excluded.user_id, day = excluded.day';

/** The depot as the server last said it, and the server's statements to repeat to phones. Call inside a transaction. */
export function replicaWriter(database: HubDatabase, depotId: number | null) {
  const meta = metaOf(database);
  const upsert = insertRows(database, 'INSERT INTO entities (kind, key, body, user_id, day)', 5, UPSERT);
  const stage = insertRows(database, 'INSERT INTO staged_entities (kind, key, body, user_id, day)', 5, UPSERT);
  const addChanges = insertRows(database, 'INSERT OR IGNORE INTO changes (pos, occurred_at, body)', 3);
  const addKeys = insertRows(database, 'INSERT OR IGNORE INTO change_audience (key, pos)', 2);
  const drop = database.prepare('DELETE FROM entities WHERE kind = ? AND key = ?');
  const appendChanges = (events: ServerEvent[]): void => {
    addChanges(events.map((event) => [event.pos, event.occurred_at, JSON.stringify(event)]));
    addKeys(events.flatMap((event) => keysOf(event).map((key): Cell[] => [key, event.pos])));
  };
  const keepCompany = (company: object | null | undefined): void => {
    if (company !== undefined) meta.set('company', JSON.stringify(company));
  };
  return {
    apply(events: ServerEvent[]): void {
      // A page may say an entity twice; the last statement stands.
      const rows = new Map<string, Cell[]>();
      for (const event of events) {
        const kind = kindOf(event.action);
        if (!kind) continue;
        const row = entityRow(kind, event.payload);
        const isGone = isOutOfScope(kind, event.payload, depotId);
        if (isGone) drop.run(kind, row[1]);
        if (isGone) rows.delete(`${row[0]}/${row[1]}`);
        else rows.set(`${row[0]}/${row[1]}`, row);
      }
      upsert([...rows.values()]);
      keepCompany(events.findLast(({ action }) => topicOf(action) === 'company')?.payload);
      appendChanges(events);
    },

    stage({ entities, company }: Pick<BootstrapResponse, 'entities' | 'company'>, first: boolean): void {
      keepCompany(company);
      if (first) database.prepare('DELETE FROM staged_entities').run();
      for (const kind of KINDS) stage(((entities[kind] ?? []) as Entity[]).map((entity) => entityRow(kind, entity)));
    },

    /**
     * The snapshot replaces the replica, and the changes before it are forgotten: older cursors need a snapshot too. `ends`
     * are for the snapshots that phones take here.
     */
    commitStaged(ends: ServerEvent[], nextSince: string): void {
      database.exec(
        `DELETE FROM entities; INSERT INTO entities SELECT * FROM staged_entities; DELETE FROM staged_entities;
         DELETE FROM changes; DELETE FROM change_audience;`,
      );
      appendChanges(ends);
      meta.set('cursor', nextSince);
      meta.set('floor', nextSince);
      meta.remove('stale_scope');
    },
  };
}

const keysOf = (event: ServerEvent): string[] =>
  audienceKeys(event.audience ? { audience: event.audience, hub_depots: [] } : { hub_depots: [] });
