import Type from 'typebox';
import { WithReason } from '#shared/contract/hq/requests.ts';
import { MadeServiceAccount, NewServiceAccount, ServiceAccount } from '#shared/contract/hq/service-accounts.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { makeServiceAccount, revokeServiceAccount } from './service-accounts.ts';

/** How an admin lets programs in, and out. Programs themselves may not: no scope names these calls. */
export function serviceAccountRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → 201 `{account, key}`: the key is shown this once. 400 for scopes that a key of one depot cannot have, 404 for the depot. */
  app.post(
    '/service-accounts',
    { schema: { body: NewServiceAccount, response: { 201: MadeServiceAccount } } },
    async (request, reply) => {
      const input = withNormalisedTexts(request.body);
      const made = await act(request, (tx) => makeServiceAccount(tx, deps, actorIn(request), input));
      return sendResult(reply, made, 201);
    },
  );
  /** → the account, whose key opens nothing any more. 404. */
  app.post(
    '/service-accounts/:id/revoke',
    { schema: { params: Type.Object({ id: Uuid }), body: WithReason, response: { 200: ServiceAccount } } },
    async (request, reply) => {
      const { reason } = withNormalisedTexts(request.body);
      return sendResult(
        reply,
        await act(request, (tx) => revokeServiceAccount(tx, deps, { id: request.params.id, reason })),
      );
    },
  );
}
