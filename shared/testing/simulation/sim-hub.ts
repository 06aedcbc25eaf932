import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { PATHS } from '#hub/paths.ts';
import { checkpointShelf } from '#hub/store/checkpoint-shelf.ts';
import type { HubDatabase } from '#hub/store/hub-database.ts';
import { hubSyncStore } from '#hub/store/hub-sync-store.ts';
import { uplinkStore } from '#hub/store/uplink-store.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { silentLog } from '#shared/ports/log.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { SyncEngine } from '#shared/sync-client/engine.ts';
import { serverWords } from '#shared/sync-client/server-words.ts';
import { serverKey } from './house.ts';
import { type Front, nodeFront } from './node-front.ts';
import { type Pass, withPoints } from './points.ts';
import type { Life } from './scheduler.ts';
import type { SimDeps } from './sim-deps.ts';
import { SimProcess } from './sim-process.ts';
import { type HubPlace, type SimToken, simAuthenticate, simCredentials } from './sim-tokens.ts';

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

/** A depot's hub: the production stores on SQLite, the production engine on its way up. */
export class SimHub extends SimProcess {
  readonly place: HubPlace;
  database: HubDatabase = blankDisk();
  clockOffset = 0;
  #front: Front | null = null;
  #engine: SyncEngine | null = null;

  constructor(name: string, place: HubPlace, deps: SimDeps) {
    super(name, deps);
    this.place = place;
  }

  /** The disk burns; a new machine takes the hub's place, from a backup where there is one. */
  changeDisk(backup: Buffer | null): void {
    this.kill();
    this.database.close();
    this.database = backup === null ? blankDisk() : new Database(backup);
  }

  backUp(): Buffer {
    return this.database.serialize();
  }

  protected open(life: Life, pass: Pass): void {
    const { scheduler, chance, network, plant } = this.deps;
    const { database } = this;
    plant.hubBegins?.(database);
    const clock = scheduler.clockOf(life, () => this.clockOffset);
    const ids = uuidV7(clock, chance);
    const transport = withPoints('uplink', network.transportOf(this.name, life), pass);
    const kept: { token: SimToken } = { token: { kind: 'hub', id: this.place.id, iat: scheduler.now } };
    const bareUplink = uplinkStore(
      database,
      clock,
      serverWords(() => serverKey.jwks as never),
    );
    const engine = new SyncEngine({
      deviceId: this.place.id,
      nodes: async () => [{ kind: 'server', url: 'http://server' }],
      store: withPoints('uplink', plant.uplinkStore?.(bareUplink) ?? bareUplink, pass),
      transport,
      credentials: simCredentials(kept, transport),
      clock,
      random: chance,
      ids,
      log: silentLog,
    });
    this.#engine = engine;
    const isOnline = () => engine.state.nodes['http://server']?.state === 'ok';
    const bareStore = hubSyncStore({
      database,
      clock,
      depotId: this.place.depot_id,
      upstream: () => ({ reachable: isOnline(), last_contact_at: isoTime(clock.now()), backlog: engine.state.unsent }),
      onAccepted: () => engine.kick(),
    });
    const shelf = checkpointShelf(database);
    this.#front = {
      clock,
      onError: (error) => this.deps.onError(this.name, error),
      store: withPoints('hub', plant.hubStore?.(bareStore, this) ?? bareStore, pass),
      authenticate: simAuthenticate({
        house: this.deps.house,
        hubs: [],
        now: () => clock.now(),
        isRevoked: (id) => shelf.isRevoked(id),
        inGrace: (age) => !isOnline() && age < LIMITS.offlineGraceSeconds * 1_000,
      }),
    };
    engine.start();
  }

  kick(): void {
    this.#engine?.kick();
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
