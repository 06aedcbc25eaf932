import type { EventErrorCode, Resolution } from '#shared/contract/errors.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { broughtBy, type EntityKey } from '#shared/domain/decide/entity-keys.ts';
import type { Author, Candidate } from '#shared/domain/decide/facts.ts';
import type { Journal } from '#shared/domain/journal.ts';
import { type Upcasts, upcast } from '#shared/domain/upcast.ts';
import type { Transaction } from '../database.ts';
import { EARLIER_POSTS } from '../entities/user.ts';
import { GIVEN_UP } from '../given-up.ts';
import { pipelined } from '../pipelined.ts';

/**
 * Locks the journals of the batch's devices, in a fixed order: pushes that bring the same device's events, by whatever
 * way, follow one another, so that the second finds what the first stored. Devices that are not registered have none.
 */
export async function lockJournals(tx: Transaction, deviceIds: string[]): Promise<Map<string, Journal>> {
  const made = tx.query(
    `INSERT INTO journals (device_id)
     SELECT id FROM devices d WHERE id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM journals WHERE device_id = d.id)
     ORDER BY id ON CONFLICT DO NOTHING`,
    [deviceIds],
  );
  const locked = tx.query<Journal & { device_id: string }>(
    `SELECT device_id, complete_up_to, checksum, runs FROM journals
     WHERE device_id = ANY ($1::uuid[]) ORDER BY device_id FOR UPDATE`,
    [deviceIds],
  );
  const [, { rows }] = await pipelined(made, locked);
  return new Map(rows.map(({ device_id, ...journal }) => [device_id, journal]));
}

/** Remembers a batch's content by its id. False where the id stood for another content. */
export async function rememberBatch(
  tx: Transaction,
  batch: { deviceId: string; batchId: string; contentHash: string; at: string },
): Promise<boolean> {
  const { rows } = await tx.query<{ content_hash: string }>(
    `INSERT INTO batches (device_id, batch_id, content_hash, taken_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (device_id, batch_id) DO UPDATE SET taken_at = batches.taken_at RETURNING content_hash`,
    [batch.deviceId, batch.batchId, batch.contentHash, batch.at],
  );
  return rows[0]?.content_hash === batch.contentHash;
}

/** The stored end of an event, or that it waits. */
export interface StoredEvent {
  id: string;
  checksum: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: EventErrorCode | null;
  resolution: Resolution | null;
}

export async function loadKnown(tx: Transaction, ids: string[]): Promise<Map<string, StoredEvent>> {
  const { rows } = await tx.query<StoredEvent>(
    'SELECT id, checksum, status, error_code, resolution FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Who made the events, as of a moment at which none of them is being moved, closed or relieved of a device: whoever does
 * that locks the user first. So each event is judged wholly before or wholly behind it.
 */
async function loadAuthors(tx: Transaction, deviceIds: string[]): Promise<Map<string, Author>> {
  const held = tx.query(
    `SELECT FROM users WHERE id IN (SELECT user_id FROM devices WHERE id = ANY ($1::uuid[])) ORDER BY id FOR SHARE`,
    [deviceIds],
  );
  const read = tx.query<Author & { device_id: string }>(
    `SELECT d.id AS device_id, u.id AS user_id, u.name, u.role, u.depot_id, NOT d.is_active AS revoked,
            CASE WHEN d.revoke_reason = $2 THEN d.revoked_at END AS given_up_at,
            CASE WHEN NOT u.is_active THEN coalesce(u.closed_at, '1970-01-01Z') END AS closed_at,
            ${EARLIER_POSTS} AS earlier
     FROM devices d JOIN users u ON u.id = d.user_id WHERE d.id = ANY ($1::uuid[])`,
    [deviceIds, GIVEN_UP],
  );
  const [, { rows }] = await pipelined(held, read);
  return new Map(rows.map(({ device_id, ...author }) => [device_id, author]));
}

export interface StoredBody {
  body: string;
  drift_ms: number;
  received_at: string;
}

/** A stored event, as the newest rules read it. */
export const storedCandidate = ({ body, drift_ms, received_at }: StoredBody, upcasts: Upcasts): Candidate => ({
  event: upcast(JSON.parse(body) as SyncEvent, upcasts),
  drift_ms,
  received_at,
});

/** Events in custody that wait for one of these, by what they wait for, oldest first. Their locks are held. */
export async function loadWaiting(
  tx: Transaction,
  keys: EntityKey[],
  upcasts: Upcasts,
): Promise<Map<string, Candidate[]>> {
  const { rows } = await tx.query<StoredBody & { waits_for: string }>(
    `SELECT body, drift_ms, received_at, waits_for FROM events
     WHERE status = 'WAITING' AND waits_for = ANY ($1::text[]) ORDER BY stored_at, id`,
    [keys],
  );
  const waiting = new Map<string, Candidate[]>();
  for (const { waits_for, ...stored } of rows) {
    const list = waiting.get(waits_for) ?? [];
    list.push(storedCandidate(stored, upcasts));
    waiting.set(waits_for, list);
  }
  return waiting;
}

/** What waits for these candidates, and who made the ones and the others. */
export async function loadWaitingAndAuthors(
  tx: Transaction,
  candidates: Candidate[],
  upcasts: Upcasts,
): Promise<{ waitingFor: Map<string, Candidate[]>; authors: Map<string, Author> }> {
  const devices = new Set(candidates.map(({ event }) => event.device_id));
  const [waitingFor, authors] = await pipelined(
    loadWaiting(tx, candidates.flatMap(broughtBy), upcasts),
    loadAuthors(tx, [...devices]),
  );
  const waiting = [...waitingFor.values()].flat();
  const others = new Set(waiting.map(({ event }) => event.device_id).filter((id) => !devices.has(id)));
  if (others.size === 0) return { waitingFor, authors };
  return { waitingFor, authors: new Map([...authors, ...(await loadAuthors(tx, [...others]))]) };
}
