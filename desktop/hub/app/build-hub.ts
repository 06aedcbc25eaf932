import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { RequestError } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { compressAnswers } from '#shared/node-app/compress.ts';
import { isSecure, nodeApp, type TlsMaterial } from '#shared/node-app/node-app.ts';
import { type PagePolicy, protect } from '#shared/node-app/protect.ts';
import { requestId } from '#shared/node-app/request-id.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { readCheckpoint } from '#shared/sync-client/checkpoint.ts';
import { answerBySchema } from '#shared/sync-server/answers.ts';
import { blobRoutes } from '#shared/sync-server/blob-routes.ts';
import { newsRoute } from '#shared/sync-server/news-route.ts';
import { nodeCardRoute } from '#shared/sync-server/node-card.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { limitRates } from '#shared/sync-server/rate-limit.ts';
import { syncRoutes } from '#shared/sync-server/routes.ts';
import { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import { acceptStrictInput, UNTIDIED } from '#shared/sync-server/strict-input.ts';
import type { HubIdentity } from '../identity.ts';
import { PATHS } from '../paths.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import { checkpointStore } from '../store/checkpoint-store.ts';
import type { DiskGuard } from '../store/disk-guard.ts';
import { isDiskTrouble } from '../store/disk-trouble.ts';
import { hubBlobStore } from '../store/hub-blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { hubSyncStore } from '../store/hub-sync-store.ts';
import { phoneNews } from '../store/phone-news.ts';
import { headKeeper } from '../store/signed-head.ts';
import { wipeStore } from '../store/wipes.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import type { ServerTime } from '../uplink/server-time.ts';
import type { Uplink } from '../uplink/uplink.ts';
import { hubAuthenticate } from './authenticate.ts';
import type { PhonesSaid } from './phones-said.ts';
import type { SaidNumbers } from './said-numbers.ts';
import { forwardTo, upstreamProxy } from './upstream-proxy.ts';
import { wipeConfirmation } from './wipe-confirmation.ts';
import { otherDoorPage } from './wrong-origin-page.ts';

const REQUEST_TIMEOUT_MS = 60_000;
/** The first part of each of the phone app's addresses. */
export const PHONE_PAGES = [
  'sign-in',
  'scan',
  'route',
  'days',
  'deliveries',
  'sell',
  'clients',
  'van',
  'stock',
  'to-send',
  'me',
];

export interface BuildHubDeps {
  database: HubDatabase;
  identity: HubIdentity;
  serverKeys: ServerKeys;
  serverTime: ServerTime;
  uplink: Uplink;
  blobs: BlobFiles;
  disk: Pick<DiskGuard, 'refusalOf'>;
  /** Told of each error of the store that a request met. */
  onError: (error: unknown) => void;
  transport: Transport;
  /** What devices say to have made. */
  said: SaidNumbers;
  /** How phones say to be. */
  phonesSaid: PhonesSaid;
  clock: Clock;
  ids: Ids;
  logger: FastifyBaseLogger;
  /** The host of the app's one origin. */
  appHost: string;
  /** Further origins from which the phone app may call. */
  appOrigins: string[];
  /** null: plain HTTP. */
  tls?: TlsMaterial | null;
  /** Where the phone app's build lies. */
  phoneApp?: string;
  /** Under which phones of the yard call this hub; asked anew each time, since addresses change. */
  urls: () => string[];
}

/** What the yard sees of the hub: the sync contract, sign-in passed through, and the phone app. Does not listen. */
export async function buildHub(deps: BuildHubDeps): Promise<FastifyInstance> {
  const { database, identity, serverKeys, uplink, blobs, disk, transport, clock, ids, logger } = deps;
  const app = nodeApp(
    {
      loggerInstance: logger,
      bodyLimit: LIMITS.bodyBytes,
      requestTimeout: REQUEST_TIMEOUT_MS,
      forceCloseConnections: true,
      genReqId: ({ headers }) => requestId(headers, ids),
      ajv: UNTIDIED,
    },
    deps.tls ?? null,
  );
  answerWithProblems(app, (error) => {
    deps.onError(error);
    return isDiskTrouble(error);
  });
  answerBySchema(app);
  acceptStrictInput(app);
  await protect(app, phonePages(isSecure(app)), deps.appOrigins);
  compressAnswers(app);
  const wipes = wipeStore(database);
  const heads = headKeeper(database);
  const authenticate = await limitRates(app, {
    clock,
    authenticate: hubAuthenticate({
      serverKeys,
      serverTime: deps.serverTime,
      checkpoints: checkpointStore(database),
      wipes,
      clock,
      onTold: () => uplink.wipeTold(),
      isOnline: () => uplink.wan.reachable,
    }),
  });
  const blobStore = hubBlobStore({
    database,
    files: blobs,
    clock,
    depotId: identity.depot.id,
    onWhole: () => uplink.blobCame(),
    refusal: () => (uplink.isRevoked ? REVOKED : disk.refusalOf('photo')),
  });
  app.register(blobRoutes, { blobs: blobStore, authenticate });
  app.register(syncRoutes, {
    node: 'hub',
    store: hubSyncStore({
      database,
      clock,
      depotId: identity.depot.id,
      upstream: () => uplink.status(),
      onAccepted: () => uplink.queued(),
      refusal: () => {
        if (uplink.isRevoked) return REVOKED;
        return uplink.isSuperseded ? SUPERSEDED : disk.refusalOf('event');
      },
    }),
    authenticate,
    snapshotLimiter: new SnapshotLimiter({ clock, random: systemRandom }),
    // The server is shown the furthest of all: it may have forgotten what its own statements to a phone prove.
    async onHead(jws) {
      if (jws === heads.get()?.jws) return;
      const checkpoint = await readCheckpoint(jws, serverKeys.jwks);
      if (checkpoint) heads.keep(checkpoint);
    },
    onMade: async (deviceId, made) => deps.said.note(deviceId, made),
    onSaid: (deviceId, said) => deps.phonesSaid.note(deviceId, said),
    clock,
    sha256,
    verify: verifySignature,
  });
  newsRoute(app, { authenticate, ...phoneNews(database, clock) });
  const forward = forwardTo({
    upstream: identity.upstream,
    transport,
    isOnline: () => uplink.wan.reachable,
    ownToken: () => uplink.ownToken(),
  });
  nodeCardRoute(app, () => ({
    v: 1,
    node: 'hub',
    hub: identity.hub_id,
    depot: identity.depot,
    urls: deps.urls(),
    app_version: APP_VERSION,
  }));
  upstreamProxy(app, forward, () => serverKeys.jwks);
  wipeConfirmation(app, { forward, authenticate, wipes });
  await appPages(app, {
    root: deps.phoneApp ?? PATHS.phoneApp,
    pages: PHONE_PAGES,
    instead: (request) => otherDoorPage(request.host, deps.appHost, request.socket.localPort ?? 0),
  });
  return app;
}

/** Said to phones by a hub whose folder was copied to another PC: two with one queue would each miss what the other has. */
const SUPERSEDED: RequestError = {
  code: 'UNAVAILABLE',
  detail:
    'Another computer of the depot has taken this one’s place: what you have stays with you, and goes there or to HQ.',
  retryAfterSeconds: LIMITS.diskRetrySeconds,
};

/** Said to phones by a hub that HQ has withdrawn: nothing that it takes would ever come to HQ. */
const REVOKED: RequestError = {
  code: 'UNAVAILABLE',
  detail: 'HQ has withdrawn this computer: what you have stays with you, and goes to another one or to HQ itself.',
  retryAfterSeconds: LIMITS.diskRetrySeconds,
};

/**
 * SQLite and the code reader are WebAssembly; the phone calls any hub by name or address, and the central server: over
 * TLS alone where it was itself loaded so.
 */
const phonePages = (secure: boolean): PagePolicy => ({
  content: {
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    workerSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    connectSrc: ["'self'", 'https:', ...(secure ? [] : ['http:'])],
    mediaSrc: ["'self'", 'blob:'],
  },
  features: ['camera', 'geolocation', 'fullscreen'],
});
