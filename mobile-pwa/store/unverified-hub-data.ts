import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import type { Digest } from './digest.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** The server tells refusals and numbers anew for as long as archives last; phones' clocks may be days off. */
const TOLD_ANEW_MS = (LIMITS.archiveDays - 5) * DAY_MS;

/**
 * The cursor to ask a node with. What hubs say of the server's statements is signed by nobody: they may leave some out, make
 * some up, or move the cursor on. So the server itself is asked for a whole snapshot when they have spoken for an hour.
 */
export function cursorFor(sql: Sql, node: NodeRef, nowMs: number): string | null {
  const cursor = readMeta(sql, 'stale_scope') === null ? readMeta(sql, 'cursor') : null;
  const since = readMeta(sql, 'hubs_spoke_at');
  if (node.kind === 'hub') {
    if (since === null) writeMeta(sql, 'hubs_spoke_at', isoTime(nowMs));
    return cursor;
  }
  // A clock that was set back since makes it due as well.
  return since !== null && Math.abs(nowMs - Date.parse(since)) >= LIMITS.unverifiedHubDataMs ? null : cursor;
}

/**
 * The server's own snapshot stands: a refusal, or a number of an invoice, that it does not tell was never its statement. What
 * it refused to this phone itself stays.
 */
export function forgetHubData(sql: Sql, told: Digest, serverTime: string): void {
  writeMeta(sql, 'hubs_spoke_at', null);
  const from = isoTime(Date.parse(serverTime) - TOLD_ANEW_MS);
  const refused = [...told.rejected, ...told.quarantined].map(({ event_id }) => event_id);
  const untold = sql.all<{ id: string }>(
    `SELECT id FROM (SELECT id, occurred_at, outcome FROM sync_queue UNION ALL
                     SELECT id, occurred_at, outcome FROM sync_archive)
     WHERE outcome IN ('REJECTED', 'QUARANTINED') AND occurred_at > ? AND id NOT IN (SELECT value FROM json_each(?))
       AND id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')`,
    [from, JSON.stringify(refused)],
  );
  unsayRefusals(
    sql,
    untold.map(({ id }) => id),
  );
  unnameInvoices(
    sql,
    told.invoices.map(({ id }) => id),
    from,
  );
}

/** Takes back what was said about these events, if it was a refusal: they wait for the server's statement again. */
export function unsayRefusals(sql: Sql, ids: string[]): void {
  if (ids.length === 0) return;
  const list = JSON.stringify(ids);
  sql.exec(
    `UPDATE sync_queue SET outcome = NULL, error_code = NULL, status = iif(custody = 'hub', 'ACKED', 'PENDING')
     WHERE outcome IN ('REJECTED', 'QUARANTINED') AND id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  sql.exec(
    `UPDATE sync_archive SET outcome = NULL, error_code = NULL
     WHERE outcome IN ('REJECTED', 'QUARANTINED') AND id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  sql.exec(
    `UPDATE pending_delivery_validations SET status = 'PENDING'
     WHERE status = 'REJECTED' AND id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  sql.exec(
    `DELETE FROM inbox WHERE event_id IN (SELECT value FROM json_each(?))
       AND event_id NOT IN (SELECT event_id FROM sync_offers WHERE outcome IN ('set_aside', 'refused'))`,
    [list],
  );
}

/** An invoice that the server has not numbered is as it was saved: its lines and sums stand in its event. */
function unnameInvoices(sql: Sql, numbered: string[], from: string): void {
  sql.exec(
    `UPDATE plain_draft_invoices SET status = 'SAVED', reference = NULL, total_ht = e.p ->> 'total_ht',
            total_tva = e.p ->> 'total_tva', stamp_duty = e.p ->> 'stamp_duty', total_ttc = e.p ->> 'total_ttc',
            lines = e.p -> 'lines', updated_at = e.occurred_at
     FROM (SELECT id, occurred_at, body -> 'payload' AS p FROM plain_sync_queue WHERE occurred_at > ?1
           UNION ALL SELECT id, occurred_at, body -> 'payload' FROM plain_sync_archive WHERE occurred_at > ?1) e
     WHERE plain_draft_invoices.sync_event_id = e.id AND plain_draft_invoices.status = 'REFERENCED'
       AND plain_draft_invoices.id NOT IN (SELECT value FROM json_each(?2))`,
    [from, JSON.stringify(numbered)],
  );
}
