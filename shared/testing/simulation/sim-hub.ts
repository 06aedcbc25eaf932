import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { PATHS } from '#hub/paths.ts';
import { checkpointStore } from '#hub/store/checkpoint-store.ts';
import { hubBlobOutbox, hubBlobStore } from '#hub/store/hub-blobs.ts';
import type { HubDatabase } from '#hub/store/hub-database.ts';
import { hubSyncStore } from '#hub/store/hub-sync-store.ts';
import { uplinkStore } from '#hub/store/uplink-store.ts';
import { Uplink, type UplinkDeps } from '#hub/uplink/uplink.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { silentLog } from '#shared/ports/log.ts';
import type { Transport, TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { statementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import { serverKey } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';
import { type Front, nodeFront } from './node-front.ts';
import { type Pass, withPoints } from './points.ts';
import type { Life } from './scheduler.ts';
import type { SimDeps } from './sim-deps.ts';
import { SimProcess } from './sim-process.ts';
import { type HubPlace, simAuthenticate, simCredentials } from './sim-tokens.ts';

const handle = nodeFront('hub');
const SCHEMA = readFileSync(PATHS.schema, 'utf8');
let blank: Buffer | null = null;

function blankDisk(): HubDatabase {
  if (blank === null) {
    const made = new Database(':memory:');
    made.exec(SCHEMA);
    blank = made.serialize();
  }
  return new Database(blank);
}

/** A depot's hub: the production stores on SQLite, the production uplink. */
export class SimHub extends SimProcess {
  readonly place: HubPlace;
  database: HubDatabase = blankDisk();
  files = new MemoryFiles();
  clockOffset = 0;
  #backup: { database: Buffer; files: MemoryFiles } | null = null;
  #front: Front | null = null;

  constructor(name: string, place: HubPlace, deps: SimDeps) {
    super(name, deps);
    this.place = place;
  }

  get hasBackup(): boolean {
    return this.#backup !== null;
  }

  backUp(): void {
    this.#backup = { database: this.database.serialize(), files: new MemoryFiles(this.files) };
  }

  /** The disk is lost; a new machine takes the hub's place, empty or as it was at its backup. */
  changeDisk(to: 'empty' | 'backup'): void {
    this.kill();
    this.database.close();
    const backup = to === 'backup' ? this.#backup : null;
    this.database = backup === null ? blankDisk() : new Database(backup.database);
    this.files = new MemoryFiles(backup?.files);
  }

  protected open(life: Life, pass: Pass): void {
    const { scheduler, network, mutant } = this.deps;
    const { database } = this;
    mutant.hubBegins?.(database);
    const transport = withPoints('uplink', network.transportOf(this.name, life), pass);
    const uplink = this.#uplink(life, pass, transport);
    const clock = this.#clock(life);
    const depotId = this.place.depot_id;
    const bareStore = hubSyncStore({
      database,
      clock,
      depotId,
      upstream: () => uplink.status(),
      onAccepted: () => uplink.queued(),
    });
    const photos = hubBlobStore({ database, files: this.files, clock, depotId, onWhole: () => uplink.blobCame() });
    const checkpoints = checkpointStore(database);
    this.#front = {
      clock,
      snapshotLimiter: new SnapshotLimiter({ clock, random: this.deps.chance }),
      onError: (error) => this.deps.onError(this.name, error),
      store: withPoints('hub', mutant.hubStore?.(bareStore, this) ?? bareStore, pass),
      blobs: withPoints('hub photos', photos, pass),
      authenticate: simAuthenticate({
        fixture: this.deps.fixture,
        hubs: [],
        now: () => clock.now(),
        isRevoked: (id) => checkpoints.isRevoked(id),
        inGrace: (age) => !uplink.wan.reachable && age < LIMITS.offlineGraceSeconds * 1_000,
      }),
    };
    scheduler.forkLoop(() => uplink.start());
  }

  #clock(life: Life): Clock {
    return this.deps.scheduler.clockOf(life, () => this.clockOffset);
  }

  /** The production uplink, with the points of death and the planted bugs between its parts. */
  #uplink(life: Life, pass: Pass, transport: Transport): Uplink {
    const { scheduler, chance, mutant } = this.deps;
    const { database } = this;
    const clock = this.#clock(life);
    const { depot_id, id } = this.place;
    const depot = { id: depot_id, code: `D${depot_id}`, name: '' };
    const deps: UplinkDeps = {
      database,
      blobs: this.files,
      identity: { hub_id: id, name: this.name, depot, upstream: 'http://server' },
      serverKeys: { jwks: serverKey.jwks as never, refresh: async () => {} },
      transport,
      clock,
      random: chance,
      ids: uuidV7(clock, chance),
      log: silentLog,
    };
    const words = statementVerifier(() => serverKey.jwks as never);
    const store = uplinkStore(database, clock, words);
    const outbox = hubBlobOutbox(database, this.files, clock);
    return new Uplink(deps, {
      store: withPoints('uplink', mutant.uplinkStore?.(store) ?? store, pass),
      outbox: withPoints('hub uploader', outbox, pass),
      credentials: simCredentials({ token: { kind: 'hub', id, iat: scheduler.now } }, transport),
    });
  }

  async handle(request: TransportRequest): Promise<TransportAnswer> {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/auth/refresh') return this.#passUp(request);
    return handle(this.#front as Front, request);
  }

  /** Sign-in is passed through; a cut line is a 503. */
  #passUp(request: TransportRequest): Promise<TransportAnswer> {
    const { network, upstream } = this.deps;
    if (network.isOpen(this.name, 'server')) return upstream(request);
    return Promise.resolve({ kind: 'answer', status: 503, retryAfterSeconds: 5, body: { code: 'UNAVAILABLE' } });
  }
}
