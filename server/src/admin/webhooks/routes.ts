import Type from 'typebox';
import { WithReason } from '#shared/contract/hq/requests.ts';
import { NewWebhook, Webhook, WebhookWithSecret } from '#shared/contract/hq/webhooks.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { changeWebhook, makeWebhook, resumeWebhook, rotateWebhook, stopWebhook } from './webhooks.ts';

const params = Type.Object({ id: Uuid });
const nothing = Type.Object({}, { additionalProperties: false });

/** Where programs are told of changes. Programs themselves may not say so: no scope names these calls. */
export function webhookRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → 201 `{webhook, secret}`: the secret is shown this once. 400 for an address that is none of https. */
  app.post(
    '/webhooks',
    { schema: { body: NewWebhook, response: { 201: WebhookWithSecret } } },
    async (request, reply) => {
      const input = withNormalisedTexts(request.body);
      return sendResult(reply, await act(request, (tx) => makeWebhook(tx, deps, actorIn(request), input)), 201);
    },
  );
  /** → the webhook. 400, 404, 409 where it was stopped. */
  app.post(
    '/webhooks/:id/change',
    { schema: { params, body: NewWebhook, response: { 200: Webhook } } },
    async (request, reply) => {
      const input = withNormalisedTexts(request.body);
      return sendResult(reply, await act(request, (tx) => changeWebhook(tx, request.params.id, input)));
    },
  );
  /** → `{webhook, secret}`: another secret; for 24 hours the former one signs, too. 404, 409. */
  app.post(
    '/webhooks/:id/rotate',
    { schema: { params, body: nothing, response: { 200: WebhookWithSecret } } },
    async (request, reply) => sendResult(reply, await act(request, (tx) => rotateWebhook(tx, deps, request.params.id))),
  );
  /** → the webhook, which goes on at once with the change that failed. 404, 409, 410 where the log has lost it. */
  app.post(
    '/webhooks/:id/resume',
    { schema: { params, body: nothing, response: { 200: Webhook } } },
    async (request, reply) => sendResult(reply, await act(request, (tx) => resumeWebhook(tx, deps, request.params.id))),
  );
  /** → the webhook, of which nothing is sent any more. 404. */
  app.post(
    '/webhooks/:id/stop',
    { schema: { params, body: WithReason, response: { 200: Webhook } } },
    async (request, reply) => {
      const { reason } = withNormalisedTexts(request.body);
      return sendResult(reply, await act(request, (tx) => stopWebhook(tx, request.params.id, reason)));
    },
  );
}
