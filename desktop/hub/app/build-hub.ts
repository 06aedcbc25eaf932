import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { appPages } from '#shared/sync-server/app-pages.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import type { HubIdentity } from '../identity.ts';
import { PATHS } from '../paths.ts';
import { checkpointShelf } from '../store/checkpoint-shelf.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { hubSyncStore } from '../store/hub-sync-store.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import type { Uplink } from '../uplink/uplink.ts';
import { hubAuthenticate } from './authenticate.ts';
import { upstreamProxy } from './upstream-proxy.ts';

const REQUEST_TIMEOUT_MS = 60_000;

export interface BuildHubDeps {
  database: HubDatabase;
  identity: HubIdentity;
  serverKeys: ServerKeys;
  uplink: Uplink;
  transport: Transport;
  clock: Clock;
  ids: Ids;
  logger: FastifyBaseLogger;
  /** Further origins from which the phone app may call. */
  appOrigins: string[];
  /** Where the phone app's build lies. */
  phoneApp?: string;
}

/** What the yard sees of the hub: the sync contract, sign-in passed through, and the phone app. Does not listen. */
export async function buildHub(deps: BuildHubDeps): Promise<FastifyInstance> {
  const { database, identity, serverKeys, uplink, transport, clock, ids, logger } = deps;
  const app = fastify({
    loggerInstance: logger,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    genReqId: () => ids.uuid(),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  });
  answerWithProblems(app);
  await protect(app, deps.appOrigins);
  app.register(syncRoutes, {
    node: 'hub',
    store: hubSyncStore({
      database,
      clock,
      depotId: identity.depot.id,
      upstream: () => uplink.status(),
      onAccepted: () => uplink.kick(),
    }),
    authenticate: hubAuthenticate({
      serverKeys,
      shelf: checkpointShelf(database),
      clock,
      isOnline: () => uplink.wan.reachable,
    }),
    clock,
    sha256,
    verify: verifySignature,
  });
  upstreamProxy(app, identity.upstream, transport);
  await appPages(app, deps.phoneApp ?? PATHS.phoneApp);
  return app;
}

async function protect(app: FastifyInstance, appOrigins: string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // SQLite and the code reader are WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        // The phone calls any hub by name or address, and the central server.
        connectSrc: ["'self'", 'http:', 'https:'],
        mediaSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cors, {
    origin: appOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'content-range'],
    exposedHeaders: ['retry-after', 'upload-offset'],
  });
}
