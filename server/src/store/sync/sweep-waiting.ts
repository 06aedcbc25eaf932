import { type EntityKey, entityOf } from '#shared/domain/decide/entity-keys.ts';
import type { EntityKind } from '#shared/domain/decide/facts.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { appendChanges } from '../changes.ts';
import { type Database, isOutage, type Queryable } from '../database.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { decideStored } from './decide-stored.ts';
import { type Decision, inDecision } from './in-decision.ts';
import { type StoredBody, storedCandidate } from './load-waiting.ts';
import { writeAlerts } from './write-alerts.ts';

/** Keys of what is waited for, looked up at a time. */
const KEYS = 1_000;
/** Events decided in one transaction: pushes wait behind it for as long. */
const CHUNK = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type SweepDeps = AcceptDeps & { log: Log };

/** What a sweep found so far, for the alert that it raises. */
interface Found {
  /** Names the sweep's one alert. */
  subject: string;
  events: number;
  /** The oldest, and since when it waited. */
  first: { event_id: string; since: string } | null;
}

/**
 * Decides what waits for an entity that is there. There is never such an event, since whoever makes an entity decides
 * what waits for it: what this finds was left by an older program, by a hand in the database or by a fault of ours. So it
 * is counted for good (`decided_late`), and told to HQ. Any number of servers may sweep at once.
 */
export async function sweepWaiting(deps: SweepDeps): Promise<number> {
  const found: Found = { subject: deps.ids.uuid(), events: 0, first: null };
  for (let after: string | null = ''; after !== null; ) {
    const page: { waits_for: string }[] = await waitedFor(deps.database, after);
    for (const key of await present(deps.database, page)) await decideAll(key, deps, found);
    after = page.length < KEYS ? null : (page.at(-1)?.waits_for ?? null);
  }
  if (found.events > 0) deps.log.warn({ ...found }, 'events that waited for what was there were decided late');
  return found.events;
}

/** How many events a sweep has ever found, by whichever server. */
export async function decidedLate(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'decided_late'`);
  return Number(rows[0]?.value ?? 0);
}

async function waitedFor(database: Database, after: string): Promise<{ waits_for: string }[]> {
  const { rows } = await database.query<{ waits_for: string }>(
    `SELECT DISTINCT waits_for FROM events WHERE status = 'WAITING' AND waits_for > $1 ORDER BY waits_for LIMIT $2`,
    [after, KEYS],
  );
  return rows;
}

/** Those of the keys whose entity is there. */
async function present(database: Database, page: { waits_for: string }[]): Promise<EntityKey[]> {
  const keys = page.map(({ waits_for }) => waits_for as EntityKey).filter((key) => UUID.test(entityOf(key).id));
  const idsOf = (kind: EntityKind) => keys.map(entityOf).flatMap((key) => (key.kind === kind ? [key.id] : []));
  const { rows } = await database.query<{ key: EntityKey }>(
    `SELECT 'EVENT:' || id AS key FROM events WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT 'CLIENT:' || id FROM clients WHERE id = ANY ($2::uuid[])
     UNION ALL SELECT 'DELIVERY:' || id FROM deliveries WHERE id = ANY ($3::uuid[])`,
    [idsOf('EVENT'), idsOf('CLIENT'), idsOf('DELIVERY')],
  );
  return rows.map(({ key }) => key);
}

async function decideAll(key: EntityKey, deps: SweepDeps, found: Found): Promise<void> {
  for (;;) {
    const { rows } = await deps.database.query<{ id: string }>(
      `SELECT id FROM events WHERE status = 'WAITING' AND waits_for = $1 ORDER BY stored_at, id LIMIT $2`,
      [key, CHUNK],
    );
    const before = found.events;
    await decideChunk(
      rows.map(({ id }) => id),
      key,
      deps,
      found,
    );
    // What is still not decided would be found again and again.
    if (rows.length < CHUNK || found.events === before) return;
  }
}

/** One that cannot be decided at all holds up no other. */
async function decideChunk(ids: string[], key: EntityKey, deps: SweepDeps, found: Found): Promise<void> {
  try {
    Object.assign(found, await inDecision(deps.database, (decision) => decideNow(decision, ids, key, deps, found)));
  } catch (error) {
    if (isOutage(error)) throw error;
    if (ids.length > 1) for (const id of ids) await decideChunk([id], key, deps, found);
    else deps.log.error({ err: error, event_id: ids[0] }, 'an event that waits cannot be decided');
  }
}

/** The oldest first. What another server decides just now is locked by it, and left to it. */
async function decideNow(decision: Decision, ids: string[], key: EntityKey, deps: AcceptDeps, before: Found) {
  const { tx } = decision;
  const { rows } = await tx.query<StoredBody & { id: string; stored_at: string }>(
    `SELECT id, stored_at, body, drift_ms, received_at FROM events
     WHERE id = ANY ($1::uuid[]) AND status = 'WAITING' AND waits_for = $2
     ORDER BY stored_at, id FOR UPDATE SKIP LOCKED`,
    [ids, key],
  );
  const candidates = rows.map((row) => storedCandidate(row, deps.upcasts));
  const { ends, changes } = await decideStored(decision, candidates, deps, { pardoned: false });
  const moved = rows.filter(({ id }) => {
    const end = ends.get(id);
    return end !== undefined && !(end.status === 'WAITING' && end.waits_for === key);
  });
  const found = added(before, moved);
  if (moved.length > 0) await tellHq(decision, moved.length, found, deps);
  await appendChanges(tx, changes);
  return found;
}

function added(found: Found, rows: { id: string; stored_at: string }[]): Found {
  const [oldest] = rows;
  const isOlder = oldest && (found.first === null || oldest.stored_at < found.first.since);
  return {
    ...found,
    events: found.events + rows.length,
    first: isOlder ? { event_id: oldest.id, since: oldest.stored_at } : found.first,
  };
}

/** In the very transaction that decides, so that no crash leaves it untold. */
async function tellHq({ tx }: Decision, more: number, found: Found, { clock, ids }: AcceptDeps): Promise<void> {
  await tx.query(
    `INSERT INTO meta (key, value) VALUES ('decided_late', $1)
     ON CONFLICT (key) DO UPDATE SET value = (meta.value::bigint + excluded.value::bigint)::text`,
    [String(more)],
  );
  const { subject, events, first } = found;
  const alert = { kind: 'DECIDED_LATE', depot_id: null, device_id: null, event_id: null } as const;
  const details = { events, since: first?.since, first: { event_id: first?.event_id } };
  await writeAlerts(tx, [{ ...alert, id: ids.uuid(), subject, details }], isoTime(clock.now()));
}
