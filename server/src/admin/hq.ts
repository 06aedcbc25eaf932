import type { FastifyRequest } from 'fastify';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Caller, Judge, ServiceCaller } from '#shared/sync-server/caller.ts';
import { parameterFault } from '#shared/sync-server/parameters.ts';
import { sendResult, type TypedApp } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { sqlState, type Transaction } from '../store/database.ts';
import type { Decision } from '../store/sync/in-decision.ts';
import { type Actor, actorOf } from './actor.ts';
import type { Acted } from './acts/act.ts';
import { type Acting, inAct, inDecidingAct } from './acts/in-act.ts';
import { repeatableOf } from './acts/repeats.ts';
import { resolveExternal } from './external/resolve.ts';
import { orInvalid } from './rows.ts';

/** What the parts of HQ's API are made with. */
export interface Hq {
  app: TypedApp;
  deps: ServerDeps;
  actorIn(request: FastifyRequest): Actor;
  /** Does what a request asks for, in one transaction with its rows of the audit; see `inAct`. */
  act<T>(
    request: FastifyRequest,
    work: (tx: Transaction) => Promise<Result<Acted<T>, RequestError>>,
  ): Promise<Result<T, RequestError>>;
  /** The same for one of several things that one request asks for, each by itself: it is the caller that may repeat it. */
  actEach<T>(
    request: FastifyRequest,
    work: (tx: Transaction) => Promise<Result<Acted<T>, RequestError>>,
  ): Promise<Result<T, RequestError>>;
  /** The same for what decides events. */
  decide<T>(
    request: FastifyRequest,
    work: (decision: Decision) => Promise<Result<Acted<T>, RequestError>>,
  ): Promise<Result<T, RequestError>>;
}

/** Lets in whom the table of rights names, and gives the parts of the API what they need. */
export function hqOn(app: TypedApp, deps: ServerDeps, judge: Judge<Caller | ServiceCaller>): Hq {
  const actors = new WeakMap<FastifyRequest, Actor>();
  app.addHook('onRequest', async (request, reply) => {
    const actor = await actorOf(request, judge);
    if (!actor.ok) return sendResult(reply, actor);
    actors.set(request, actor.value);
  });
  app.addHook('preValidation', async (request, reply) => {
    const fault = parameterFault(request);
    if (fault !== null) return sendResult(reply, refuse('INVALID_REQUEST', fault));
    // An action that needs nothing said may come without a body.
    if (request.method !== 'GET') request.body ??= {};
    const resolved = await resolveExternal(deps.database, request);
    if (!resolved.ok) return sendResult(reply, resolved);
  });
  const actorIn = (request: FastifyRequest) => actors.get(request) as Actor;
  const asked = <T>(request: FastifyRequest, work: (acting: Acting) => Promise<Result<T, RequestError>>) => {
    const actor = actorIn(request);
    const repeat = repeatableOf(actor, request.headers['idempotency-key'], request);
    return repeat.ok ? orInvalid(() => orTaken(() => work({ actor, repeat: repeat.value }))) : Promise.resolve(repeat);
  };
  return {
    app,
    deps,
    actorIn,
    act: (request, work) => asked(request, (acting) => inAct(deps, acting, work)),
    actEach: (request, work) =>
      orInvalid(() => orTaken(() => inAct(deps, { actor: actorIn(request), repeat: null }, work))),
    decide: (request, work) => asked(request, (acting) => inDecidingAct(deps, acting, work)),
  };
}

const UNIQUE_VIOLATION = '23505';

async function orTaken<T>(work: () => Promise<Result<T, RequestError>>): Promise<Result<T, RequestError>> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return refuse('CONFLICT', 'Somebody has just created the same: look at the list, then try again.');
  }
}
