import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import { Client, Delivery, Depot, Lot, Product, User } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import { UnseenByUser } from '#shared/contract/hq/answers.ts';
import { HQ_LIST_QUERIES } from '#shared/contract/hq/list-queries.ts';
import { HQ_ITEMS, HQ_LIST_NAMES, HQ_LISTS, type HqList, pageOf } from '#shared/contract/hq/lists.ts';
import { DepotQuery } from '#shared/contract/hq/queries.ts';
import { AlertRecord, JournalReport } from '#shared/contract/hq/records.ts';
import {
  ClientChange,
  DepotChange,
  NewClient,
  NewDelivery,
  NewDepot,
  NewLot,
  NewProduct,
  NewUser,
  ProductChange,
  UserChange,
} from '#shared/contract/hq/requests.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import type { Caller, Judge, ServiceCaller } from '#shared/sync-server/caller.ts';
import { sendResult } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { actionRoutes, byNumber } from './action-routes.ts';
import { CREATED } from './acts/act.ts';
import { markSeen, unseenByUser } from './alerts.ts';
import { boardRoutes } from './board/routes.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { changingClients } from './change-clients.ts';
import { changingDepots } from './change-depots.ts';
import { type Changing, changeOne } from './change-one.ts';
import { changingProducts } from './change-products.ts';
import { changingUsers } from './change-users.ts';
import { chequeRoutes } from './cheques.ts';
import { journalAccountRoutes } from './closing/journal-accounts.ts';
import { closingRoutes } from './closing/routes.ts';
import { companyRoutes } from './company.ts';
import { createClients } from './create-clients.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createLots, createProducts } from './create-goods.ts';
import { createDepots, createUsers } from './create-people.ts';
import { eventAsReceived } from './events.ts';
import { evidenceRoutes } from './evidence/routes.ts';
import { type Hq, hqOn } from './hq.ts';
import { importRoutes } from './import/routes.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { invoiceRoutes, summaryInvoiceRoutes } from './invoices/routes.ts';
import { verifyJournal } from './journal.ts';
import { LISTINGS } from './lists/listings.ts';
import { readOne, readPage } from './lists/read-page.ts';
import { liveRoutes } from './live/routes.ts';
import { paymentRoutes } from './payments.ts';
import { etagOf } from './preconditions.ts';
import { proofRoutes } from './proof/routes.ts';
import { queueFileRoutes } from './queue-files/routes.ts';
import { monthRoutes, reportRoutes } from './reports/routes.ts';
import { type CreateAll, createOne, orInvalid } from './rows.ts';
import { boundPrograms } from './service-accounts/check-write.ts';
import { serviceAccountRoutes } from './service-accounts/routes.ts';
import { stampRuleRoutes } from './stamp-rules/routes.ts';
import { stockRoutes } from './stock/routes.ts';
import { tourRoutes } from './tours.ts';
import { tvaRuleRoutes } from './tva-rules/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export interface AdminOptions {
  deps: ServerDeps;
  judge: Judge<Caller | ServiceCaller>;
}

/** The HQ API, for the console and for scripts. Who may do what: `mayWrite`. */
export async function adminRoutes(root: FastifyInstance, { deps, judge }: AdminOptions): Promise<void> {
  const hq = hqOn(root.withTypeProvider<TypeBoxTypeProvider>(), deps, judge);
  boundPrograms(hq);
  for (const name of HQ_LIST_NAMES) listRoutes(hq, name);
  createRoute(hq, 'depots', { body: NewDepot, response: { 201: Depot } }, createDepots);
  createRoute(hq, 'users', { body: NewUser, response: { 201: User } }, createUsers);
  createRoute(hq, 'products', { body: NewProduct, response: { 201: Product } }, createProducts);
  createRoute(hq, 'clients', { body: NewClient, response: { 201: Client } }, createClients);
  createRoute(hq, 'lots', { body: NewLot, response: { 201: Lot } }, createLots);
  createRoute(hq, 'deliveries', { body: NewDelivery, response: { 201: Delivery } }, createDeliveries);
  const byUuid = Type.Object({ id: Uuid });
  changeRoute(hq, 'depots', { params: byNumber, body: DepotChange, response: { 200: Depot } }, changingDepots);
  changeRoute(hq, 'users', { params: byNumber, body: UserChange, response: { 200: User } }, changingUsers);
  const product = { params: byNumber, body: ProductChange, response: { 200: Product } };
  changeRoute(hq, 'products', product, changingProducts);
  changeRoute(hq, 'clients', { params: byUuid, body: ClientChange, response: { 200: Client } }, changingClients);
  companyRoutes(hq);
  stampRuleRoutes(hq);
  tvaRuleRoutes(hq);
  journalAccountRoutes(hq);
  actionRoutes(hq);
  invoiceRoutes(hq);
  summaryInvoiceRoutes(hq);
  paymentRoutes(hq);
  chequeRoutes(hq);
  tourRoutes(hq);
  stockRoutes(hq);
  reportRoutes(hq);
  monthRoutes(hq);
  closingRoutes(hq);
  proofRoutes(hq);
  journalRoute(hq);
  evidenceRoutes(hq);
  alertRoutes(hq);
  boardRoutes(hq);
  inboxRoutes(hq);
  liveRoutes(hq);
  bulkRoutes(hq);
  serviceAccountRoutes(hq);
  webhookRoutes(hq);
  await importRoutes(hq);
  await queueFileRoutes(hq);
}

/** GET /<list> → `{items, next_cursor}`; GET /<list>/:id → one of its items. 400, 403 for another depot, 404. */
function listRoutes({ app, deps, actorIn }: Hq, name: HqList): void {
  const listing = LISTINGS[name];
  const schema = { querystring: HQ_LIST_QUERIES[name], response: { 200: pageOf(HQ_LISTS[name]) } };
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
function createRoute<S extends TSchema, Entity extends object & { id: string | number }>(
  { app, deps, act }: Hq,
  list: keyof typeof CREATED,
  schema: { body: S; response: { 201: TSchema } },
  create: CreateAll<Static<S>, Entity>,
): void {
  const creating = { create, subject: CREATED[list] };
  app.post(`/${list}`, { schema }, async (request, reply) =>
    sendResult(reply, await act(request, (tx) => createOne(tx, deps, creating, request.body as Static<S>)), 201),
  );
}

/** PATCH /<list>/:id, changed members only → the entity and its new `ETag`. 400, 404, 409, 412 PRECONDITION_FAILED, 428. */
function changeRoute<S extends TSchema, Entity extends object & { id: string | number }>(
  { app, deps, actorIn, act }: Hq,
  list: HqList,
  schema: { params: TSchema; body: S; response: { 200: TSchema } },
  changing: Changing<Static<S>, Entity>,
): void {
  app.patch(`/${list}/:id`, { schema }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const input = request.body as Static<S>;
    const work = { id, ifMatch: request.headers['if-match'], actor: actorIn(request), input };
    const changed = await act(request, (tx) => changeOne(tx, deps, changing, work));
    if (changed.ok) reply.header('etag', etagOf(changed.value));
    return sendResult(reply, changed);
  });
}

const byText = Type.Object({ id: Type.String() });

function alertRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → the alert, seen: by this actor, or by whoever was first. A clerk for its own depot. 404. */
  app.post(
    '/alerts/:id/seen',
    { schema: { params: Type.Object({ id: Uuid }), response: { 200: AlertRecord } } },
    async (request, reply) =>
      sendResult(reply, await act(request, (tx) => markSeen(tx, deps, actorIn(request), request.params.id))),
  );
  /** → `{items: [{user_id, user_name, unseen, newest_at}]}`: unseen fraud signals, the most first. 403 for another depot. */
  app.get(
    '/alerts-by-user',
    { schema: { querystring: DepotQuery, response: { 200: UnseenByUser } } },
    async (request, reply) => {
      const { depot_id } = request.query;
      return sendResult(
        reply,
        await unseenByUser(deps.database, actorIn(request), depot_id === undefined ? null : Number(depot_id)),
      );
    },
  );
}

/** → `{complete_up_to, missing, broken_links, bad_signatures}`: the journal checked anew, event by event. 404. */
function journalRoute({ app, deps, actorIn }: Hq): void {
  const schema = { params: byText, response: { 200: JournalReport } };
  app.get('/devices/:id/journal', { schema }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const visible = await readOne(deps.database, LISTINGS.devices, actorIn(request), id);
    return sendResult(reply, visible.ok ? ok(await verifyJournal(deps.database, id)) : visible);
  });
}
