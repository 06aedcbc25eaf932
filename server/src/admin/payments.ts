import Type from 'typebox';
import { type Client, PaymentRecord } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { GivenReason, NewPayment } from '#shared/contract/hq/requests.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { entriesOfCancelledPayment, entriesOfPayment, type LedgerEntry } from '#shared/domain/ledger.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sendResult } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { writeLedger } from '../store/entities/ledger.ts';
import { insertPayments, loadPapers } from '../store/entities/payment.ts';
import type { Actor } from './actor.ts';
import { type Acted, acted, changedBy, madeBy, unchanged } from './acts/act.ts';
import { clientChanges, readClients } from './create-clients.ts';
import type { Hq } from './hq.ts';
import { withNormalisedTexts } from './rows.ts';

export function paymentRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → 201 and the payment. 404 for what it names, 409 where a paper is another client's. */
  app.post('/payments', { schema: { body: NewPayment, response: { 201: PaymentRecord } } }, async (request, reply) => {
    const input = withNormalisedTexts(request.body);
    return sendResult(reply, await act(request, (tx) => createPayment(tx, deps, actorIn(request), input)), 201);
  });
  /** → the payment, which counts no more: a bounced cheque, a slip of the finger. 404; cancelled once, it stays so. */
  app.post(
    '/payments/:id/cancel',
    { schema: { params: Type.Object({ id: Uuid }), body: GivenReason, response: { 200: PaymentRecord } } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => cancelPayment(tx, deps, actorIn(request), asked)));
    },
  );
}

/** Money that came in at HQ: by transfer, or in the post. */
export async function createPayment(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  input: NewPayment,
): Promise<Result<Acted<PaymentRecord>, RequestError>> {
  const [client] = await readClients(tx, [input.client_id]);
  if (!client) return refuse('NOT_FOUND', `There is no client ${input.client_id}.`);
  const fault = await paperFault(tx, input);
  if (fault) return fault;
  const { client_id, amount, method, delivery_id = null, invoice_id = null, cheque = null, received_from } = input;
  const payment: PaymentRecord = {
    ...{ id: deps.ids.uuid(), client_id, amount, method, delivery_id, invoice_id, cheque },
    received_from: received_from ?? null,
    user_id: actor.userId,
    collected_at: isoTime(deps.clock.now()),
    depot_id: client.depot_ids[0] ?? null,
    cancelled_at: null,
    cancel_reason: null,
  };
  await insertPayments(tx, [payment]);
  await bookAndTell(tx, deps, { payment, client, entries: entriesOfPayment(payment), users: [] });
  return acted(payment, { ...madeBy({ what: 'PAYMENT_ENTERED', type: 'PAYMENT' }, payment), name: client.name });
}

async function paperFault(tx: Transaction, { client_id, invoice_id, delivery_id }: NewPayment) {
  const named = [invoice_id, delivery_id].filter((id) => id !== undefined);
  const owners = await loadPapers(tx, named);
  const missing = named.find((id) => !owners.has(id));
  if (missing !== undefined) return refuse('NOT_FOUND', `There is no invoice or delivery ${missing}.`);
  const other = named.find((id) => owners.get(id) !== client_id);
  return other === undefined ? null : refuse('CONFLICT', `${other} is a paper of another client.`);
}

async function cancelPayment(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  asked: { id: string; reason: string },
): Promise<Result<Acted<PaymentRecord>, RequestError>> {
  const taken = await takeBack(tx, deps, actor, asked);
  if (taken === null) return refuse('NOT_FOUND', `There is no payment ${asked.id}.`);
  const { before, after, client } = taken;
  if (before === after) return unchanged(after);
  const act = changedBy({ what: 'PAYMENT_CANCELLED', type: 'PAYMENT' }, before, after, asked.reason);
  return acted(after, { ...act, name: client.name });
}

interface TakenBack {
  before: PaymentRecord;
  /** The same one where it had been cancelled before. */
  after: PaymentRecord;
  client: Client;
}

/** A payment counts no more, and its author is told; null where there is none. */
export async function takeBack(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<TakenBack | null> {
  const known = await tx.query<{ client_id: string }>('SELECT client_id FROM payments WHERE id = $1', [id]);
  // The client first, as everybody does who books.
  const [client] = await readClients(tx, known.rows[0] ? [known.rows[0].client_id] : []);
  const found = await tx.query<PaymentRecord>(
    `SELECT ${columns.PAYMENT} FROM payments pm WHERE pm.id = $1 FOR UPDATE`,
    [id],
  );
  const before = found.rows[0];
  if (!before || !client) return null;
  if (before.cancelled_at !== null) return { before, after: before, client };
  const after = { ...before, cancelled_at: isoTime(deps.clock.now()), cancel_reason: reason };
  await tx.query('UPDATE payments SET cancelled_at = $2, cancel_reason = $3, cancelled_by = $4 WHERE id = $1', [
    id,
    after.cancelled_at,
    reason,
    actor.userId,
  ]);
  const entries = entriesOfCancelledPayment(before);
  await bookAndTell(tx, deps, { payment: after, client, entries, users: [before.user_id] });
  return { before, after, client };
}

interface Booking {
  payment: PaymentRecord;
  /** As it was, locked. */
  client: Client;
  entries: LedgerEntry[];
  /** Whose phones are told of the payment. */
  users: number[];
}

async function bookAndTell(tx: Transaction, deps: ServerDeps, { payment, client, entries, users }: Booking) {
  await writeLedger(tx, entries, isoTime(deps.clock.now()));
  const subject = { entity_type: 'PAYMENT', entity_id: payment.id, action: 'PAYMENT_UPSERTED' } as const;
  const hubs = payment.depot_id === null ? [] : [payment.depot_id];
  const clients = clientChanges(deps, await readClients(tx, [client.id]));
  await appendChanges(tx, [change(deps, subject, payment, { users }, hubs), ...clients]);
}
