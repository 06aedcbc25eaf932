import { type FastifyInstance, fastify } from 'fastify';
import type { NodeKind } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { blobRoutes } from '#shared/sync-server/blob-routes.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import type { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';

/** What a node's process answers with. */
export interface Front {
  store: SyncStore;
  blobs: BlobStore;
  authenticate: Authenticate;
  snapshotLimiter: SnapshotLimiter;
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
  const authenticate: Authenticate = (authorization, purpose) => front().authenticate(authorization, purpose);
  app.register(blobRoutes, {
    blobs: {
      find: (upload) => front().blobs.find(upload),
      append: (upload, at, bytes) => front().blobs.append(upload, at, bytes),
      complete: (upload, contentType) => front().blobs.complete(upload, contentType),
      forget: (upload) => front().blobs.forget(upload),
      hasRoom: (upload, bytes, most) => front().blobs.hasRoom(upload, bytes, most),
      mayRead: (caller, sha256) => front().blobs.mayRead(caller, sha256),
      isNamedBy: (deviceId, sha256) => front().blobs.isNamedBy(deviceId, sha256),
      read: (sha256) => front().blobs.read(sha256),
    },
    authenticate,
  });
  app.register(syncRoutes, {
    node,
    store: {
      keysOf: (ids) => front().store.keysOf(ids),
      accept: (batch) => front().store.accept(batch),
      changes: (caller, since, limit, deviceId) => front().store.changes(caller, since, limit, deviceId),
      snapshot: (caller, page) => front().store.snapshot(caller, page),
      status: (caller) => front().store.status(caller),
    },
    authenticate,
    snapshotLimiter: { page: (caller, read, more) => front().snapshotLimiter.page(caller, read, more) },
    clock: { now: () => front().clock.now(), sleep: (ms, signal) => front().clock.sleep(ms, signal) },
    sha256,
    verify: verifySignature,
  });
  return async (served, { method, url, headers, body, bytes }) => {
    current = served;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const payload = body ?? (bytes && Buffer.from(bytes));
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, ...type },
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      kind: 'answer',
      status: response.statusCode,
      retryAfterSeconds: wholeNumber(response.headers['retry-after']),
      uploadOffset: wholeNumber(response.headers['upload-offset']),
      body: response.body === '' ? null : JSON.parse(response.body),
    };
  };
}

const wholeNumber = (header: number | string | string[] | undefined): number | null =>
  header === undefined ? null : Number(header);
