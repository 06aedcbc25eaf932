import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { InboxAnswer } from '#shared/contract/hq/answers.ts';
import type { CorrectionAnswer, Settlement } from '#shared/contract/hq/requests.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import { type Act, type Acted, acted } from '../acts/act.ts';
import { bookVisit } from './book-visit.ts';

interface OpenEvent {
  id: string;
  entity_type: string;
  entity_id: string;
  action: string;
  status: string;
  error_code: string | null;
  body: string;
  answered: boolean;
}

const CONFLICTS = ['ALREADY_VALIDATED', 'ALREADY_INVOICED', 'ENTITY_EXISTS', 'DELIVERY_CANCELLED'];
type Answering = Promise<Result<Acted<InboxAnswer>, RequestError>>;

/**
 * A person settles what was refused because something else had come first: closed as it is, or with the goods that left
 * all the same taken from the stock and the cash that was taken booked as a payment. Never more than the event says.
 */
export async function settleConflict(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, reason, goods = [], cash = 0 }: Settlement & { id: string },
): Answering {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  const event = found.value;
  if (event.status !== 'REJECTED' || !CONFLICTS.includes(event.error_code ?? '')) {
    return refuse('CONFLICT', 'This event is no conflict: there is nothing to settle.');
  }
  const isBooked = goods.length > 0 || cash > 0;
  const booked = isBooked ? await bookVisit(tx, deps, actor, { event, goods, cash }) : acted(null);
  if (!booked.ok) return booked;
  const answer = await keepAnswer(tx, deps, actor, { id, outcome: isBooked ? 'BOOKED' : 'CLOSED', reason });
  const after = { outcome: answer.outcome, ...(isBooked ? { goods, cash } : {}) };
  return acted(answer, { ...answeredBy('CONFLICT_SETTLED', event, reason), after }, ...booked.value.acts);
}

/** A person accepts a correction that somebody asked for, or does not. What follows from it is entered by its own commands. */
export async function answerCorrection(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, reason, outcome }: CorrectionAnswer & { id: string; outcome: 'ACCEPTED' | 'REJECTED' },
): Answering {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  const { action, status } = found.value;
  if (action !== 'CORRECTION_REQUESTED' || status !== 'APPLIED') {
    return refuse('CONFLICT', 'This event asks for no correction.');
  }
  const answer = await keepAnswer(tx, deps, actor, { id, outcome, reason });
  // Whoever has answered it has looked at it.
  await tx.query(
    `UPDATE alerts SET seen_at = $2, seen_by = $3 WHERE event_id = $1 AND kind = 'CORRECTION_REQUESTED' AND seen_at IS NULL`,
    [id, answer.answered_at, actor.userId],
  );
  const what = outcome === 'ACCEPTED' ? 'CORRECTION_ACCEPTED' : 'CORRECTION_REJECTED';
  return acted(answer, { ...answeredBy(what, found.value, reason), after: { outcome } });
}

async function lockOpen(tx: Transaction, id: string): Promise<Result<OpenEvent, RequestError>> {
  const { rows } = await tx.query<OpenEvent>(
    `SELECT id, entity_type, entity_id, action, status, error_code, body,
       EXISTS (SELECT FROM inbox_answers a WHERE a.event_id = e.id) AS answered
     FROM events e WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [event] = rows;
  if (!event) return refuse('NOT_FOUND', `There is no event ${id}.`);
  return event.answered ? refuse('CONFLICT', 'Somebody has settled this already.') : { ok: true, value: event };
}

async function keepAnswer(
  tx: Transaction,
  { clock }: ServerDeps,
  actor: Actor,
  { id, outcome, reason }: Pick<InboxAnswer, 'id' | 'outcome' | 'reason'>,
): Promise<InboxAnswer> {
  const answered_at = isoTime(clock.now());
  await tx.query(
    'INSERT INTO inbox_answers (event_id, answered_at, answered_by, outcome, reason) VALUES ($1, $2, $3, $4, $5)',
    [id, answered_at, actor.userId, outcome, reason],
  );
  return { id, outcome, reason, answered_at, answered_by: actor.userId };
}

const answeredBy = (
  what: 'CONFLICT_SETTLED' | 'CORRECTION_ACCEPTED' | 'CORRECTION_REJECTED',
  event: OpenEvent,
  reason: string,
): Act => ({ what, entity: ['EVENT', event.id], name: null, before: null, after: null, reason });

/** What somebody found out about an event: a row of the audit, and nothing else. */
export async function noteEvent(
  tx: Transaction,
  { id, text }: { id: string; text: string },
): Promise<Result<Acted<{ id: string }>, RequestError>> {
  const { rowCount } = await tx.query('SELECT FROM events WHERE id = $1', [id]);
  if (rowCount === 0) return refuse('NOT_FOUND', `There is no event ${id}.`);
  const note: Act = { what: 'EVENT_NOTED', entity: ['EVENT', id], name: null, before: null, after: null, reason: text };
  return acted({ id }, note);
}
