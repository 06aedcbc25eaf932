import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import {
  BootstrapQuery,
  BootstrapResponse,
  clampPullLimit,
  PullQuery,
  PullResponse,
  PushResponse,
  StatusQuery,
  StatusResponse,
} from '#shared/contract/sync.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type Authenticate, type Caller, callerId, type Purpose } from './caller.ts';
import { acceptCompressedBodies } from './decompress.ts';
import { RefusedInput, sendProblem } from './problem.ts';
import { type PushDeps, push } from './push.ts';
import { noteStarts, startOf } from './request-start.ts';
import { isRevoked, rescued } from './rescue.ts';
import type { SnapshotLimiter } from './snapshot-limiter.ts';
import { utf8Of } from './strict-input.ts';
import type { SyncStore } from './sync-store.ts';

export interface SyncRoutesDeps extends PushDeps {
  store: SyncStore;
  authenticate: Authenticate;
  /** Who may take a snapshot now; it lives as long as the node. */
  snapshotLimiter: Pick<SnapshotLimiter, 'page'>;
  /** Called with a checkpoint that a caller shows for what it says of the server's log. */
  onHead?: (jws: string) => Promise<void>;
  /** Called with the last number that a device says to have made. */
  onMade?: (deviceId: string, made: number) => Promise<void>;
  /** Called with what a device says of itself besides. */
  onSaid?: (deviceId: string, said: PhoneSaid) => void;
}

/** What a phone says of itself, as far as it does. */
export interface PhoneSaid {
  unsent: number | null;
  battery: number | null;
  app: string | null;
}

/**
 * The four calls of the contract, the same on a hub and on the server: POST /api/sync/push, GET /api/sync/pull,
 * GET /api/sync/bootstrap, GET /api/sync/status. Errors of a whole request are problems (RFC 9457).
 */
export function syncRoutes(root: FastifyInstance, deps: SyncRoutesDeps): void {
  root.register((scope, _options, done) => {
    // Push reads its own text: an event is stored in the text in which it came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: LIMITS.bodyBytes },
      (_request, body, done) => {
        const text = utf8Of(body as Buffer);
        if (text.ok) done(null, text.value);
        else done(new RefusedInput(text.error), undefined);
      },
    );
    acceptCompressedBodies(scope);
    noteStarts(scope, deps.clock);
    const route = { bodyLimit: LIMITS.bodyBytes, schema: { response: { 200: PushResponse } } };
    scope.post('/api/sync/push', route, (request, reply) =>
      answer(request, reply, deps, 'push', null, async (caller) => {
        const result = await push(
          typeof request.body === 'string' ? request.body : '',
          { caller, beganMs: startOf(request) ?? deps.clock.now() },
          deps,
        );
        if (result.ok) logFailures(request, caller, result.value.failed_events);
        return isRevoked(caller) ? rescued(caller.refusal, result) : result;
      }),
    );
    done();
  });
  readRoutes(root.withTypeProvider<TypeBoxTypeProvider>(), deps);
}

function readRoutes(app: ReturnType<FastifyInstance['withTypeProvider']>, deps: SyncRoutesDeps): void {
  const typed = app as FastifyInstance;
  const now = () => isoTime(deps.clock.now());
  const pull = { querystring: PullQuery, response: { 200: PullResponse } };
  typed.get('/api/sync/pull', { schema: pull }, (request, reply) => {
    const query = request.query as Record<string, string | undefined>;
    const { since, device_id, limit } = query;
    return answer(request, reply, deps, 'read', device_id || null, async (caller) => {
      const count = clampPullLimit(limit === undefined ? undefined : Number(limit));
      await hear(caller, query, deps);
      const page = await deps.store.changes(caller, since || EARLIEST, count, device_id || callerId(caller));
      return page.ok ? { ok: true, value: { ...page.value, server_time: now() } } : page;
    });
  });
  const bootstrap = { querystring: BootstrapQuery, response: { 200: BootstrapResponse } };
  typed.get('/api/sync/bootstrap', { schema: bootstrap }, (request, reply) => {
    const { device_id, page } = request.query as { device_id?: string; page?: string };
    return answer(request, reply, deps, 'read', device_id || null, async (caller) => {
      const read = () => deps.store.snapshot(caller, page || null);
      const snapshot = await deps.snapshotLimiter.page(callerId(caller), read, ({ has_more }) => has_more);
      return snapshot.ok ? { ok: true, value: { ...snapshot.value, server_time: now() } } : snapshot;
    });
  });
  const status = { querystring: StatusQuery, response: { 200: StatusResponse } };
  typed.get('/api/sync/status', { schema: status }, (request, reply) => {
    const { device_id } = request.query as { device_id?: string };
    return answer(request, reply, deps, 'read', device_id || null, async (caller) => {
      const status = await deps.store.status(caller);
      return { ok: true, value: { server_healthy: true, server_time: now(), node: deps.node, ...status } };
    });
  });
}

/** What a caller says beside what it asks. */
async function hear(caller: Caller, query: Record<string, string | undefined>, deps: SyncRoutesDeps): Promise<void> {
  const { head, made } = query;
  if (head) await deps.onHead?.(head);
  if (caller.kind !== 'device') return;
  if (made) await deps.onMade?.(caller.deviceId, Math.min(Number(made), LIMITS.seq));
  deps.onSaid?.(caller.deviceId, saidIn(query));
}

function saidIn({ unsent, battery, app }: Record<string, string | undefined>): PhoneSaid {
  const numberIn = (text: string | undefined) => (text ? Number(text) : null);
  return { unsent: numberIn(unsent), battery: numberIn(battery), app: app ?? null };
}

const EARLIEST = '1970-01-01T00:00:00.000Z';

/** Authenticates, checks that the device named is the caller's, runs the call, and sends its value or its problem. */
async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: SyncRoutesDeps,
  purpose: Purpose,
  deviceId: string | null,
  call: (caller: Caller) => Promise<Result<unknown, RequestError>>,
): Promise<FastifyReply> {
  const caller = await deps.authenticate(request.headers.authorization, purpose);
  const result = caller.ok ? await (foreign(caller.value, deviceId) ?? call(caller.value)) : caller;
  if (result.ok) return reply.send(result.value);
  const from = { ip: request.ip, caller: caller.ok ? callerId(caller.value) : null };
  request.log.warn({ code: result.error.code, detail: result.error.detail, ...from }, 'a request was refused');
  return sendProblem(reply, result.error);
}

/** A hub may ask on behalf of its depot's devices, which the store checks; a device only for itself. */
function foreign(caller: Caller, deviceId: string | null): Result<never, RequestError> | null {
  if (deviceId === null || caller.kind === 'hub' || deviceId === caller.deviceId) return null;
  return refuse('FORBIDDEN', 'The request names another device than its token.');
}

/** The log says what was refused and from whom, never what was in it. */
function logFailures(
  request: FastifyRequest,
  caller: Caller,
  failed: { event_id: string; error_code: string }[],
): void {
  for (const { event_id, error_code } of failed) {
    request.log.warn({ event_id, error_code, brought_by: callerId(caller), ip: request.ip }, 'an event failed');
  }
}
