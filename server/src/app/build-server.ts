import { fileURLToPath } from 'node:url';
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { REQUEST_ID, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { compressAnswers } from '#shared/node-app/compress.ts';
import { nodeApp, type TlsMaterial } from '#shared/node-app/node-app.ts';
import { protect } from '#shared/node-app/protect.ts';
import { requestId } from '#shared/node-app/request-id.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import { answerBySchema } from '#shared/sync-server/answers.ts';
import { blobRoutes } from '#shared/sync-server/blob-routes.ts';
import { newsRoute } from '#shared/sync-server/news-route.ts';
import { nodeCardRoute } from '#shared/sync-server/node-card.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { limitRates } from '#shared/sync-server/rate-limit.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import { acceptStrictInput, UNTIDIED } from '#shared/sync-server/strict-input.ts';
import { feedRoutes } from '../admin/feed/routes.ts';
import { watchedBlobs } from '../admin/proof/watched-blobs.ts';
import { adminRoutes } from '../admin/routes.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { identityRoutes } from '../identity/routes.ts';
import { judgeAll, withoutServices } from '../identity/service-callers.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { signClaims } from '../identity/tokens.ts';
import { countingStore, metricsRoute } from '../metrics/routes.ts';
import { serverMetrics } from '../metrics/server-metrics.ts';
import type { Call } from '../openapi/calls.ts';
import { openApiRoutes } from '../openapi/routes.ts';
import { hubQueueFileRoute } from '../queue-files/hub-route.ts';
import { postgresBlobs } from '../store/blobs.ts';
import { isOutage } from '../store/database.ts';
import { noteMade } from '../store/sync/device-claims.ts';
import { DeviceNews } from '../store/sync/device-news.ts';
import { heedHead } from '../store/sync/heed-head.ts';
import { postgresSyncStore } from '../store/sync/sync-store.ts';
import { probes } from './probes.ts';

export interface BuildOptions {
  deps: ServerDeps;
  /** The origins from which the phone app may call. */
  appOrigins: string[];
  logger: FastifyBaseLogger;
  /** null: plain HTTP. */
  tls?: TlsMaterial | null;
  /** Where the HQ console's build lies. */
  consoleDir?: string;
  /** How many servers run on this database: a caller's budget is shared among them. */
  servers?: () => number;
  /** By which Prometheus reads /metrics; null or absent: there is no such page. */
  metricsToken?: string | null;
  /** Room on the disk of its data folder; absent or null where it keeps none. */
  freeBytes?: () => number | null;
  /** Takes each call of the API as it is registered, with its schemas. */
  calls?: Call[];
}

const CONSOLE = fileURLToPath(new URL('../../../dist/admin-console', import.meta.url));
/** The first part of each of the console's addresses. */
export const CONSOLE_PAGES = [
  ...[
    'arrivals',
    'deliveries',
    'tours',
    'attention',
    'invoices',
    'credit-notes',
    'payments',
    'stamp-rules',
    'tva-rules',
    'journal-accounts',
    'numbers',
    'accounting',
    'cheques',
    'stock',
    'lots',
    'transfers',
  ],
  ...[
    'clients',
    'products',
    'users',
    'devices',
    'depots',
    'hubs',
    'company',
    'acts',
    'entries',
    'trail',
    'import',
    'queue-file',
    'service-accounts',
    'webhooks',
  ],
];
/** Whoever is slower than this with a request is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;
/** An ERP's name of a thing, of 200 characters, each of them two escaped bytes. */
const PARAM_CHARS = 1_250;

/** The central server as one Fastify app: the sync contract, identity, the HQ API and the HQ console. Does not listen. */
export async function buildServer(options: BuildOptions): Promise<FastifyInstance> {
  const { deps, logger, freeBytes = () => null } = options;
  const app = nodeApp(
    {
      loggerInstance: logger,
      bodyLimit: LIMITS.bodyBytes,
      requestTimeout: REQUEST_TIMEOUT_MS,
      routerOptions: { maxParamLength: PARAM_CHARS },
      // Idle keep-alive connections must not hold up the end.
      forceCloseConnections: true,
      genReqId: ({ headers }) => requestId(headers, deps.ids),
      // Refusals and faults are told where they happen; a line for every good answer would bury them.
      logController: new LogController({ disableRequestLogging: true }),
      ajv: UNTIDIED,
    },
    options.tls ?? null,
  );
  answerWithProblems(app, isOutage);
  answerBySchema(app);
  acceptStrictInput(app);
  await protect(app, { features: ['clipboard-write'] }, options.appOrigins);
  compressAnswers(app);
  app.addHook('onSend', async (request, reply) => {
    reply.header(REQUEST_ID, request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });

  const judge = await limitRates(app, { clock: deps.clock, authenticate: judgeAll(deps), servers: options.servers });
  const authenticate = withoutServices(judge);
  const metrics = options.metricsToken ? serverMetrics({ ...deps, freeBytes }) : null;
  if (metrics && options.metricsToken) metricsRoute(app, { metrics, token: options.metricsToken });
  openApiRoutes(app, options.calls);
  await app.register(identityRoutes, { deps, authenticate });
  await app.register(adminRoutes, { prefix: '/api/admin', deps, judge });
  await app.register(feedRoutes, { prefix: '/api', deps, judge });
  const store = postgresSyncStore({
    ...syncDeps(deps),
    signCheckpoint: (claims) => signClaims(deps.keys, TOKEN_TYPES.checkpoint, claims),
  });
  await app.register(syncRoutes, {
    node: 'server',
    store: metrics ? countingStore(store, metrics) : store,
    authenticate,
    snapshotLimiter: new SnapshotLimiter(deps),
    onHead: (jws) => heedHead(jws, deps),
    onMade: (device_id, made) => {
      const now = deps.clock.now();
      return noteMade(deps.database, [{ device_id, made, at: isoTime(now) }], now);
    },
    clock: deps.clock,
    sha256,
    verify: verifySignature,
  });
  const news = new DeviceNews(deps);
  app.addHook('preClose', async () => news.stop());
  newsRoute(app, { authenticate, listen: (caller, tell) => news.listen(caller, tell) });
  nodeCardRoute(app, () => ({ v: 1, node: 'server', hub: null, depot: null, urls: [], app_version: APP_VERSION }));
  const blobs = postgresBlobs(deps.database, deps.clock);
  await app.register(blobRoutes, { blobs: watchedBlobs(blobs, deps), authenticate });
  hubQueueFileRoute(app, { deps, authenticate, blobs });

  probes(app, { ...deps, freeBytes });
  await appPages(app, { root: options.consoleDir ?? CONSOLE, pages: CONSOLE_PAGES, hasLostPage: true });
  return app;
}
