import type { CopyErrorCode } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { correctedTime } from '#shared/domain/client-fields.ts';
import type { ClockEstimate } from '#shared/domain/clock-drift.ts';
import type { Candidate } from '#shared/domain/decide/facts.ts';
import type { Verdict } from '#shared/domain/decide/plan.ts';
import type { Journal } from '#shared/domain/journal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Transaction } from '../database.ts';
import { jsonTextList } from '../lists.ts';
import { pipelined } from '../pipelined.ts';
import { insertBlobRefs } from './blob-refs.ts';
import { contactDay } from './clock-contacts.ts';

export interface StoredCandidate {
  candidate: Candidate;
  text: string;
  verdict: Exclude<Verdict, { status: 'INVALID' }>;
}

/** What a push leaves behind, whatever was decided. */
export interface Custody {
  events: StoredCandidate[];
  journals: Map<string, Journal>;
  /** How far the clock of each device that was heard of is off. */
  drifts: Map<string, number>;
  /** Who brought it, and what it has shown of its clock. */
  by: string;
  clock: ClockEstimate;
  nowMs: number;
}

/**
 * Takes events into custody together with their ends, continues their journals, and notes the contact with their devices
 * and with who brought them. Days without contact have no row, and old ones are swept.
 */
export async function takeIntoCustody(
  tx: Transaction,
  { events, journals, drifts, by, clock, nowMs }: Custody,
): Promise<void> {
  const rows = events.map(eventRow);
  // Known ids were sorted out before: one that is stored all the same came by another connection in between.
  const taken = tx.query(
    `WITH stored AS (
       INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at,
         received_at, drift_ms, corrected_at, received_via, stored_at, status, error_code, resolution, waits_for, claimed)
       SELECT id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at,
         received_at, drift_ms, corrected_at, $2, $3, status, error_code, resolution, waits_for, claimed
       FROM ROWS FROM (
         json_to_recordset($1::json) AS (id uuid, device_id uuid, user_id integer, seq integer, entity_type text,
           entity_id text, action text, checksum text, occurred_at timestamptz, received_at timestamptz,
           drift_ms bigint, corrected_at timestamptz, status text, error_code text, resolution jsonb, waits_for text, claimed jsonb),
         string_to_table($4, chr(30))
       ) AS r (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, occurred_at, received_at, drift_ms,
         corrected_at, status, error_code, resolution, waits_for, claimed, body)
       ORDER BY id
     ), continued AS (
       UPDATE journals j SET complete_up_to = r.complete_up_to, checksum = r.checksum, runs = r.runs
       FROM json_to_recordset($5::json) AS r (device_id uuid, complete_up_to integer, checksum text, runs jsonb)
       WHERE j.device_id = r.device_id
     ), seen AS (
       UPDATE devices d SET last_seen_at = $3, clock_drift_ms = r.drift_ms
       FROM unnest($6::uuid[], $7::bigint[]) AS r (id, drift_ms) WHERE d.id = r.id
     )
     INSERT INTO clock_contacts (node_id, day, lowest, highest, recent) VALUES ($2, $8, $9, $9, $10)
     ON CONFLICT (node_id, day) DO UPDATE SET lowest = least(clock_contacts.lowest, excluded.lowest),
       highest = greatest(clock_contacts.highest, excluded.highest), recent = excluded.recent`,
    [
      JSON.stringify(rows),
      by,
      isoTime(nowMs),
      jsonTextList(events.map(({ text }) => text)),
      JSON.stringify([...journals].map(([device_id, journal]) => ({ device_id, ...journal }))),
      [...drifts.keys()],
      [...drifts.values()],
      contactDay(nowMs),
      clock.driftMs,
      clock.recent,
    ],
  );
  const referred = insertBlobRefs(
    tx,
    events.map(({ candidate }) => candidate.event),
  );
  await pipelined(taken, referred);
}

const eventRow = ({ candidate: { event, drift_ms, received_at, claimed }, verdict }: StoredCandidate) => ({
  id: event.id,
  device_id: event.device_id,
  user_id: event.user_id,
  seq: event.seq,
  entity_type: event.entity_type,
  entity_id: event.entity_id,
  action: event.action,
  checksum: event.checksum,
  occurred_at: event.occurred_at,
  received_at,
  drift_ms,
  corrected_at: correctedTime(event.occurred_at, drift_ms, received_at),
  claimed,
  ...endColumns(verdict),
});

/** Events that had waited reach their end, or wait for something else. */
export async function endWaiting(
  tx: Transaction,
  events: { id: string; verdict: Exclude<Verdict, { status: 'INVALID' }> }[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `UPDATE events e SET status = r.status, error_code = r.error_code, resolution = r.resolution, waits_for = r.waits_for
     FROM json_to_recordset($1::json) AS r (id uuid, status text, error_code text, resolution jsonb, waits_for text)
     WHERE e.id = r.id`,
    [JSON.stringify(events.map(({ id, verdict }) => ({ id, ...endColumns(verdict) })))],
  );
}

/** An event in custody that turns out not to be valid is rejected: that is its end. */
export function storable(verdict: Verdict): StoredCandidate['verdict'] {
  if (verdict.status !== 'INVALID') return verdict;
  return { status: 'REJECTED', code: 'INVALID_EVENT', resolution: { action: 'CONTACT_ADMIN' } };
}

function endColumns(verdict: StoredCandidate['verdict']) {
  const failed = verdict.status === 'REJECTED' || verdict.status === 'QUARANTINED';
  return {
    status: verdict.status,
    error_code: failed ? verdict.code : null,
    resolution: failed ? verdict.resolution : null,
    waits_for: verdict.status === 'WAITING' ? verdict.waits_for : null,
  };
}

/** The log of refused copies, which forgets the oldest beyond its limit. Texts that no column can hold are escaped. */
export async function logRefused(
  tx: Transaction,
  copies: { event_id: string; code: CopyErrorCode; text: string }[],
  broughtBy: string,
  now: string,
): Promise<void> {
  if (copies.length === 0) return;
  const rows = copies.map(({ event_id, code, text }) => ({ event_id: plain(event_id), code, body: plain(text) }));
  const logged = tx.query(
    `INSERT INTO refused_copies (refused_at, brought_by, event_id, error_code, body)
     SELECT $2, $3, event_id, code, body FROM json_to_recordset($1::json) AS r (event_id text, code text, body text)`,
    [JSON.stringify(rows), now, broughtBy],
  );
  const trimmed = tx.query('DELETE FROM refused_copies WHERE id <= (SELECT max(id) FROM refused_copies) - $1', [
    LIMITS.refusedCopies,
  ]);
  await pipelined(logged, trimmed);
}

const plain = (text: string): string => text.slice(0, LIMITS.eventBytes).replaceAll('\0', '\\u0000').toWellFormed();
