import { timingSafeEqual } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import { DesktopOverview, type TrustPage } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { certificateHealth } from '#shared/domain/certificate-health.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { compressAnswers } from '#shared/node-app/compress.ts';
import { protect } from '#shared/node-app/protect.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { answerBySchema } from '#shared/sync-server/answers.ts';
import { answerWithProblems, sendProblem } from '#shared/sync-server/problem.ts';
import { acceptStrictInput } from '#shared/sync-server/strict-input.ts';
import type { Neighbour } from '../adapters/mdns/records.ts';
import type { Backups } from '../backup/keep-backups.ts';
import type { HubIdentity } from '../identity.ts';
import { PATHS } from '../paths.ts';
import type { RecoveryLog } from '../recovery/recoveries.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import type { DiskGuard } from '../store/disk-guard.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { ServerTime } from '../uplink/server-time.ts';
import type { Uplink } from '../uplink/uplink.ts';
import { byServerTime } from './by-server-time.ts';
import { deliveryRoutes } from './desktop/delivery-routes.ts';
import { overviewReader } from './overview.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
/** Where a request of the window can come from, as browsers say it: its own page, or a person who opened it. */
const OWN_PAGES = ['same-origin', 'none'];
/** The first part of each of the screen's addresses. */
export const SCREEN_PAGES = ['deliveries', 'pairing'];

export interface BuildDesktopDeps {
  database: HubDatabase;
  blobs: Pick<BlobFiles, 'read'>;
  identity: HubIdentity;
  uplink: Uplink;
  disk: Pick<DiskGuard, 'state'>;
  serverTime: Pick<ServerTime, 'now'>;
  backups: Pick<Backups, 'state'>;
  recoveries: Pick<RecoveryLog, 'recent'>;
  clock: Clock;
  logger: FastifyBaseLogger;
  /** Known to this hub's own window only. */
  token: string;
  /** Where phones open the app. */
  appUrl: string;
  /** Under which phones of the yard call this hub, as the pairing code says them. */
  urls: () => string[];
  /** When the hub's certificate ends, in milliseconds; null where it needs none. */
  certificateExpiresAt: () => number | null;
  /** Where phones get the company CA, as it is now; null where they need none. */
  trustPage: () => TrustPage | null;
  /** Other hubs that are heard, as they say of themselves. */
  neighbours: () => Neighbour[];
  /** Where the screen's build lies. */
  screen?: string;
}

/**
 * The hub's own window, on loopback only: GET /api/desktop/overview, what stands in desktop/, and the screen.
 * Any page that a browser on this PC opens can reach loopback, so every call needs the window's token, and a foreign
 * Host (DNS rebinding) or Origin is refused. Does not listen.
 */
export async function buildDesktop(deps: BuildDesktopDeps): Promise<FastifyInstance> {
  const { database, logger, token } = deps;
  const app = fastify({ loggerInstance: logger, forceCloseConnections: true });
  answerWithProblems(app);
  answerBySchema(app);
  acceptStrictInput(app);
  // A photo is asked for with the window's token, and shown from the page's own memory.
  await protect(app, { features: ['clipboard-write'], content: { imgSrc: ["'self'", 'data:', 'blob:'] } }, null);
  compressAnswers(app);
  app.addHook('onRequest', async (request, reply) => {
    const { host = '', origin, authorization = '' } = request.headers;
    const foreign =
      !LOOPBACK_HOST.test(host) ||
      (origin !== undefined && origin !== `http://${host}`) ||
      !OWN_PAGES.includes(String(request.headers['sec-fetch-site'] ?? 'none'));
    if (foreign) return sendProblem(reply, { code: 'FORBIDDEN', detail: 'This screen is for this PC only.' });
    // By the route that was found, not by its address: `/%61pi/…` finds it, too.
    if (request.routeOptions.url?.startsWith('/api/') && !sameText(authorization, `Bearer ${token}`)) {
      return sendProblem(reply, { code: 'TOKEN_INVALID', detail: 'Open this screen from Manchengo Hub itself.' });
    }
  });
  const overview = overviewReader(database);
  app.get('/api/desktop/overview', { schema: { response: { 200: DesktopOverview } } }, async () =>
    overviewOf(deps, overview),
  );
  deliveryRoutes(app, deps);
  await appPages(app, { root: deps.screen ?? PATHS.screen, pages: SCREEN_PAGES });
  return app;
}

function overviewOf(deps: BuildDesktopDeps, overview: ReturnType<typeof overviewReader>): DesktopOverview {
  const { identity, uplink, appUrl, clock } = deps;
  const now = clock.now();
  const serverNow = deps.serverTime.now();
  const trust_page = deps.trustPage();
  const end = deps.certificateExpiresAt();
  const told: DesktopOverview = {
    now: isoTime(now),
    depot: identity.depot,
    hub: { id: identity.hub_id, name: identity.name },
    app_url: appUrl,
    pairing: {
      v: 1,
      depot: identity.depot.code,
      hub: identity.hub_id,
      urls: deps.urls(),
      server: identity.upstream,
      ca: trust_page?.fingerprint ?? null,
    },
    trust_page,
    certificate: end === null ? null : { expires_at: isoTime(end), health: certificateHealth(end, serverNow) },
    neighbours: deps.neighbours().slice(0, LIMITS.neighboursShown).map(shownNeighbour),
    wan: { ...uplink.wan, drain: uplink.drain() },
    disk: deps.disk.state(),
    backup: deps.backups.state(),
    recoveries: deps.recoveries.recent(),
    queue: overview.queue(now),
    phones: overview.phones(),
    phones_total: overview.phonesTotal(),
    deliveries_today: overview.deliveriesOf(algiersDay(serverNow)),
    attention: overview.attention(),
    attention_total: overview.attentionTotal(),
  };
  return byServerTime(told, now - serverNow);
}

/** Anybody in the yard can say anything of himself at any length. */
const shownNeighbour = ({ hub, depot, host }: Neighbour): DesktopOverview['neighbours'][number] => ({
  hub: hub.slice(0, LIMITS.identifierChars),
  depot: depot.slice(0, LIMITS.identifierChars),
  host: host.slice(0, LIMITS.identifierChars),
});

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
