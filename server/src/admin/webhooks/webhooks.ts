import { HOUR_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewWebhook, Webhook, WebhookWithSecret } from '#shared/contract/hq/webhooks.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { WEBHOOK } from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { logHead } from '../../store/sync/cursor.ts';
import type { Actor } from '../actor.ts';
import { type Acted, acted, changedBy, madeBy, unchanged } from '../acts/act.ts';
import { newWebhookSecret } from './signature.ts';

type Answer<T> = Promise<Result<Acted<T>, RequestError>>;

/** Tells a program of what is committed from now on. Its secret is in this answer and shown nowhere else. */
export async function makeWebhook(
  tx: Transaction,
  { clock, random, ids }: ServerDeps,
  { userId }: Pick<Actor, 'userId'>,
  { name, url, kinds }: NewWebhook,
): Answer<WebhookWithSecret> {
  const address = addressOf(url);
  if (!address.ok) return address;
  const secret = newWebhookSecret(random);
  const { rows } = await tx.query<Webhook>(
    `WITH w AS (
       INSERT INTO webhooks (id, name, url, kinds, secret, created_by, created_at, pos, next_attempt_at)
       SELECT $1, $2, $3, $4, $5, $6, $7::timestamptz, last, $7::timestamptz FROM change_counter RETURNING *)
     SELECT ${WEBHOOK} FROM w JOIN users u ON u.id = w.created_by`,
    [ids.uuid(), name, address.value, kinds, secret, userId, isoTime(clock.now())],
  );
  const webhook = rows[0] as Webhook;
  return acted({ webhook, secret }, madeBy({ what: 'WEBHOOK_MADE', type: 'WEBHOOK' }, webhook));
}

/** What is under way goes to the former address; whoever sends next goes by the new one. */
export async function changeWebhook(tx: Transaction, id: string, { name, url, kinds }: NewWebhook): Answer<Webhook> {
  const address = addressOf(url);
  if (!address.ok) return address;
  const found = await going(tx, id);
  if (!found.ok) return found;
  const after = { ...found.value, name, url: address.value, kinds };
  await tx.query('UPDATE webhooks SET name = $2, url = $3, kinds = $4, lease = NULL WHERE id = $1', [
    ...[id, name, address.value, kinds],
  ]);
  return acted(after, changedBy({ what: 'WEBHOOK_CHANGED', type: 'WEBHOOK' }, found.value, after));
}

/** Another secret. The former one signs beside it until its receiver must have had time to take the new one. */
export async function rotateWebhook(
  tx: Transaction,
  { clock, random }: ServerDeps,
  id: string,
): Answer<WebhookWithSecret> {
  const found = await going(tx, id);
  if (!found.ok) return found;
  const secret = newWebhookSecret(random);
  const former_until = isoTime(clock.now() + LIMITS.webhookOverlapHours * HOUR_MS);
  await tx.query('UPDATE webhooks SET former_secret = secret, former_until = $3, secret = $2 WHERE id = $1', [
    ...[id, secret, former_until],
  ]);
  const webhook = { ...found.value, former_until };
  return acted({ webhook, secret }, changedBy({ what: 'WEBHOOK_ROTATED', type: 'WEBHOOK' }, found.value, webhook));
}

/** Sends again at once, from the change that failed on. */
export async function resumeWebhook(tx: Transaction, { clock }: ServerDeps, id: string): Answer<Webhook> {
  const found = await going(tx, id);
  if (!found.ok) return found;
  const { floor } = await logHead(tx);
  const at = isoTime(clock.now());
  const { rowCount } = await tx.query(
    `UPDATE webhooks SET state = 'ACTIVE', failing_since = NULL, failures = 0, failure = NULL, failure_status = NULL,
       next_attempt_at = $2 WHERE id = $1 AND pos >= $3`,
    [id, at, floor],
  );
  if (rowCount === 0) {
    return refuse(
      'CURSOR_EXPIRED',
      'What this program has not had is not in the log any more: stop this webhook, make another, and let the program read the lists anew.',
    );
  }
  const cleared = { failing_since: null, failure: null, failure_status: null };
  const after: Webhook = { ...found.value, ...cleared, state: 'ACTIVE', next_attempt_at: at };
  return acted(after, changedBy({ what: 'WEBHOOK_RESUMED', type: 'WEBHOOK' }, found.value, after));
}

/** For good. One that was stopped already stays as it is. */
export async function stopWebhook(tx: Transaction, id: string, reason: string | undefined): Answer<Webhook> {
  const found = await locked(tx, id);
  if (!found.ok || found.value.state === 'STOPPED') return found.ok ? unchanged(found.value) : found;
  await tx.query(`UPDATE webhooks SET state = 'STOPPED', former_secret = NULL WHERE id = $1`, [id]);
  const after: Webhook = { ...found.value, state: 'STOPPED' };
  return acted(after, changedBy({ what: 'WEBHOOK_STOPPED', type: 'WEBHOOK' }, found.value, after, reason));
}

async function locked(tx: Transaction, id: string): Promise<Result<Webhook, RequestError>> {
  const { rows } = await tx.query<Webhook>(
    `SELECT ${WEBHOOK} FROM webhooks w JOIN users u ON u.id = w.created_by WHERE w.id = $1 FOR UPDATE OF w`,
    [id],
  );
  return rows[0] ? ok(rows[0]) : refuse('NOT_FOUND', `There is no webhook ${id}.`);
}

async function going(tx: Transaction, id: string): Promise<Result<Webhook, RequestError>> {
  const found = await locked(tx, id);
  if (!found.ok || found.value.state !== 'STOPPED') return found;
  return refuse('CONFLICT', 'This webhook was stopped for good: make another.');
}

/** Of https, and without what a program's log would show: a password, or a part that is never sent. */
function addressOf(text: string): Result<string, RequestError> {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    return because(
      'ADDRESS',
      'INVALID_REQUEST',
      'The address must be one of https, without a password and without a #.',
    );
  }
  return ok(url.href);
}
