import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { DesktopNetwork } from '#shared/contract/desktop/network.ts';
import { DesktopOverview, type TrustPage } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { certificateHealth } from '#shared/domain/certificate-health.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { liveRoute } from '#shared/sync-server/live.ts';
import type { Neighbour } from '../adapters/mdns/records.ts';
import type { Backups } from '../backup/keep-backups.ts';
import type { Desk } from '../desk/open-desk.ts';
import type { DeskSettingsKeeper } from '../desk-settings.ts';
import type { HubIdentity } from '../identity.ts';
import { PATHS } from '../paths.ts';
import type { RecoveryLog } from '../recovery/recoveries.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import type { DiskGuard } from '../store/disk-guard.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { keptDepot } from '../store/kept-depot.ts';
import { metaOf } from '../store/meta.ts';
import type { QueueFileStore } from '../store/queue-files.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import type { ServerTime } from '../uplink/server-time.ts';
import type { Uplink } from '../uplink/uplink.ts';
import { byServerTime } from './by-server-time.ts';
import { deliveryRoutes } from './desktop/delivery-routes.ts';
import { depotRoutes } from './desktop/depot-routes.ts';
import { deskRoutes } from './desktop/desk-routes.ts';
import { queueFileRoutes } from './desktop/queue-file-routes.ts';
import { settingsRoutes } from './desktop/settings-routes.ts';
import { liveWindow, revisionOf } from './live-window.ts';
import { overviewReader } from './overview.ts';
import type { PhonesSaid } from './phones-said.ts';
import { SCREEN_PAGES, windowApp } from './window-app.ts';

export interface BuildDesktopDeps {
  database: HubDatabase;
  blobs: Pick<BlobFiles, 'read'>;
  identity: HubIdentity;
  uplink: Uplink;
  desk: Desk;
  deskSettings: DeskSettingsKeeper;
  dataDir: string;
  queueFiles: QueueFileStore;
  disk: Pick<DiskGuard, 'state' | 'refusalOf'>;
  serverKeys: Pick<ServerKeys, 'knows' | 'refresh'>;
  phonesSaid: PhonesSaid;
  serverTime: Pick<ServerTime, 'now'>;
  backups: Pick<Backups, 'state' | 'run'>;
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
  /** The self-test of the yard's network. */
  network: () => Promise<DesktopNetwork>;
  /** Where the screen's build lies. */
  screen?: string;
}

/**
 * The hub's own window, on loopback only: GET /api/desktop/overview, what stands in desktop/, GET /api/desktop/network (the
 * self-test), GET /api/desktop/live, which says when they may have changed, and the screen. Does not listen.
 */
export async function buildDesktop(deps: BuildDesktopDeps): Promise<FastifyInstance> {
  const { database, logger, token } = deps;
  const app = await windowApp(logger, token);
  const overview = overviewReader(database);
  app.get('/api/desktop/overview', { schema: { response: { 200: DesktopOverview } } }, async () =>
    overviewOf(deps, overview),
  );
  deliveryRoutes(app, deps);
  deskRoutes(app, deps);
  settingsRoutes(app, deps);
  queueFileRoutes(app, deps);
  depotRoutes(app, deps);
  app.get('/api/desktop/network', { schema: { response: { 200: DesktopNetwork } } }, () => deps.network());
  liveRoute(
    app,
    liveWindow(() => `${overview.progress()} ${deps.queueFiles.revision()} ${revisionOf(overviewOf(deps, overview))}`),
  );
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
    depot: keptDepot(metaOf(deps.database), identity.depot),
    hub: { id: identity.hub_id, name: identity.name },
    app_version: APP_VERSION,
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
    wan: { ...uplink.wan, drain: uplink.drain(), intake: uplink.intake() },
    disk: deps.disk.state(),
    backup: deps.backups.state(),
    recoveries: deps.recoveries.recent(),
    queue: overview.queue(now),
    phones: overview.phones().map((phone) => ({ ...phone, ...deps.phonesSaid.of(phone.device_id) })),
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
