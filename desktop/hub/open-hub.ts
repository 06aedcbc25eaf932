import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { listen } from '#shared/node-app/listen.ts';
import { keepPrivate } from '#shared/node-app/private-files.ts';
import { isLoopback } from '#shared/node-app/settings.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Random, systemRandom } from '#shared/ports/random.ts';
import { type NodeTransport, nodeTransport } from '#shared/ports/transport-node.ts';
import { keepTidy } from './adapters/housekeeping.ts';
import { announceHub, type HubAnnouncement } from './adapters/mdns/announce-hub.ts';
import { buildDesktop } from './app/build-desktop.ts';
import { buildHub } from './app/build-hub.ts';
import { PhonesSaid } from './app/phones-said.ts';
import { SaidNumbers } from './app/said-numbers.ts';
import {
  keepWindowLink,
  newWindowToken,
  openAtFirst,
  readWindowLink,
  windowPorts,
  windowUrl,
} from './app/window-link.ts';
import { yardOrigins } from './app/yard-origins.ts';
import type { Backups } from './backup/keep-backups.ts';
import type { CertificateKeeper } from './certificates/keep-certificate.ts';
import { lookAfterCertificate } from './certificates/look-after-certificate.ts';
import { type DataFolder, type FolderKeepers, openDataFolder, watchDataFolder } from './data-folder.ts';
import { openDesk } from './desk/open-desk.ts';
import { type HubIdentity, loadIdentity } from './identity.ts';
import { type JoinDeps, joinCompany, type Membership } from './join-company.ts';
import type { HubKey } from './key/hub-key.ts';
import type { KeyVault } from './key/key-vault.ts';
import { selfTest } from './network/self-test.ts';
import { ownHealth } from './own-health.ts';
import { openPairing, trustPageOf } from './pairing/open-pairing.ts';
import { copySmallFiles } from './recovery/kept-files.ts';
import type { Health } from './recovery/look-after-health.ts';
import type { HubSettings } from './settings.ts';
import { askSetup } from './setup/ask-setup.ts';
import { blobFiles } from './store/blob-files.ts';
import type { DiskGuard } from './store/disk-guard.ts';
import { lockFolder } from './store/folder-lock.ts';
import type { HubDatabase } from './store/hub-database.ts';
import { metaOf } from './store/meta.ts';
import { queueFileStore } from './store/queue-files.ts';
import { ServerKeys } from './uplink/server-keys.ts';
import { openServerTime } from './uplink/server-time.ts';
import { Uplink, type UplinkDeps, uplinkPorts } from './uplink/uplink.ts';

export interface OpenHubDeps {
  settings: HubSettings;
  logger: FastifyBaseLogger & Log;
  clock?: Clock;
  random?: Random;
  /** Absent: the key lies in a file of this account. */
  vault?: KeyVault | null;
  /** The database was found damaged while the hub runs: it must end, and its next start repairs it. */
  onDamaged?: () => void;
  /** Told where the wizard is, on a PC that belongs to no depot yet. Absent: such a hub does not start. */
  onSetup?: (desktopUrl: string) => void;
}

export interface RunningHub {
  url: string;
  /** With the window's token. */
  desktopUrl: string;
  identity: HubIdentity;
  database: HubDatabase;
  uplink: Uplink;
  backups: Backups;
  health: Health;
  /** Null where the hub speaks plain HTTP. */
  certificate: CertificateKeeper | null;
  /** Where phones get the company CA; null where they need none. */
  trustUrl: string | null;
  /** Ends within seconds; what is in the queue is on disk already. */
  close(): Promise<void>;
}

/** Starts a hub. The error is one sentence for the person who started it; its data are untouched. */
export async function openHub(deps: OpenHubDeps): Promise<Result<RunningHub, string>> {
  const { settings } = deps;
  const folder = makeFolder(settings.dataDir, deps.logger);
  if (!folder.ok) return folder;
  const lock = lockFolder(settings.dataDir);
  if (!lock.ok) return lock;
  const transport = nodeTransport();
  const release = async () => {
    await transport.close();
    lock.value.release();
  };
  const opened = await openLocked(deps, transport);
  if (!opened.ok) {
    await release();
    return opened;
  }
  const hub = opened.value;
  return ok({ ...hub, close: () => hub.close().finally(release) });
}

async function openLocked(deps: OpenHubDeps, transport: NodeTransport): Promise<Result<RunningHub, string>> {
  const { settings, logger, clock = systemClock, random = systemRandom, vault = null, onDamaged = () => {} } = deps;
  const folderDeps = { settings, vault, clock, random, logger, onDamaged };
  const folder = await openDataFolder(folderDeps);
  if (!folder.ok) return folder;
  const ids = uuidV7(clock, random);
  const joined = await becomeMember(deps, { transport, vault, clock, ids });
  if (!joined.ok) {
    folder.value.database.close();
    return joined;
  }
  copySmallFiles(settings.dataDir);
  return serve(deps, transport, { ...folder.value, ...watchDataFolder(folderDeps, folder.value) }, joined.value);
}

/** As it was enrolled; on its first start by the settings, or by the wizard where they do not say enough. */
async function becomeMember(deps: OpenHubDeps, rest: Omit<JoinDeps, 'settings'>): Promise<Result<Membership, string>> {
  const { settings, logger, onSetup, random = systemRandom } = deps;
  const { dataDir } = settings;
  const isNew = loadIdentity(dataDir) === null && (settings.upstream === null || settings.enrollCode === null);
  if (isNew && onSetup) {
    const link = readWindowLink(dataDir);
    return askSetup({
      settings,
      logger,
      token: link?.token ?? newWindowToken(random),
      ports: windowPorts(settings.desktopPort, link?.port ?? null),
      onOpen: onSetup,
      join: (given) => joinCompany({ ...rest, settings: given }),
    });
  }
  const joined = await joinCompany({ ...rest, settings });
  return joined.ok ? joined : fail(joined.error.sentence);
}

function makeFolder(dataDir: string, log: Log): Result<null, string> {
  try {
    keepPrivate(dataDir, { log });
    return ok(null);
  } catch (error) {
    return fail(`The data folder ${dataDir} cannot be made: ${(error as Error).message}`);
  }
}

async function serve(
  deps: OpenHubDeps,
  transport: NodeTransport,
  folder: DataFolder & FolderKeepers,
  { identity, key, tls }: Membership,
): Promise<Result<RunningHub, string>> {
  const { settings, logger, clock = systemClock, random = systemRandom } = deps;
  const ids = uuidV7(clock, random);
  const { database, disk, backups, health, recoveries, deskSettings } = folder;
  const common = { database, disk, identity, key, transport, clock, random, ids, log: logger };
  // Nobody is to be led to a hub that has ended, or that never opened whole.
  let announcement: HubAnnouncement | null = null;
  let certificate: CertificateKeeper | null = null;
  const certificateExpiresAt = () => certificate?.expiresAt() ?? null;
  const said = new SaidNumbers(clock);
  const phonesSaid = new PhonesSaid();
  const ownReport = ownHealth({ folder, runId: ids.uuid(), clock, certificateExpiresAt, said });
  const { serverKeys, serverTime, blobs, uplink, desk, queueFiles } = await wayUp(settings.dataDir, {
    ...common,
    health: ownReport,
  });
  const { appOrigins, appHost, host, dataDir } = settings;
  // Where it listens is known later, and changes. On loopback nobody else can call it.
  let urls = (): string[] => [];
  const served = { ...common, uplink, blobs, said, phonesSaid, logger, serverTime, serverKeys };
  const yard = await buildHub({
    ...served,
    onError: health.met,
    appOrigins,
    appHost,
    tls,
    urls: () => urls(),
  });
  const opened: FastifyInstance[] = [];
  const open = (app: FastifyInstance, at: string, port: number, setting?: string) => {
    opened.push(app);
    return listen(app, at, port, setting);
  };
  const close = async () => {
    certificate?.stop();
    await announcement?.stop();
    await Promise.all(opened.map((app) => app.close()));
    await uplink.stop();
    await folder.stop();
    database.close();
  };
  const url = await open(yard, host, settings.port);
  if (!url.ok) return closed(url, close);
  certificate = tls && lookAfterCertificate(yard, { settings, transport, clock, ids, log: logger, identity, key, tls });
  const port = Number(new URL(url.value).port);
  if (settings.tls) urls = () => yardOrigins({ host, port, appHost, hubId: identity.hub_id });
  const yardIdentity = { hubId: identity.hub_id, depot: identity.depot.code, port };
  if (!isLoopback(host)) announcement = announceHub({ identity: yardIdentity, host, appHost, clock, log: logger });
  const pairingUrls = () => (settings.tls ? urls() : [url.value]);
  const pairing = await openPairing(settings, url.value, { open, logger });
  if (!pairing.ok) return closed(pairing, close);
  const desktopUrl = await openWindow(settings, random, open, (token) =>
    buildDesktop({
      ...served,
      desk,
      queueFiles,
      deskSettings,
      dataDir,
      backups,
      recoveries,
      token,
      appUrl: url.value,
      urls: pairingUrls,
      neighbours: () => announcement?.neighbours() ?? [],
      network: () => selfTest({ host, port, appHost, database, clock, serverTime, uplink, announcement }),
      certificateExpiresAt,
      trustPage: () => (pairing.value === null ? null : trustPageOf(settings, pairing.value)),
    }),
  );
  if (!desktopUrl.ok) return closed(desktopUrl, close);
  const housekeeping = keepTidy(database, blobs, clock, logger);
  uplink.start();
  void backups.runIfOld();
  // What became old, or lacks an address, while the hub was off: not in a minute's time, and without waiting for it.
  void certificate?.look();
  return ok({
    url: url.value,
    desktopUrl: desktopUrl.value,
    identity,
    database,
    uplink,
    backups,
    health,
    certificate,
    trustUrl: pairing.value,
    close: async () => {
      housekeeping.stop();
      return close();
    },
  });
}

type OpenApp = (app: FastifyInstance, at: string, port: number) => Promise<Result<string, string>>;

/** The depot's screen, where it was before, or at the first usual port that is free. → its address, with its token. */
async function openWindow(
  { dataDir, desktopPort }: HubSettings,
  random: Random,
  open: OpenApp,
  build: (token: string) => Promise<FastifyInstance>,
): Promise<Result<string, string>> {
  const link = readWindowLink(dataDir);
  const token = link?.token ?? newWindowToken(random);
  const window = await build(token);
  const opened = await openAtFirst(windowPorts(desktopPort, link?.port ?? null), (port) =>
    open(window, '127.0.0.1', port),
  );
  if (!opened.ok) return opened;
  keepWindowLink(dataDir, { port: Number(new URL(opened.value).port), token });
  return ok(windowUrl(opened.value, token));
}

/** The hub's way to its server, and what it knows of it. Does not start yet. */
async function wayUp(
  dataDir: string,
  common: Omit<UplinkDeps, 'blobs' | 'serverKeys'> & {
    key: HubKey;
    disk: DiskGuard;
    health: ReturnType<typeof ownHealth>;
  },
) {
  const { database, identity, transport, clock, log } = common;
  const meta = metaOf(database);
  const serverKeys = new ServerKeys({ upstream: identity.upstream, transport, clock, log, meta });
  await serverKeys.refresh();
  const serverTime = openServerTime(meta, clock);
  const blobs = blobFiles(join(dataDir, 'blobs'));
  const known = { ...common, serverKeys, serverTime };
  const desk = openDesk({ ...known, onAccepted: () => uplink.queued() });
  const queueFiles = queueFileStore(database);
  const deps = { ...known, blobs, renewClerks: desk.renew, queueFiles };
  const uplink = new Uplink(deps, uplinkPorts(deps));
  return { serverKeys, serverTime, blobs, uplink, desk, queueFiles };
}

async function closed(error: { ok: false; error: string }, close: () => Promise<void>): Promise<typeof error> {
  await close();
  return error;
}
