import { LIMITS } from '#shared/contract/limits.ts';
import type { FailedEvent, PushResponse } from '#shared/contract/sync.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type NodeRef, nodeKey, type Outgoing } from '#shared/sync-client/device-store.ts';
import { archive } from './archive.ts';
import { putIntoInbox } from './inbox.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/**
 * A hub that acked an event and was then lost must not be its grave where the phone never meets the server itself: after
 * an hour without the server's checkpoint, whichever hub is there is asked again. It knows the event or takes it.
 */
const ASK_HUB_AGAIN_MS = 60 * 60 * 1_000;

/**
 * What a node should be offered, oldest first. The server: all that is not purged, whatever a hub said about it. A hub:
 * what no hub has acked. Neither is asked again about what it has itself refused, nor, for a while, about what it could not
 * take even alone.
 */
export function nextBatch(
  sql: Sql,
  node: NodeRef,
  max: { events: number; bytes: number },
  deviceId: string,
  nowMs: number,
): Outgoing[] {
  noteNodeVersion(sql, node);
  const rows = sql.all<Outgoing>(
    `SELECT p.id, p.body AS text FROM (
       SELECT id, seq, sum(octet_length(body) + 1) OVER (ORDER BY seq) AS bytes, row_number() OVER (ORDER BY seq) AS n
       FROM sync_queue q
       WHERE device_id = ?1
         AND (?2 = 'server' OR (custody = 'device' AND status <> 'FAILED') OR coalesce(hub_acked_at, occurred_at) < ?3)
         AND NOT EXISTS (SELECT 1 FROM sync_offers o
                         WHERE o.event_id = q.id AND o.node_url = ?4 AND o.outcome <> 'acked'
                           AND (o.outcome <> 'set_aside' OR o.at BETWEEN ?7 AND ?8))
       ORDER BY seq LIMIT ?5) q JOIN plain_sync_queue p ON p.id = q.id
     WHERE q.bytes <= ?6 OR q.n = 1 ORDER BY q.seq`,
    [
      deviceId,
      node.kind,
      isoTime(nowMs - ASK_HUB_AGAIN_MS),
      nodeKey(node),
      max.events,
      max.bytes,
      // Between two times: a clock that was set back must not put anything aside for ever.
      isoTime(nowMs - LIMITS.setAsideSeconds * 1_000),
      isoTime(nowMs),
    ],
  );
  if (rows.length > 0) markSending(sql, rows);
  return rows;
}

/** The status of an event that has to wait: at the hub, here, or with the person as before. */
const WAITING = `CASE WHEN status = 'FAILED' THEN 'FAILED' WHEN custody = 'hub' THEN 'ACKED' ELSE 'PENDING' END`;

/** Writes only what changes: a phone that tries every 16 s in a valley without a network does not wear its storage. */
function markSending(sql: Sql, rows: Outgoing[]): void {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const pending = sql.all(
    `SELECT 1 FROM sync_queue WHERE status = 'PENDING' AND id IN (SELECT value FROM json_each(?)) LIMIT 1`,
    [ids],
  );
  if (pending.length === 0) return;
  sql.exec(
    `UPDATE sync_queue SET status = 'SENDING' WHERE status = 'PENDING' AND id IN (SELECT value FROM json_each(?))`,
    [ids],
  );
}

/**
 * Takes in a node's answer. Only the server's own ack ends the phone's custody; a hub's says that it carries the event
 * too. A hub's refusal is advice: the event stays for the server to decide.
 */
export function recordPush(sql: Sql, node: NodeRef, sent: Outgoing[], answer: PushResponse, now: string): void {
  const offered = new Set(sent.map(({ id }) => id));
  const acked = answer.acked_event_ids.filter((id) => offered.has(id));
  const failed = answer.failed_events.filter(({ event_id }) => offered.has(event_id));
  const later = failed.filter(({ retry }) => retry);
  const refused = failed.filter(({ retry }) => !retry);
  sql.transaction(() => {
    if (node.kind === 'server' && answer.custody === 'server') archive(sql, acked, 'ack', answer.server_time);
    else markAtHub(sql, node, acked, now);
    if (later.length > 0) keepWaiting(sql, later, 1);
    if (refused.length === 0) return;
    noteOffers(sql, node, refused, node.kind === 'server' ? 'refused_by_server' : 'refused', now);
    if (node.kind === 'server') markRefused(sql, refused);
    else keepWaiting(sql, refused, 0);
    // Told in both cases: where the server is far away, a person is nearer.
    putIntoInbox(sql, refused, now);
  });
}

function keepWaiting(sql: Sql, failed: FailedEvent[], tries: 0 | 1): void {
  sql.exec(
    `UPDATE sync_queue SET status = ${WAITING}, retry_count = retry_count + ?1, last_error = f.value ->> 'error_code'
     FROM json_each(?2) f WHERE sync_queue.id = f.value ->> 'event_id'`,
    [tries, JSON.stringify(failed)],
  );
}

function markRefused(sql: Sql, failed: FailedEvent[]): void {
  sql.exec(
    `UPDATE sync_queue SET status = 'FAILED', outcome = 'REJECTED', error_code = f.value ->> 'error_code',
            last_error = f.value ->> 'error_code'
     FROM json_each(?) f WHERE sync_queue.id = f.value ->> 'event_id'`,
    [JSON.stringify(failed)],
  );
}

function markAtHub(sql: Sql, node: NodeRef, ids: string[], now: string): void {
  if (ids.length === 0) return;
  sql.exec(
    `UPDATE sync_queue SET status = iif(status = 'FAILED', 'FAILED', 'ACKED'), custody = 'hub', hub_acked_at = ?, last_error = NULL
     WHERE id IN (SELECT value FROM json_each(?))`,
    [now, JSON.stringify(ids)],
  );
  noteOffers(
    sql,
    node,
    ids.map((event_id) => ({ event_id })),
    'acked',
    now,
  );
}

type Outcome = 'acked' | 'refused' | 'refused_by_server' | 'set_aside';

function noteOffers(
  sql: Sql,
  node: NodeRef,
  about: { event_id: string; error_code?: string }[],
  outcome: Outcome,
  now: string,
) {
  sql.exec(
    `INSERT INTO sync_offers (event_id, node_url, outcome, error_code, at)
     SELECT o.value ->> 'event_id', ?1, ?2, o.value ->> 'error_code', ?3 FROM json_each(?4) o WHERE true
     ON CONFLICT (event_id, node_url) DO UPDATE SET outcome = excluded.outcome, error_code = excluded.error_code, at = excluded.at`,
    [nodeKey(node), outcome, now, JSON.stringify(about)],
  );
}

/** An event that a node cannot take even alone. It stays in the queue for other nodes, and its author is told. */
export function setAside(sql: Sql, node: NodeRef, eventId: string, code: string, now: string): void {
  sql.transaction(() => {
    sql.exec(`UPDATE sync_queue SET status = 'PENDING', last_error = ? WHERE id = ? AND status = 'SENDING'`, [
      code,
      eventId,
    ]);
    noteOffers(sql, node, [{ event_id: eventId, error_code: code }], 'set_aside', now);
    putIntoInbox(sql, [{ event_id: eventId, error_code: code }], now);
  });
}

/** A node that runs another program than when it choked may well take it. */
function noteNodeVersion(sql: Sql, node: NodeRef): void {
  if (node.version === undefined) return;
  const known = JSON.parse(readMeta(sql, 'node_versions') ?? '[]') as [string, string][];
  const key = nodeKey(node);
  if (known.some(([name, version]) => name === key && version === node.version)) return;
  const others = known.filter(([name]) => name !== key).slice(1 - LIMITS.knownAddresses);
  sql.transaction(() => {
    sql.exec(`DELETE FROM sync_offers WHERE node_url = ? AND outcome = 'set_aside'`, [key]);
    writeMeta(sql, 'node_versions', JSON.stringify([...others, [key, node.version]]));
  });
}

/** A new version of this app may hand in what the one before could not. */
export function noteAppVersion(sql: Sql, version: string): void {
  if (readMeta(sql, 'app_version') === version) return;
  sql.transaction(() => {
    sql.exec(`DELETE FROM sync_offers WHERE outcome = 'set_aside'`);
    writeMeta(sql, 'app_version', version);
  });
}

/** The person asks for another try of what was set aside, or refused by a hub. */
export function offerAgain(sql: Sql, eventId: string): void {
  sql.transaction(() => {
    sql.exec(`DELETE FROM sync_offers WHERE event_id = ? AND outcome IN ('set_aside', 'refused')`, [eventId]);
    sql.exec(
      `DELETE FROM inbox WHERE event_id = ? AND event_id IN (SELECT id FROM sync_queue WHERE status <> 'FAILED')`,
      [eventId],
    );
  });
}

/** Entries of the phone's person that no node has taken: what would be lost with the phone today. */
export function notHandedIn(sql: Sql): number {
  const rows = sql.all<{ n: number }>(
    `SELECT count(*) AS n FROM sync_queue WHERE custody <> 'hub' AND status <> 'FAILED' AND entity_type <> 'AUDIT'`,
  );
  return rows[0]?.n ?? 0;
}

/** How many events the server has neither taken nor, to this phone itself, refused. */
export function unsent(sql: Sql): number {
  const rows = sql.all<{ n: number }>(
    `SELECT count(*) AS n FROM sync_queue WHERE id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')`,
  );
  return rows[0]?.n ?? 0;
}

/** As many of them as a person made: what the phone notes of its own steps goes along, and nobody counts it. */
export function unsentEntries(sql: Sql): number {
  const rows = sql.all<{ n: number }>(
    `SELECT count(*) AS n FROM sync_queue WHERE entity_type <> 'AUDIT'
       AND id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')`,
  );
  return rows[0]?.n ?? 0;
}
