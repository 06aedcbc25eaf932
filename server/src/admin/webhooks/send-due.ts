import type { FeedChange } from '#shared/contract/hq/feed.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { inTransaction, type Queryable } from '../../store/database.ts';
import { logHead } from '../../store/sync/cursor.ts';
import { writeAlerts } from '../../store/sync/write-alerts.ts';
import { readLog, toldOf } from '../feed/read-feed.ts';
import { type Posted, postMessage, type Reach } from './post-message.ts';
import { LONGEST_DELAY_MS, nextAttempt } from './retries.ts';
import { signedHeaders } from './signature.ts';

export interface SendDeps extends Pick<ServerDeps, 'database' | 'clock' | 'ids'> {
  reach: Reach;
}

/** Longer than an attempt takes: another server goes on only where this one has ended. */
const LEASE_MS = 60_000;

interface Claimed {
  id: string;
  name: string;
  url: string;
  kinds: string[];
  secret: string;
  former_secret: string | null;
  former_until: string | null;
  pos: number;
  failing_since: string | null;
  failures: number;
  lease: string;
}

/** Sends whatever is due, one page of the log a subscription at a time. Gives how many of them had something to be done. */
export async function sendDue(deps: SendDeps): Promise<number> {
  let claims = 0;
  for (;;) {
    const claimed = await claim(deps);
    if (claimed === null) return claims;
    claims += 1;
    await sendPage(deps, claimed);
  }
}

/** Of several servers one gets it. Times further ahead than any that is written are of a clock that was ahead. */
async function claim({ database, clock, ids }: SendDeps): Promise<Claimed | null> {
  const now = clock.now();
  const { rows } = await database.query<Claimed>(
    `UPDATE webhooks SET lease = $1, leased_until = $3
     WHERE id = (
       SELECT id FROM webhooks
       WHERE state = 'ACTIVE' AND pos < (SELECT last FROM change_counter)
         AND (leased_until IS NULL OR leased_until <= $2 OR leased_until > $3)
         AND (next_attempt_at <= $2 OR next_attempt_at > $4)
       ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, name, url, kinds, secret, former_secret, former_until, pos, failing_since, failures, lease`,
    [ids.uuid(), isoTime(now), isoTime(now + LEASE_MS), isoTime(now + LONGEST_DELAY_MS)],
  );
  return rows[0] ?? null;
}

async function sendPage(deps: SendDeps, claimed: Claimed): Promise<void> {
  const head = await logHead(deps.database);
  if (claimed.pos < head.floor) {
    return await pause(deps, claimed, { kind: 'FAILED', failure: 'LOG_EXPIRED', status: null });
  }
  const kinds = new Set(claimed.kinds);
  const page = await readLog(deps.database, claimed.pos, head.last, null);
  for (const { pos, body } of page) {
    for (const change of toldOf(body, kinds)) {
      const posted = await deliver(deps, claimed, change);
      if (posted.kind === 'FAILED') return await noteFailure(deps, claimed, posted);
      if (!(await noteDelivered(deps, claimed, pos))) return;
    }
  }
  await release(deps, claimed, page.at(-1)?.pos ?? head.last);
}

/** The id is the change's own, so that whoever gets it twice knows it. */
function deliver({ clock, reach }: SendDeps, claimed: Claimed, change: FeedChange): Promise<Posted> {
  const now = clock.now();
  const body = JSON.stringify({ type: change.action, timestamp: change.occurred_at, data: change });
  const { secret, former_secret, former_until } = claimed;
  const isOverlap = former_secret !== null && former_until !== null && now < Date.parse(former_until);
  const message = { id: change.id, timestamp: Math.floor(now / 1_000), body };
  const headers = signedHeaders(message, isOverlap ? [secret, former_secret] : [secret]);
  return postMessage(new URL(claimed.url), { headers, body }, reach);
}

/** false: it was stopped, changed or taken over meanwhile, and whoever claims it next goes on. */
async function noteDelivered({ database, clock }: SendDeps, { id, lease }: Claimed, pos: number): Promise<boolean> {
  const now = clock.now();
  const { rowCount } = await database.query(
    `UPDATE webhooks SET pos = $3, last_delivered_at = $4, leased_until = $5, failing_since = NULL, failures = 0,
       failure = NULL, failure_status = NULL
     WHERE id = $1 AND lease = $2 AND state = 'ACTIVE'`,
    [id, lease, pos, isoTime(now), isoTime(now + LEASE_MS)],
  );
  return rowCount === 1;
}

async function release({ database, clock }: SendDeps, { id, lease }: Claimed, pos: number): Promise<void> {
  await database.query(
    `UPDATE webhooks SET pos = $3, next_attempt_at = $4, lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2`,
    [id, lease, pos, isoTime(clock.now())],
  );
}

type Failed = Extract<Posted, { kind: 'FAILED' }>;

async function noteFailure(deps: SendDeps, claimed: Claimed, failed: Failed): Promise<void> {
  const now = deps.clock.now();
  // What was delivered of this page has ended the failures before it.
  const { rows } = await deps.database.query<Pick<Claimed, 'failing_since' | 'failures'>>(
    'SELECT failing_since, failures FROM webhooks WHERE id = $1 AND lease = $2',
    [claimed.id, claimed.lease],
  );
  const [before] = rows;
  if (!before) return;
  const since = before.failing_since === null ? now : Date.parse(before.failing_since);
  const next = nextAttempt(before.failures + 1, since, now);
  if (next.kind === 'PAUSE') return await pause(deps, claimed, failed);
  await writeFailure(deps.database, claimed, { ...failed, state: 'ACTIVE', now, next: next.at });
}

/** HQ is told once, with the newest pause. */
async function pause(deps: SendDeps, claimed: Claimed, failed: Failed): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.database, async (tx) => {
    if (!(await writeFailure(tx, claimed, { ...failed, state: 'PAUSED', now, next: now }))) return;
    const details = { webhook: claimed.name, since: claimed.failing_since ?? isoTime(now) };
    const about = { kind: 'WEBHOOK_PAUSED' as const, depot_id: null, device_id: null, event_id: null };
    const subject = `${claimed.id} ${isoTime(now)}`;
    await writeAlerts(tx, [{ id: deps.ids.uuid(), ...about, subject, details }], isoTime(now));
  });
}

async function writeFailure(
  database: Queryable,
  { id, lease }: Claimed,
  failed: Failed & { state: 'ACTIVE' | 'PAUSED'; now: number; next: number },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE webhooks SET state = $3, failure = $4, failure_status = $5, failures = failures + 1,
       failing_since = coalesce(failing_since, $6), next_attempt_at = $7, lease = NULL, leased_until = NULL
     WHERE id = $1 AND lease = $2 AND state = 'ACTIVE'`,
    [id, lease, failed.state, failed.failure, failed.status, isoTime(failed.now), isoTime(failed.next)],
  );
  return rowCount === 1;
}
