import type { FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import { Lot } from '#shared/contract/entities.ts';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { StockMovesQuery } from '#shared/contract/hq/queries.ts';
import {
  LotRecall,
  LotStateChange,
  NewCount,
  NewReceipt,
  NewTransfer,
  NewWaste,
  StockMoves,
  StockPaper,
  Transfer,
  TransferReceipt,
} from '#shared/contract/hq/stock.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import { depotInSight } from '../actor.ts';
import type { Acted } from '../acts/act.ts';
import type { Hq } from '../hq.ts';
import { orInvalid, withNormalisedTexts } from '../rows.ts';
import { enterCount, enterReceipt, enterWaste } from './enter-papers.ts';
import { changeLotState } from './lot-state.ts';
import { readMoves } from './read-moves.ts';
import { recallLot } from './recall.ts';
import { receiveTransfer, sendTransfer } from './transfers.ts';

/** What moves goods at HQ. A clerk counts, throws away and receives in the own depot. */
export function stockRoutes(hq: Hq): void {
  movesRoute(hq);
  /** → 201 and the paper. 404 for a depot, product or lot that is not there, 409 for more than the lot has. */
  commandRoute(hq, 'receipts', { body: NewReceipt, answer: StockPaper }, enterReceipt);
  commandRoute(hq, 'counts', { body: NewCount, answer: StockPaper }, enterCount);
  commandRoute(hq, 'waste', { body: NewWaste, answer: StockPaper }, enterWaste);
  commandRoute(hq, 'transfers', { body: NewTransfer, answer: Transfer }, sendTransfer);
  receiveRoute(hq);
  lotRoutes(hq);
}

interface Command<Body extends TSchema> {
  body: Body;
  answer: TSchema;
}

function commandRoute<Body extends TSchema, Paper>(
  { app, deps, actorIn, act }: Hq,
  name: string,
  { body, answer }: Command<Body>,
  enter: (
    tx: Transaction,
    deps: ServerDeps,
    userId: number,
    input: Static<Body>,
  ) => Promise<Result<Acted<Paper>, RequestError>>,
): void {
  const schema = { body, response: { 201: answer } };
  app.post(`/stock/${name}`, { schema }, async (request: FastifyRequest, reply) => {
    const input = withNormalisedTexts(request.body as Static<Body>);
    const actor = actorIn(request);
    const depot = depotInSight(actor, (input as { depot_id: number }).depot_id);
    if (!depot.ok) return sendResult(reply, depot);
    return sendResult(reply, await act(request, (tx) => enter(tx, deps, actor.userId, input)), 201);
  });
}

/** → the transfer. 400 without a reason where not what was sent arrived; 404 for what is not on its way to the actor. */
function receiveRoute({ app, deps, actorIn, act }: Hq): void {
  const schema = { params: Type.Object({ id: Uuid }), body: TransferReceipt, response: { 200: Transfer } };
  app.post('/stock/transfers/:id/receive', { schema }, async (request, reply) => {
    const asked = { ...request.params, input: withNormalisedTexts(request.body) };
    return sendResult(reply, await act(request, (tx) => receiveTransfer(tx, deps, actorIn(request), asked)));
  });
}

function lotRoutes({ app, deps, actorIn, act }: Hq): void {
  const params = Type.Object({ id: Uuid });
  /** → the lot. 404; 409 for the lot of what is missing. */
  app.post(
    '/lots/:id/state',
    { schema: { params, body: LotStateChange, response: { 200: Lot } } },
    async (request, reply) => {
      const asked = { ...request.params, input: withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => changeLotState(tx, deps, asked)));
    },
  );
  /** → who got goods of the lot, whichever depot gave them; a clerk sees what the own depot gave. 404. */
  app.get('/lots/:id/recall', { schema: { params, response: { 200: LotRecall } } }, async (request, reply) =>
    sendResult(reply, await recallLot(deps.database, actorIn(request), request.params.id)),
  );
}

/** → `{items, next_cursor}`, the newest first. 400 where it is not said whose, 403 for another depot. */
function movesRoute({ app, deps, actorIn }: Hq): void {
  app.get(
    '/stock/moves',
    { schema: { querystring: StockMovesQuery, response: { 200: StockMoves } } },
    async (request, reply) =>
      sendResult(reply, await orInvalid(() => readMoves(deps.database, actorIn(request), request.query))),
  );
}
