import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Sha256 } from '#shared/ports/crypto.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { EventDraft } from '#shared/sync-client/make-event.ts';
import { readMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** What a person did, as a screen or the store tells it. */
export interface AuditStep {
  action: string;
  entity_type: string;
  entity_id: string;
  /** What it was about; only its hash is kept. */
  payload?: unknown;
  location?: { lat: number; lng: number };
}

/** How the phone was at a step. */
export type AuditContext = Omit<LocalAuditEntry['context'], 'location'>;

export interface TrailDeps {
  sql: Sql;
  ids: Ids;
  sha256: Sha256;
  clock: Clock;
  userId: number;
  /** Null: no trail is kept, as in a phone without a screen. */
  context: (() => AuditContext) | null;
}

interface Batch {
  event: Omit<EventDraft, 'device_id' | 'user_id'>;
  entryIds: string[];
}

/** What was done on this phone, step by step. Steps that wait go to HQ as events of their own, before the next one or after a while. */
export interface Trail {
  /** Writes steps down in their order; it may be part of another write's transaction. */
  note(steps: readonly AuditStep[], deviceId: string): void;
  /** The events that the waiting steps become. Nothing before the server has signed that it knows such events. */
  batches(): Batch[];
  /** Part of the transaction that stores those events. */
  wentWith(batches: readonly Batch[]): void;
  /** Whether the oldest waiting step has waited long enough. */
  isDue(): boolean;
}

const NO_TRAIL: Trail = { note: () => {}, batches: () => [], wentWith: () => {}, isDue: () => false };

export function openTrail({ sql, ids, sha256, clock, userId, context }: TrailDeps): Trail {
  if (context === null) return NO_TRAIL;
  const isKnownToServer = () => readMeta(sql, 'contract') !== null;
  return {
    note(steps, deviceId) {
      for (const { action, entity_type, entity_id, payload = {}, location } of steps) {
        const place = location ? { location } : {};
        const entry: LocalAuditEntry = {
          ...{ id: ids.uuid(), action, entity_type, entity_id, user_id: userId, device_id: deviceId },
          occurred_at: isoTime(clock.now()),
          context: { ...context(), ...place },
          payload_hash: sha256(canonicalJson(payload)),
        };
        const row = [entry.id, entry.occurred_at, JSON.stringify(entry)];
        sql.exec('INSERT INTO plain_audit_entries (id, occurred_at, entry) VALUES (?, ?, ?)', row);
      }
    },
    batches: () => (isKnownToServer() ? waitingBatches(sql, ids, clock) : []),
    wentWith(batches) {
      for (const { event, entryIds } of batches) {
        sql.exec('UPDATE audit_entries SET event_id = ? WHERE id IN (SELECT value FROM json_each(?))', [
          event.id,
          JSON.stringify(entryIds),
        ]);
      }
    },
    isDue: () => isKnownToServer() && hasWaited(sql, clock.now()),
  };
}

/** The step that a recorded event is; where it was is told only where its author gave it for that. */
export function stepOf({ action, entity_type, entity_id, payload }: SyncEvent): AuditStep {
  const place = payload.location as { lat: number; lng: number } | undefined;
  const location = place ? { location: { lat: place.lat, lng: place.lng } } : {};
  return { action, entity_type, entity_id, payload, ...location };
}

/** `{"entries":[]}` */
const AROUND_BYTES = 14;

/** The oldest first, each event as large as one may be. */
function waitingBatches(sql: Sql, ids: Ids, clock: Clock): Batch[] {
  const waiting = sql.all<{ id: string; entry: string }>(
    'SELECT id, entry FROM plain_audit_entries WHERE event_id IS NULL ORDER BY number',
  );
  const parts: (typeof waiting)[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const step of waiting) {
    const size = new TextEncoder().encode(step.entry).length + 1;
    if (bytes + size > LIMITS.auditBatchBytes) {
      parts.push([]);
      bytes = AROUND_BYTES;
    }
    parts.at(-1)?.push(step);
    bytes += size;
  }
  return parts.map((part) => {
    const id = ids.uuid();
    const payload = { entries: part.map(({ entry }) => JSON.parse(entry) as LocalAuditEntry) };
    const named = { id, entity_type: 'AUDIT', entity_id: id, action: 'AUDIT_BATCH' };
    return { event: { ...named, payload, occurred_at: isoTime(clock.now()) }, entryIds: part.map((step) => step.id) };
  });
}

/** A clock that was set back must not keep a step waiting. */
function hasWaited(sql: Sql, nowMs: number): boolean {
  const [oldest] = sql.all<{ at: string | null }>(
    'SELECT min(occurred_at) AS at FROM audit_entries WHERE event_id IS NULL',
  );
  return typeof oldest?.at === 'string' && Math.abs(nowMs - Date.parse(oldest.at)) >= LIMITS.auditBatchMs;
}

/** A step as it is shown; `label`: what a person calls what it was about, where this phone knows. */
export interface AuditView {
  id: string;
  action: string;
  label: string | null;
  occurred_at: string;
}

/** The steps of a day, the newest first. */
export const auditOfDay = (sql: Sql, day: string): AuditView[] =>
  sql.all<AuditView>(
    `SELECT a.id, a.action, a.occurred_at, coalesce(
              (SELECT d.reference || ' · ' || d.client_name FROM plain_cache_deliveries_pending d WHERE d.id = a.entity_id),
              (SELECT coalesce(i.reference || ' · ', '') || i.client_name FROM plain_draft_invoices i WHERE i.id = a.entity_id)) AS label
     FROM (SELECT id, number, occurred_at, entry ->> 'action' AS action, entry ->> 'entity_id' AS entity_id
           FROM plain_audit_entries WHERE occurred_at >= ?) a
     ORDER BY a.number DESC`,
    [startOfDay(day)],
  );
