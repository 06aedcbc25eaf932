import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Delivery, Device, Hub, User } from '#shared/contract/entities.ts';
import { QuarantineDecision, RotatedKey, ToursMoved } from '#shared/contract/hq/answers.ts';
import {
  Assignment,
  DeliveryMove,
  GivenReason,
  HubCodeRequest,
  Move,
  TourMove,
  WithReason,
} from '#shared/contract/hq/requests.ts';
import { OneTimeCode } from '#shared/contract/identity.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { HubCode } from '#shared/contract/setup.ts';
import { sendResult } from '../http/typed-app.ts';
import { createHubCode } from '../identity/hub-codes.ts';
import { type CodePurpose, createUserCode } from '../identity/reset-codes.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { decideQuarantined } from '../store/sync/decide-stored.ts';
import { acted, changedBy } from './acts/act.ts';
import { cancelDelivery } from './deliveries.ts';
import { revokeDevice } from './devices.ts';
import { rejectQuarantined } from './events.ts';
import type { Hq } from './hq.ts';
import { withdrawHub } from './hubs.ts';
import { moveDelivery, moveTour } from './move-deliveries.ts';
import { moveUser } from './move-users.ts';
import { withNormalisedTexts } from './rows.ts';

const byId = Type.Object({ id: Uuid });
export const byNumber = Type.Object({ id: Type.String({ pattern: '^[1-9]\\d{0,8}$' }) });

/** What is done to things that are there. */
export function actionRoutes(hq: Hq): void {
  deliveryActions(hq);
  userActions(hq);
  machineActions(hq);
  quarantineActions(hq);
}

function deliveryActions({ app, deps, act }: Hq): void {
  /** → the delivery. 409 CONFLICT once it is delivered. */
  app.post(
    '/deliveries/:id/cancel',
    { schema: { params: byId, body: WithReason, response: { 200: Delivery } } },
    async (request, reply) =>
      sendResult(
        reply,
        await act(request, (tx) =>
          cancelDelivery(tx, deps, request.params.id, withNormalisedTexts(request.body).reason),
        ),
      ),
  );
  /** → the delivery, now of another driver of its depot or another day. 409 CONFLICT once it is delivered or cancelled. */
  app.post(
    '/deliveries/:id/move',
    { schema: { params: byId, body: DeliveryMove, response: { 200: Delivery } } },
    async (request, reply) =>
      sendResult(
        reply,
        await act(request, (tx) => moveDelivery(tx, deps, request.params.id, withNormalisedTexts(request.body))),
      ),
  );
  /** The same, as it was called before. */
  app.post(
    '/deliveries/:id/assign',
    { schema: { params: byId, body: Assignment, response: { 200: Delivery } } },
    async (request, reply) =>
      sendResult(reply, await act(request, (tx) => moveDelivery(tx, deps, request.params.id, request.body))),
  );
  /** → `{moved}`: all that is open of a driver's day. 409 CONFLICT where the new driver is not of its depot. */
  app.post('/tours/move', { schema: { body: TourMove, response: { 200: ToursMoved } } }, async (request, reply) =>
    sendResult(reply, await act(request, (tx) => moveTour(tx, deps, withNormalisedTexts(request.body)))),
  );
}

const ACT_OF_CODE = { PASSWORD: 'RESET_CODE_MADE', DEVICE: 'DEVICE_CODE_MADE' } as const;

function userActions({ app, deps, actorIn, act }: Hq): void {
  /** → the user in the new post. */
  app.post(
    '/users/:id/move',
    { schema: { params: byNumber, body: Move, response: { 200: User } } },
    async (request, reply) =>
      sendResult(reply, await act(request, (tx) => moveUser(tx, deps, Number(request.params.id), request.body))),
  );
  /**
   * → OneTimeCode, shown this once: for a forgotten password, or to give a phone up for another. By a clerk too, for who
   * works in its yard. 403, 404, 409 for a closed account.
   */
  const codeFor = (purpose: CodePurpose) => async (request: FastifyRequest, reply: FastifyReply) => {
    const userId = Number((request.params as { id: string }).id);
    const made = await act(request, async (tx) => {
      const code = await createUserCode(tx, deps, actorIn(request), { userId, purpose });
      return code.ok ? acted(code.value, codeMade(ACT_OF_CODE[purpose], ['USER', userId], code.value)) : code;
    });
    return sendResult(reply, made, 201);
  };
  const codeRoute = { schema: { params: byNumber, response: { 201: OneTimeCode } } };
  app.post('/users/:id/reset-code', codeRoute, codeFor('PASSWORD'));
  app.post('/users/:id/device-code', codeRoute, codeFor('DEVICE'));
}

/** The code itself is nobody's but whom it is read out to. */
const codeMade = (
  what: 'RESET_CODE_MADE' | 'DEVICE_CODE_MADE' | 'HUB_CODE_MADE',
  entity: [type: string, id: number],
  { expires_at }: OneTimeCode,
) => ({ what, entity, name: null, before: null, after: { expires_at }, reason: null });

function machineActions({ app, deps, actorIn, act }: Hq): void {
  /** → the device. */
  app.post(
    '/devices/:id/revoke',
    { schema: { params: byId, body: GivenReason, response: { 200: Device } } },
    async (request, reply) =>
      sendResult(reply, await act(request, (tx) => revokeDevice(tx, deps, request.params.id, request.body.reason))),
  );
  /** → the hub, which is let in no more. 404; once withdrawn, it stays so. */
  app.post(
    '/hubs/:id/revoke',
    { schema: { params: byId, body: GivenReason, response: { 200: Hub } } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => withdrawHub(tx, deps, asked)));
    },
  );
  /** → 201 `{kid}`: a new key signs tokens, checkpoints and orders from now on; the former ones are still believed. */
  app.post('/keys/rotate', { schema: { response: { 201: RotatedKey } } }, async (request, reply) => {
    const before = { id: 'token', kid: deps.keys.token.kid };
    const rotated = await act(request, async (tx) => {
      const after = { kid: await deps.keys.follow(tx) };
      return acted(after, changedBy({ what: 'KEY_ROTATED', type: 'KEY' }, before, { ...before, ...after }));
    });
    if (rotated.ok) await deps.keys.refresh();
    return sendResult(reply, rotated, 201);
  });
  /** → `{code, expires_at, invitation}`; the code is shown this once. */
  app.post('/hub-codes', { schema: { body: HubCodeRequest, response: { 201: HubCode } } }, async (request, reply) => {
    const { depot_id } = request.body;
    const made = await act(request, async (tx) => {
      const code = await createHubCode(tx, deps, depot_id, actorIn(request).userId);
      return code.ok ? acted(code.value, codeMade('HUB_CODE_MADE', ['DEPOT', depot_id], code.value)) : code;
    });
    return sendResult(reply, made, 201);
  });
}

function quarantineActions({ app, deps, act, decide }: Hq): void {
  const decided = { params: byId, response: { 200: QuarantineDecision } };
  /** → `{id, status, error_code}`: the event is decided now. 409 CONFLICT where it is not in quarantine. */
  app.post('/quarantine/:id/accept', { schema: decided }, async (request, reply) => {
    const { id } = request.params;
    const before = { id, status: 'QUARANTINED' };
    const accepted = await decide(request, async (decision) => {
      const end = await decideQuarantined(decision, syncDeps(deps), id);
      if (!end.ok) return end;
      return acted(end.value, changedBy({ what: 'QUARANTINE_ACCEPTED', type: 'EVENT' }, before, end.value));
    });
    return sendResult(reply, accepted);
  });
  /** → `{id, status}`. 409 CONFLICT where the event is not in quarantine. */
  app.post('/quarantine/:id/reject', { schema: decided }, async (request, reply) =>
    sendResult(reply, await act(request, (tx) => rejectQuarantined(tx, deps, request.params.id))),
  );
}
