import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import { adminRoutes } from '../admin/routes.ts';
import { serverAuthenticate } from '../identity/authenticate.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { verifyQr } from '../identity/qr.ts';
import { identityRoutes } from '../identity/routes.ts';
import { signClaims } from '../identity/tokens.ts';
import { isOutage } from '../store/database.ts';
import { postgresSyncStore } from '../store/sync/sync-store.ts';
import { CONSOLE_DIR, consolePages } from './console-pages.ts';

export interface BuildOptions {
  deps: ServerDeps;
  /** The origins from which the phone app may call. */
  appOrigins: string[];
  logger: FastifyBaseLogger;
  /** Where the HQ console's build lies. */
  consoleDir?: string;
}

/** Whoever is slower than this with a request is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;
const PREFLIGHT_SECONDS = 600;

/** The central server as one Fastify app: the sync contract, identity, the HQ API and the HQ console. Does not listen. */
export async function buildServer(options: BuildOptions): Promise<FastifyInstance> {
  const { deps, logger } = options;
  const app = fastify({
    loggerInstance: logger,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Idle keep-alive connections must not hold up the end.
    forceCloseConnections: true,
    genReqId: () => deps.ids.uuid(),
    // Refusals and faults are told where they happen; a line for every good answer would bury them.
    logController: new LogController({ disableRequestLogging: true }),
    // What is not as the contract says is refused, never tidied: a relay that tidies breaks signatures.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  });
  answerWithProblems(app, isOutage);
  await protect(app, options.appOrigins);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });

  const authenticate = serverAuthenticate(deps);
  await app.register(identityRoutes, { deps, authenticate });
  await app.register(adminRoutes, { prefix: '/api/admin', deps, authenticate });
  await app.register(syncRoutes, {
    node: 'server',
    store: postgresSyncStore({
      database: deps.database,
      clock: deps.clock,
      ids: deps.ids,
      isGenuine: (code) => verifyQr(code, deps.keys) !== null,
      signCheckpoint: (claims) => signClaims(deps.keys, TOKEN_TYPES.checkpoint, claims),
    }),
    authenticate,
    clock: deps.clock,
    sha256,
    verify: verifySignature,
  });

  /** Whether the server and its database answer. 503 UNAVAILABLE while the database does not. */
  app.get('/healthz', async () => {
    await deps.database.query('SELECT 1');
    return { ok: true, server_time: isoTime(deps.clock.now()) };
  });
  await consolePages(app, options.consoleDir ?? CONSOLE_DIR);
  return app;
}

async function protect(app: FastifyInstance, appOrigins: string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Mantine sets styles on elements; nothing else is allowed inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // The phone app, from its own origin, reads these answers; CORS says which origins.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // TLS ends in front of this server, and on loopback there is none.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cors, {
    origin: appOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'content-range'],
    exposedHeaders: ['retry-after', 'upload-offset', 'x-request-id'],
    maxAge: PREFLIGHT_SECONDS,
  });
}
