import type { SyncEvent } from '#shared/contract/events.ts';
import { broughtBy, type EntityKey } from '#shared/domain/decide/entity-keys.ts';
import type { Author, Candidate } from '#shared/domain/decide/facts.ts';
import { type Upcasts, upcast } from '#shared/domain/upcast.ts';
import type { Transaction } from '../database.ts';
import { EARLIER_POSTS } from '../entities/user.ts';
import { GIVEN_UP } from '../given-up.ts';
import { pipelined } from '../pipelined.ts';

/** Who made the events: as of a statement behind the one that holds their users. */
async function loadAuthors(tx: Transaction, deviceIds: string[]): Promise<Map<string, Author>> {
  const { rows } = await tx.query<Author & { device_id: string }>(
    `SELECT d.id AS device_id, u.id AS user_id, u.name, u.role, u.depot_id, NOT d.is_active AS revoked,
            CASE WHEN d.revoke_reason = $2 THEN d.revoked_at END AS given_up_at,
            CASE WHEN NOT u.is_active THEN coalesce(u.closed_at, '1970-01-01Z') END AS closed_at,
            ${EARLIER_POSTS} AS earlier
     FROM devices d JOIN users u ON u.id = d.user_id WHERE d.id = ANY ($1::uuid[])`,
    [deviceIds, GIVEN_UP],
  );
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

/**
 * Events in custody that wait for one of these, by what they wait for, oldest first. Their locks are held. From here on
 * none of the users of these devices is being moved, closed or relieved of a device: whoever does that locks the user
 * first. So each event is judged wholly before or wholly behind it.
 */
export async function loadWaiting(
  tx: Transaction,
  keys: EntityKey[],
  upcasts: Upcasts,
  deviceIds: string[] = [],
): Promise<Map<string, Candidate[]>> {
  // Joined from the left, so that the users are held where nothing waits.
  const { rows } = await tx.query<StoredBody & { waits_for: string | null }>(
    `WITH held AS MATERIALIZED (
       SELECT id FROM users WHERE id IN (SELECT user_id FROM devices WHERE id = ANY ($2::uuid[])) ORDER BY id FOR SHARE
     )
     SELECT e.body, e.drift_ms, e.received_at, e.waits_for FROM (SELECT count(*) FROM held) AS before
     LEFT JOIN events e ON e.status = 'WAITING' AND e.waits_for = ANY ($1::text[]) ORDER BY e.stored_at, e.id`,
    [keys, deviceIds],
  );
  const waiting = new Map<string, Candidate[]>();
  for (const { waits_for, ...stored } of rows) {
    if (waits_for === null) continue;
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
    loadWaiting(tx, candidates.flatMap(broughtBy), upcasts, [...devices]),
    loadAuthors(tx, [...devices]),
  );
  const waiting = [...waitingFor.values()].flat();
  const others = new Set(waiting.map(({ event }) => event.device_id).filter((id) => !devices.has(id)));
  if (others.size === 0) return { waitingFor, authors };
  const [, further] = await pipelined(loadWaiting(tx, [], upcasts, [...others]), loadAuthors(tx, [...others]));
  return { waitingFor, authors: new Map([...authors, ...further]) };
}
