import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { FEED_KINDS, FeedPage } from '#shared/contract/hq/feed.ts';
import { FeedQuery } from '#shared/contract/hq/queries.ts';
import { scopesAllow } from '#shared/contract/hq/service-accounts.ts';
import type { Caller, Judge, ServiceCaller } from '#shared/sync-server/caller.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { orInvalid } from '../rows.ts';
import { readFeed } from './read-feed.ts';

export interface FeedOptions {
  deps: Pick<ServerDeps, 'database'>;
  judge: Judge<Caller | ServiceCaller>;
}

/** The feed of changes, for programs and admins. */
export async function feedRoutes(root: FastifyInstance, { deps, judge }: FeedOptions): Promise<void> {
  const app = root.withTypeProvider<TypeBoxTypeProvider>();
  /**
   * → `{changes, has_more, next_since}`. Without `since`: nothing yet, and the cursor from which to go on once the lists
   * were read. 400 for an unknown kind, 403 for one that the key does not open, 410 CURSOR_EXPIRED.
   */
  app.get('/changes', { schema: { querystring: FeedQuery, response: { 200: FeedPage } } }, async (request, reply) => {
    const caller = await judge(request.headers.authorization, 'read');
    if (!caller.ok) return sendResult(reply, caller);
    const { since, kinds: asked } = request.query;
    const kinds = kindsFor(caller.value, asked?.split(','));
    if (!kinds.ok) return sendResult(reply, kinds);
    const depotId = caller.value.kind === 'service' ? caller.value.depotId : null;
    return sendResult(reply, await orInvalid(() => readFeed(deps.database, { since, kinds: kinds.value, depotId })));
  });
}

function kindsFor(caller: Caller | ServiceCaller, asked: string[] | undefined): Result<Set<string>, RequestError> {
  const open = FEED_KINDS.filter((kind) => mayHear(caller, kind));
  if (open.length === 0)
    return refuse('FORBIDDEN', 'The feed of changes is for programs, by their scopes, and admins.');
  const unknown = asked?.find((kind) => !FEED_KINDS.some((known) => known === kind));
  if (unknown !== undefined) {
    return refuse('INVALID_REQUEST', `There is no kind ${unknown}: the kinds are ${FEED_KINDS.join(', ')}.`);
  }
  const closed = asked?.find((kind) => !open.some((known) => known === kind));
  if (closed !== undefined) return refuse('FORBIDDEN', `The scopes of this key do not allow ${closed}.`);
  return ok(new Set(asked ?? open));
}

const mayHear = (caller: Caller | ServiceCaller, kind: string): boolean =>
  caller.kind === 'service'
    ? scopesAllow(caller.scopes, 'GET', `/${kind}`)
    : caller.kind === 'device' && caller.role === 'admin';
