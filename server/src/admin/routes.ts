import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { Client, Delivery, Depot, Device, Lot, Product, User } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import { QuarantineDecision, RotatedKey, UnseenByUser } from '#shared/contract/hq/answers.ts';
import { HQ_ITEMS, HQ_LIST_NAMES, HQ_LISTS, type HqList, pageOf } from '#shared/contract/hq/lists.ts';
import { AlertRecord, JournalReport } from '#shared/contract/hq/records.ts';
import { OneTimeCode } from '#shared/contract/identity.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { sendResult, type TypedApp } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { createHubCode } from '../identity/hub-codes.ts';
import { type CodePurpose, createUserCode } from '../identity/reset-codes.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { decideQuarantined } from '../store/sync/decide-stored.ts';
import { type Actor, actorOf } from './actor.ts';
import { markSeen, unseenByUser } from './alerts.ts';
import { type Changing, changeOne } from './change-one.ts';
import { changingProducts } from './change-products.ts';
import { changingUsers } from './change-users.ts';
import { createClients } from './create-clients.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createLots, createProducts } from './create-goods.ts';
import { createDepots, createUsers } from './create-people.ts';
import { cancelDelivery } from './deliveries.ts';
import { revokeDevice } from './devices.ts';
import { eventAsReceived, rejectQuarantined } from './events.ts';
import { importRoutes } from './import/routes.ts';
import {
  Assignment,
  HubCodeRequest,
  Move,
  NewClient,
  NewDelivery,
  NewDepot,
  NewLot,
  NewProduct,
  NewUser,
  ProductChange,
  Revocation,
  UserChange,
} from './inputs.ts';
import { verifyJournal } from './journal.ts';
import { listQuery, NumberText, readOne, readPage } from './listing.ts';
import { LISTINGS } from './listings.ts';
import { assignDelivery, moveUser } from './moves.ts';
import { paymentRoutes } from './payments.ts';
import { etagOf } from './preconditions.ts';
import { type CreateAll, createOne, orInvalid } from './rows.ts';

export interface AdminOptions {
  deps: ServerDeps;
  authenticate: Authenticate;
}

/** The HQ API, for the console and for scripts. Everything but reading is the admin's alone, but for what is marked `forClerks`. */
export async function adminRoutes(root: FastifyInstance, { deps, authenticate }: AdminOptions): Promise<void> {
  const app: TypedApp = root.withTypeProvider<TypeBoxTypeProvider>();
  const actors = new WeakMap<FastifyRequest, Actor>();
  app.addHook('onRequest', async (request, reply) => {
    const actor = await actorOf(request, authenticate);
    if (!actor.ok) return sendResult(reply, actor);
    actors.set(request, actor.value);
  });
  const actorIn = (request: FastifyRequest) => actors.get(request) as Actor;

  for (const name of HQ_LIST_NAMES) listRoutes(app, name, deps, actorIn);
  createRoute(app, '/depots', { body: NewDepot, response: { 201: Depot } }, createDepots, deps);
  createRoute(app, '/users', { body: NewUser, response: { 201: User } }, createUsers, deps);
  createRoute(app, '/products', { body: NewProduct, response: { 201: Product } }, createProducts, deps);
  createRoute(app, '/clients', { body: NewClient, response: { 201: Client } }, createClients, deps);
  createRoute(app, '/lots', { body: NewLot, response: { 201: Lot } }, createLots, deps);
  createRoute(app, '/deliveries', { body: NewDelivery, response: { 201: Delivery } }, createDeliveries, deps);
  changeRoute(app, '/users', { body: UserChange, response: { 200: User } }, changingUsers, deps, actorIn);
  changeRoute(app, '/products', { body: ProductChange, response: { 200: Product } }, changingProducts, deps, actorIn);
  actionRoutes(app, deps, actorIn);
  paymentRoutes(app, deps, actorIn);
  journalRoute(app, deps, actorIn);
  alertRoutes(app, deps, actorIn);
  await importRoutes(app, deps);
}

type ActorIn = (request: FastifyRequest) => Actor;

/** GET /<list> → `{items, next_cursor}`; GET /<list>/:id → one of its items. 400, 403 for another depot, 404. */
function listRoutes(app: TypedApp, name: HqList, deps: ServerDeps, actorIn: ActorIn): void {
  const listing = LISTINGS[name];
  const schema = { querystring: listQuery(listing), response: { 200: pageOf(HQ_LISTS[name]) } };
  app.get(`/${name}`, { schema }, async (request, reply) => {
    const query = request.query as Record<string, string | undefined>;
    return sendResult(reply, await orInvalid(() => readPage(deps.database, listing, actorIn(request), query)));
  });
  app.get(`/${name}/:id`, { schema: { params: byText, response: { 200: HQ_ITEMS[name] } } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await orInvalid(() => readOne(deps.database, listing, actorIn(request), id));
    if (found.ok) reply.header('etag', etagOf(found.value));
    if (!found.ok || name !== 'events') return sendResult(reply, found);
    return sendResult(reply, ok({ ...found.value, ...(await eventAsReceived(deps.database, id)) }));
  });
}

/** POST /<list> → 201 and the entity. 400 INVALID_REQUEST, 404 NOT_FOUND for what it names, 409 CONFLICT. */
function createRoute<S extends TSchema, Entity>(
  app: TypedApp,
  path: string,
  schema: { body: S; response: { 201: TSchema } },
  create: CreateAll<Type.Static<S>, Entity>,
  deps: ServerDeps,
): void {
  app.post(path, { schema }, async (request, reply) =>
    sendResult(reply, await orInvalid(() => createOne(deps, create, request.body as Type.Static<S>)), 201),
  );
}

/** PATCH /<list>/:id, changed members only → the entity and its new `ETag`. 400, 404, 409, 412 PRECONDITION_FAILED, 428. */
function changeRoute<S extends TSchema, Entity extends object>(
  app: TypedApp,
  path: string,
  schema: { body: S; response: { 200: TSchema } },
  changing: Changing<Type.Static<S>, Entity>,
  deps: ServerDeps,
  actorIn: ActorIn,
): void {
  app.patch(`${path}/:id`, { schema: { params: byNumber, ...schema } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const input = request.body as Type.Static<S>;
    const work = { id, ifMatch: request.headers['if-match'], actor: actorIn(request), input };
    const changed = await orInvalid(() => changeOne(deps, changing, work));
    if (changed.ok) reply.header('etag', etagOf(changed.value));
    return sendResult(reply, changed);
  });
}

const byText = Type.Object({ id: Type.String() });
const byNumber = Type.Object({ id: Type.String({ pattern: '^[1-9]\\d{0,8}$' }) });

function actionRoutes(app: TypedApp, deps: ServerDeps, actorIn: ActorIn): void {
  const byId = Type.Object({ id: Uuid });
  /** → the delivery. 409 CONFLICT once it is delivered. */
  app.post(
    '/deliveries/:id/cancel',
    { schema: { params: byId, response: { 200: Delivery } } },
    async (request, reply) => sendResult(reply, await cancelDelivery(deps, request.params.id)),
  );
  /** → the delivery, now of another driver of its depot. 409 CONFLICT once it is delivered or cancelled. */
  app.post(
    '/deliveries/:id/assign',
    { schema: { params: byId, body: Assignment, response: { 200: Delivery } } },
    async (request, reply) => sendResult(reply, await assignDelivery(deps, request.params.id, request.body)),
  );
  /** → the user in the new post. */
  app.post(
    '/users/:id/move',
    { schema: { params: byNumber, body: Move, response: { 200: User } } },
    async (request, reply) => sendResult(reply, await moveUser(deps, Number(request.params.id), request.body)),
  );
  /**
   * → OneTimeCode, shown this once: for a forgotten password, or to give a phone up for another. By a clerk too, for who
   * works in its yard. 403, 404, 409 for a closed account.
   */
  const codeFor = (purpose: CodePurpose) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as { id: string };
    return sendResult(reply, await createUserCode(deps, actorIn(request), Number(id), purpose), 201);
  };
  const forClerks = {
    schema: { params: byNumber, response: { 201: OneTimeCode } },
    config: { forClerks: true as const },
  };
  app.post('/users/:id/reset-code', forClerks, codeFor('PASSWORD'));
  app.post('/users/:id/device-code', forClerks, codeFor('DEVICE'));
  /** → the device. */
  app.post(
    '/devices/:id/revoke',
    { schema: { params: byId, body: Revocation, response: { 200: Device } } },
    async (request, reply) => sendResult(reply, await revokeDevice(deps, request.params.id, request.body.reason)),
  );
  /** → 201 `{kid}`: a new key signs tokens, checkpoints and orders from now on; the former ones are still believed. */
  app.post('/keys/rotate', { schema: { response: { 201: RotatedKey } } }, async (_request, reply) =>
    sendResult(reply, ok({ kid: await deps.keys.rotate() }), 201),
  );
  /** → `{code, expires_at}`; the code is shown this once. */
  app.post('/hub-codes', { schema: { body: HubCodeRequest, response: { 201: OneTimeCode } } }, async (request, reply) =>
    sendResult(reply, await createHubCode(deps, request.body.depot_id, actorIn(request).userId), 201),
  );
  /** → `{id, status, error_code}`: the event is decided now. 409 CONFLICT where it is not in quarantine. */
  const decided = { params: byId, response: { 200: QuarantineDecision } };
  app.post('/quarantine/:id/accept', { schema: decided }, async (request, reply) =>
    sendResult(reply, await decideQuarantined(syncDeps(deps), request.params.id)),
  );
  /** → `{id, status}`. 409 CONFLICT where the event is not in quarantine. */
  app.post('/quarantine/:id/reject', { schema: decided }, async (request, reply) =>
    sendResult(reply, await rejectQuarantined(deps, request.params.id)),
  );
}

function alertRoutes(app: TypedApp, deps: ServerDeps, actorIn: ActorIn): void {
  /** → the alert, seen: by this actor, or by whoever was first. A clerk for its own depot. 404. */
  app.post(
    '/alerts/:id/seen',
    { schema: { params: Type.Object({ id: Uuid }), response: { 200: AlertRecord } }, config: { forClerks: true } },
    async (request, reply) => sendResult(reply, await markSeen(deps, actorIn(request), request.params.id)),
  );
  /** → `{items: [{user_id, user_name, unseen, newest_at}]}`: unseen fraud signals, the most first. 403 for another depot. */
  const querystring = Type.Object({ depot_id: Type.Optional(NumberText) });
  app.get('/alerts-by-user', { schema: { querystring, response: { 200: UnseenByUser } } }, async (request, reply) => {
    const { depot_id } = request.query;
    return sendResult(
      reply,
      await unseenByUser(deps.database, actorIn(request), depot_id === undefined ? null : Number(depot_id)),
    );
  });
}

/** → `{complete_up_to, missing, broken_links, bad_signatures}`: the journal checked anew, event by event. 404. */
function journalRoute(app: TypedApp, deps: ServerDeps, actorIn: ActorIn): void {
  const schema = { params: byText, response: { 200: JournalReport } };
  app.get('/devices/:id/journal', { schema }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const visible = await readOne(deps.database, LISTINGS.devices, actorIn(request), id);
    return sendResult(reply, visible.ok ? ok(await verifyJournal(deps.database, id)) : visible);
  });
}
