import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { parseCursor, SCOPE_KINDS, type ScopeEntities, type ScopeKind } from '#shared/contract/sync.ts';
import type { Snapshot } from './sync-store.ts';

/** Reads up to `count` entities of a kind behind a key ('' for the first), in the order of their keys. */
export type ReadKind = (kind: ScopeKind, after: string, count: number) => Promise<{ key: string; entity: unknown }[]>;

const PAGE = /^([0-5])~([0-9a-f-]{0,36})~(.{1,49})$/;
const UUID = new RegExp(UUID_PATTERN);

/** Where a page goes on, as an earlier answer said it; null for anything else. */
function placeOf(page: string): (Place & { nextSince: string }) | null {
  const [, index, after = '', nextSince = ''] = PAGE.exec(page) ?? [];
  const kind = SCOPE_KINDS[Number(index)];
  if (kind === undefined || parseCursor(nextSince) === null) return null;
  return after === '' || isKeyOf(kind, after) ? { kindIndex: Number(index), after, nextSince } : null;
}

/** Numbers are ten digits in keys, so that their text has their order. */
const isKeyOf = (kind: ScopeKind, key: string): boolean =>
  kind === 'clients' || kind === 'deliveries' || kind === 'lots'
    ? UUID.test(key)
    : /^\d{10}$/.test(key) && Number(key) <= LIMITS.id;

/** How a node reads a caller's scope. */
export interface ScopeReader {
  /** Null where this node holds no snapshot for the caller. */
  cursor: () => Promise<string | null>;
  read: ReadKind;
  /** Entities that stand in the first page beside those that are read: it holds so many fewer of them. */
  beside?: number;
  /** How many entities the scope has, of all kinds. */
  count: () => Promise<number>;
}

/**
 * One page of a scope, kind after kind, so that a page costs the same however far on it is. The cursor was taken before
 * the first page and travels in `next_page`; how much there is, is counted once.
 */
export async function snapshotPage(
  page: string | null,
  { cursor, read, count, beside = 0 }: ScopeReader,
): Promise<Result<Snapshot, RequestError>> {
  const place = page === null ? null : placeOf(page);
  if (page !== null && !place) return refuse('INVALID_REQUEST', 'page is not a next_page of an earlier answer.');
  const nextSince = place?.nextSince ?? (await cursor());
  if (nextSince === null) {
    return refuse('UNAVAILABLE', 'This node does not hold your deliveries: your own depot or HQ will give them.');
  }
  const entities: ScopeEntities = { products: [], clients: [], deliveries: [], stock_levels: [], users: [] };
  const room = LIMITS.bootstrapPage - (place === null ? beside : 0);
  const rest = await fill(entities, place ?? { kindIndex: 0, after: '' }, room, read);
  return ok({
    entities,
    ...(page === null ? { total: await count() } : {}),
    has_more: rest !== null,
    next_page: rest && `${rest.kindIndex}~${rest.after}~${nextSince}`,
    next_since: nextSince,
  });
}

interface Place {
  kindIndex: number;
  after: string;
}

/** Fills a page from a place on. Returns where the next one begins, or null at the end. */
async function fill(entities: ScopeEntities, from: Place, most: number, read: ReadKind): Promise<Place | null> {
  let room = most;
  let { kindIndex, after } = from;
  while (room > 0) {
    const kind = SCOPE_KINDS[kindIndex];
    if (!kind) return null;
    const rows = await read(kind, after, room);
    const found = entities as Partial<Record<ScopeKind, unknown[]>>;
    if (rows.length > 0) found[kind] = [...(found[kind] ?? []), ...rows.map(({ entity }) => entity)];
    if (rows.length === room) return { kindIndex, after: rows.at(-1)?.key ?? '' };
    room -= rows.length;
    kindIndex += 1;
    after = '';
  }
  return { kindIndex, after };
}
