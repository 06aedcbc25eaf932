import { type FastifyInstance, fastify } from 'fastify';
import type { NodeKind } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';

/** What a node's process answers with. */
export interface Front {
  store: SyncStore;
  authenticate: Authenticate;
  clock: Clock;
  /** Told of what the node did not expect itself; it has answered 500. */
  onError: (error: Error) => void;
}

export type Handle = (front: Front, request: TransportRequest) => Promise<TransportAnswer>;

/**
 * The production routes of a node, asked without a socket. One app serves every process of its kind, one request at a
 * time: in virtual time nothing runs beside it.
 */
export function nodeFront(node: NodeKind): Handle {
  let current: Front | null = null;
  const front = (): Front => {
    if (current === null) throw new Error('no process is asked');
    return current;
  };
  const app: FastifyInstance = fastify({ logger: false });
  answerWithProblems(app);
  app.addHook('onError', async (_request, _reply, error) => front().onError(error));
  app.register(syncRoutes, {
    node,
    store: {
      keysOf: (ids) => front().store.keysOf(ids),
      accept: (batch) => front().store.accept(batch),
      changes: (caller, since, limit, deviceId) => front().store.changes(caller, since, limit, deviceId),
      snapshot: (caller, page) => front().store.snapshot(caller, page),
      status: (caller) => front().store.status(caller),
    },
    authenticate: (authorization, purpose) => front().authenticate(authorization, purpose),
    clock: { now: () => front().clock.now(), sleep: (ms, signal) => front().clock.sleep(ms, signal) },
    sha256,
    verify: verifySignature,
  });
  return async (served, { method, url, headers, body }) => {
    current = served;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, ...type },
      ...(body === undefined ? {} : { payload: body }),
    });
    const retryAfter = Number(response.headers['retry-after'] ?? Number.NaN);
    return {
      kind: 'answer',
      status: response.statusCode,
      retryAfterSeconds: Number.isNaN(retryAfter) ? null : retryAfter,
      body: response.body === '' ? null : JSON.parse(response.body),
    };
  };
}
