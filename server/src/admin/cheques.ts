import Type from 'typebox';
import type { Client } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { ChequeLine, ChequesDeposited } from '#shared/contract/hq/reports.ts';
import { ChequeDeposit, GivenReason } from '#shared/contract/hq/requests.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { entriesOfBouncedCheque } from '#shared/domain/ledger.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sendResult } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { appendChanges } from '../store/changes.ts';
import type { Transaction } from '../store/database.ts';
import { type ChequeFact, lockCheques, noteBounced, noteDeposited } from '../store/entities/cheque.ts';
import { writeLedger } from '../store/entities/ledger.ts';
import { writeAlerts } from '../store/sync/write-alerts.ts';
import type { Actor } from './actor.ts';
import { type Act, type Acted, acted, unchanged } from './acts/act.ts';
import { clientChanges, readClients } from './create-clients.ts';
import type { Hq } from './hq.ts';
import { takeBack } from './payments.ts';
import { withNormalisedTexts } from './rows.ts';

/** What becomes of cheques, whether they came in with a delivery or apart from one. */
export function chequeRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → the cheques, which went to the bank now or before. 404 for one that is none, 409 for one that counts no more. */
  app.post(
    '/cheques/deposit',
    { schema: { body: ChequeDeposit, response: { 200: ChequesDeposited } } },
    async (request, reply) =>
      sendResult(
        reply,
        await act(request, (tx) => depositCheques(tx, deps, actorIn(request), request.body.cheque_ids)),
      ),
  );
  /** → the cheque, which the bank did not pay: its client owes it again. 404; once bounced, it stays so; 409 once cancelled. */
  app.post(
    '/cheques/:id/bounce',
    { schema: { params: Type.Object({ id: Uuid }), body: GivenReason, response: { 200: ChequeLine } } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => bounceCheque(tx, deps, actorIn(request), asked)));
    },
  );
}

const countsNoMore = ({ bounced_at, cancelled_at }: ChequeFact): boolean =>
  bounced_at !== null || cancelled_at !== null;

async function depositCheques(
  tx: Transaction,
  deps: ServerDeps,
  { userId }: Actor,
  ids: string[],
): Promise<Result<Acted<ChequesDeposited>, RequestError>> {
  const cheques = await lockCheques(tx, ids);
  const missing = ids.find((id) => !cheques.some((cheque) => cheque.id === id));
  if (missing !== undefined) return refuse('NOT_FOUND', `There is no cheque ${missing}.`);
  const gone = cheques.find(countsNoMore);
  if (gone) return refuse('CONFLICT', `The cheque ${gone.id} has bounced or was cancelled.`);
  const deposited_at = isoTime(deps.clock.now());
  const fresh = cheques.filter((cheque) => cheque.deposited_at === null);
  await noteDeposited(
    tx,
    fresh.map(({ id }) => id),
    userId,
    deposited_at,
  );
  const items = cheques.map((cheque) => lineOf({ ...cheque, deposited_at: cheque.deposited_at ?? deposited_at }));
  const total = items.reduce((sum, { amount }) => sum + amount, 0);
  const acts = fresh.map((cheque) => actOf('CHEQUE_DEPOSITED', cheque, { deposited_at }, null));
  return acted({ items, total }, ...acts);
}

async function bounceCheque(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<Result<Acted<ChequeLine>, RequestError>> {
  const [cheque] = await lockCheques(tx, [id]);
  if (!cheque) return refuse('NOT_FOUND', `There is no cheque ${id}.`);
  if (cheque.bounced_at !== null) return unchanged(lineOf(cheque));
  if (cheque.cancelled_at !== null) return refuse('CONFLICT', 'This payment was cancelled: it counts no more already.');
  const bounced_at = isoTime(deps.clock.now());
  await noteBounced(tx, id, actor.userId, bounced_at, reason);
  if (cheque.came_with === 'PAYMENT') await takeBack(tx, deps, actor, { id, reason });
  else await oweAgain(tx, deps, cheque);
  const [client] = await readClients(tx, [cheque.client_id]);
  await alertBounced(tx, deps, { cheque, client, reason });
  const bounced = { ...cheque, bounced_at, bounce_reason: reason };
  return acted(lineOf(bounced), actOf('CHEQUE_BOUNCED', cheque, { bounced_at }, reason));
}

/** A payment that was taken back says so itself; of a delivery's cheque, its client is told of. */
async function oweAgain(tx: Transaction, deps: ServerDeps, cheque: ChequeFact): Promise<void> {
  await writeLedger(tx, entriesOfBouncedCheque(cheque), isoTime(deps.clock.now()));
  await appendChanges(tx, clientChanges(deps, await readClients(tx, [cheque.client_id])));
}

interface Bounced {
  cheque: ChequeFact;
  client: Client | undefined;
  reason: string;
}

async function alertBounced(tx: Transaction, deps: ServerDeps, { cheque, client, reason }: Bounced): Promise<void> {
  const { id, client_id, depot_id, bank, number, amount, event_id } = cheque;
  const details = { client_id, bank, number, amount, owed: client?.balance ?? amount, reason };
  const about = { kind: 'CHEQUE_BOUNCED', subject: id, depot_id, device_id: null, event_id } as const;
  await writeAlerts(tx, [{ id: deps.ids.uuid(), ...about, details }], isoTime(deps.clock.now()));
}

const actOf = (what: Act['what'], cheque: ChequeFact, after: object, reason: string | null): Act => ({
  what,
  entity: [cheque.came_with, cheque.id],
  name: cheque.reference ?? cheque.client_name,
  before: null,
  after: { amount: cheque.amount, ...after },
  reason,
});

const lineOf = (cheque: ChequeFact): ChequeLine => {
  const {
    came_with: _with,
    client_id: _client,
    depot_id: _depot,
    event_id: _event,
    cancelled_at: _at,
    ...line
  } = cheque;
  return line;
};
