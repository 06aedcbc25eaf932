import type { Drain, Intake, Line } from '#shared/contract/desktop.ts';
import type { HubHealth } from '#shared/contract/hub-health.ts';
import type { StatusResponse } from '#shared/contract/sync.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import { BlobUploader } from '#shared/sync-client/blob-uploader.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import { type EngineState, type NodeHealth, SyncEngine } from '#shared/sync-client/engine.ts';
import type { Channel } from '#shared/sync-client/node-api.ts';
import type { Load } from '#shared/sync-client/pull.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import type { HubIdentity } from '../identity.ts';
import type { HubKey } from '../key/hub-key.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import type { DiskGuard } from '../store/disk-guard.ts';
import { hubBlobOutbox } from '../store/hub-blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { keepDepot } from '../store/kept-depot.ts';
import { metaOf } from '../store/meta.ts';
import type { QueueFileStore } from '../store/queue-files.ts';
import { uplinkStore } from '../store/uplink-store.ts';
import { queueFileCarrier } from './carry-queue-files.ts';
import { drainMeter } from './drain-meter.ts';
import { fullDiskOutbox, fullDiskStore } from './full-disk-store.ts';
import { hubCredentials } from './hub-credentials.ts';
import { lineState, type TokenRefusal } from './line-trouble.ts';
import { checkpointRenewal } from './renew-checkpoints.ts';
import { healthReports } from './report-health.ts';
import { wipeReports } from './report-wipes.ts';
import type { ServerKeys } from './server-keys.ts';
import type { ServerTime } from './server-time.ts';
import { learningVerifier } from './statement-keys.ts';

const OFFLINE_RETRY_MS = 1_000;

export interface UplinkDeps {
  database: HubDatabase;
  blobs: BlobFiles;
  identity: HubIdentity;
  serverKeys: Pick<ServerKeys, 'jwks' | 'refresh'>;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
}

/** What the way up is made of. The simulator puts its own things between them. */
export interface UplinkPorts {
  store: DeviceStore;
  outbox: BlobOutbox;
  credentials: Credentials;
  /** The hub's access token as it was last got. */
  ownToken?: () => string | null;
  /** Why HQ gave no token when it was last asked for one. */
  tokenRefusal?: () => TokenRefusal | null;
  /** What this hub says of itself to HQ, but for its queue. */
  health?: () => Omit<HubHealth, 'backlog' | 'drain_per_second'>;
  /** Whether what HQ sends does not fit on the disk now. */
  isShortOfRoom?: () => boolean;
  /** Renews the sessions of this PC's clerks that are due. */
  renewClerks?: () => Promise<void>;
  /** Brings phones' files to HQ. */
  carryFiles?: (channel: Channel, stop: AbortSignal) => Promise<void>;
}

/** The ports of a hub that is run: its database and files, and its key. */
export function uplinkPorts(
  deps: UplinkDeps & {
    key: HubKey;
    serverTime: ServerTime;
    disk: DiskGuard;
    health: UplinkPorts['health'];
    renewClerks: () => Promise<void>;
    queueFiles: QueueFileStore;
  },
): UplinkPorts {
  const { database, blobs, identity, key, serverKeys, serverTime, disk, transport, clock, ids, log } = deps;
  const credentials = hubCredentials(identity, key, {
    transport,
    clock,
    ids,
    // The server signs with a new key: it is learnt before the first phone or checkpoint comes with it.
    onToken: (token) => {
      if (namesHeldKey(token, serverKeys.jwks)) return;
      serverKeys.refresh().catch((error) => log.error({ err: error }, 'the new keys could not be kept'));
    },
  });
  return {
    store: fullDiskStore(
      uplinkStore(database, clock, learningVerifier(serverKeys, clock), {
        heard: serverTime.heard,
        depotId: identity.depot.id,
      }),
      disk,
      clock,
    ),
    outbox: fullDiskOutbox(hubBlobOutbox(database, blobs, clock), disk),
    credentials,
    ownToken: credentials.held,
    tokenRefusal: credentials.refusal,
    isShortOfRoom: disk.isShortOfRoom,
    renewClerks: deps.renewClerks,
    carryFiles: queueFileCarrier({ files: deps.queueFiles, disk, clock }),
    ...(deps.health === undefined ? {} : { health: deps.health }),
  };
}

const backlogCount = (database: HubDatabase) =>
  database.prepare<[], { backlog: number }>('SELECT coalesce(sum(waiting), 0) AS backlog FROM waiting_counts');

/** The hub's way to the server: the device engine over the relay queue, and what the screen says of the line. */
export class Uplink {
  readonly #deps: UplinkDeps;
  readonly #engine: SyncEngine;
  readonly #uploader: BlobUploader;
  /** The hub's access token as it was last got, for what is relayed; null before the first. */
  readonly ownToken: () => string | null;
  readonly #meta: ReturnType<typeof metaOf>;
  /** Counted when it is asked for: the engine's own number is that of its last round. */
  readonly #backlog: ReturnType<typeof backlogCount>;
  readonly #tokenRefusal: () => TokenRefusal | null;
  readonly #drain = drainMeter();
  readonly #isShortOfRoom: () => boolean;
  #intake: Intake | null = null;
  #line: Line;
  /** What was last made of the engine's state. */
  #seen: { health: NodeHealth | null; handedOver: number } = { health: null, handedOver: 0 };
  #triedAt = 0;
  #isSuperseded = false;
  readonly #stopping = new AbortController();

  constructor(deps: UplinkDeps, ports: UplinkPorts) {
    const { store, outbox, credentials } = ports;
    this.#deps = deps;
    this.ownToken = ports.ownToken ?? (() => null);
    this.#tokenRefusal = ports.tokenRefusal ?? (() => null);
    this.#isShortOfRoom = ports.isShortOfRoom ?? (() => false);
    this.#meta = metaOf(deps.database);
    this.#backlog = backlogCount(deps.database);
    this.#line = {
      reachable: false,
      state: 'TRYING',
      last_contact_at: this.#meta.get('last_contact_at'),
      since: null,
      trouble: null,
    };
    const { identity, transport, clock, random, ids, log, serverKeys } = deps;
    const server = { kind: 'server' as const, url: identity.upstream };
    const nodes = async () => [server];
    const verifier = learningVerifier(serverKeys, clock);
    const channel = { node: server, transport, credentials };
    const renewCheckpoints = checkpointRenewal(deps.database, channel, verifier, { clock, depotId: identity.depot.id });
    const reportWipes = wipeReports(deps.database, channel, verifier);
    const reportHealth = this.#healthReports(channel, ports.health);
    const afterRound = async () => {
      if (this.#line.reachable) await reportHealth();
      if (this.#line.reachable) await ports.renewClerks?.();
      await renewCheckpoints();
      await reportWipes();
      // Last: a large one takes its time.
      if (this.#line.reachable) await ports.carryFiles?.(channel, this.#stopping.signal);
    };
    this.#uploader = new BlobUploader({ nodes, outbox, transport, credentials, clock, random, log, afterRound });
    this.#engine = new SyncEngine({
      deviceId: identity.hub_id,
      nodes,
      store,
      transport,
      credentials,
      clock,
      random,
      ids,
      log,
      onChange: (state) => this.#observe(state),
    });
  }

  get wan(): Line {
    if (this.isRevoked) return { ...this.#line, reachable: false, state: 'REFUSED', trouble: 'REVOKED' };
    return this.#isSuperseded ? { ...this.#line, state: 'REFUSED', trouble: 'TWICE' } : this.#line;
  }

  /** Another PC works as this hub, and began later: nothing new is taken here, and what lies here still leaves. */
  get isSuperseded(): boolean {
    return this.#isSuperseded;
  }

  /** HQ has withdrawn this hub: nothing new is taken here, also after a start without a line. What lies here stays. */
  get isRevoked(): boolean {
    return this.#meta.get('revoked_at') !== null;
  }

  /** How a long queue goes up just now; null where none does. */
  drain(): Drain | null {
    return this.#line.reachable ? this.#drain.read(this.#waiting(), this.#deps.clock.now()) : null;
  }

  /** How what HQ sends comes in, where it does not simply. */
  intake(): Intake | null {
    return this.#line.reachable ? this.#intake : null;
  }

  status(): NonNullable<StatusResponse['upstream']> {
    const { reachable, last_contact_at } = this.#line;
    return { reachable, last_contact_at, backlog: this.#waiting() };
  }

  start(): void {
    this.#engine.start();
    this.#uploader.start();
  }

  kick(): void {
    this.#engine.kick();
  }

  /**
   * Something new lies in the queue. While the server does not answer, an attempt a second is enough: a busy yard
   * without a line must not make one out of every push.
   */
  queued(): void {
    // A clock that was set back must not keep it waiting.
    const sinceLast = Math.abs(this.#deps.clock.now() - this.#triedAt);
    if (this.#line.reachable || sinceLast >= OFFLINE_RETRY_MS) this.#engine.recorded();
  }

  /** A blob lies here for the server. */
  blobCame(): void {
    if (this.#line.reachable) this.#uploader.kick();
  }

  /** A phone's file lies here for HQ. */
  fileCame(): void {
    if (this.#line.reachable) this.#uploader.kick();
  }

  /** A revoked device has been told here: HQ may know. */
  wipeTold(): void {
    if (this.#line.reachable) this.#uploader.kick();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#engine.stop(), this.#uploader.stop()]);
  }

  #healthReports(channel: Channel, health: UplinkPorts['health']): () => Promise<void> {
    if (health === undefined) return async () => {};
    return healthReports(channel, this.#deps.clock, {
      read: () => ({
        ...health(),
        backlog: this.#waiting(),
        drain_per_second: this.drain()?.per_second ?? null,
      }),
      onAnswer: ({ superseded, depot }) => {
        if (depot) keepDepot(this.#meta, depot);
        if (superseded && !this.#isSuperseded)
          this.#deps.log.error({}, 'another PC works as this hub, and began later');
        this.#isSuperseded = superseded;
      },
    });
  }

  #waiting(): number {
    return this.#backlog.get()?.backlog ?? 0;
  }

  /** A disk that is full or broken just now must not end the engine that reports to us. */
  #observe(state: EngineState): void {
    try {
      this.#look(state);
    } catch (error) {
      this.#notWritten(error);
    }
  }

  #look(state: EngineState): void {
    const now = this.#deps.clock.now();
    if (state.handedOver !== this.#seen.handedOver) this.#batchTaken(state, now);
    if (state.load !== null) this.#loadGoesOn(state.load, now);
    if (state.working) return;
    this.#triedAt = now;
    const health = state.nodes[this.#deps.identity.upstream];
    if (!health || health === this.#seen.health) return;
    this.#seen = { ...this.#seen, health };
    const line = lineState(health, this.#tokenRefusal());
    this.#heedRevocation(line);
    const why = this.#isShortOfRoom() ? 'NO_ROOM' : 'NOT_KEPT';
    this.#intake = health.state === 'not_kept' ? { state: why, done: 0, total: null } : null;
    this.#turn(line, state.lastContactAt);
  }

  /** All of a depot's data takes minutes on a slow line: HQ takes part all the while. */
  #loadGoesOn(load: Load, now: number): void {
    this.#intake = { state: 'LOADING', ...load };
    this.#turn({ state: 'ANSWERS', trouble: null }, now);
  }

  /** Written down: a revoked hub that is started without a line must not begin to take again. */
  #heedRevocation({ state, trouble }: Pick<Line, 'state' | 'trouble'>): void {
    if (trouble === 'REVOKED' && !this.isRevoked) {
      this.#meta.set('revoked_at', isoTime(this.#deps.clock.now()));
      this.#deps.log.error({}, 'HQ has withdrawn this hub');
    } else if (state === 'ANSWERS' && this.isRevoked) this.#meta.remove('revoked_at');
  }

  /** While more waits than one batch, the round goes on for long: HQ takes part all the while. */
  #batchTaken({ handedOver, lastContactAt }: EngineState, now: number): void {
    const waiting = this.#waiting();
    this.#drain.note(handedOver, waiting, now);
    this.#seen = { ...this.#seen, handedOver };
    if (waiting > 0) this.#turn({ state: 'ANSWERS', trouble: null }, lastContactAt);
  }

  /** Writes down only what turns: contact is renewed every few seconds, and each write is an fsync. */
  #turn({ state, trouble }: Pick<Line, 'state' | 'trouble'>, contactAt: number | null): void {
    const before = this.#line;
    const reachable = state === 'ANSWERS';
    const last_contact_at = contactAt === null ? before.last_contact_at : isoTime(contactAt);
    const turned = state !== before.state;
    const since = turned ? this.#sinceOf(state) : before.since;
    this.#line = { reachable, state, last_contact_at, since, trouble };
    if (!turned) return;
    this.#deps.log.info({ reachable, trouble }, reachable ? 'the server answers' : 'the server takes no part');
    this.#writeDown(this.#line);
    if (!reachable) return;
    this.#uploader.kick();
    this.#deps.serverKeys.refresh().catch((error: unknown) => this.#notWritten(error));
  }

  /** Over a restart a line that is as it was has been so since then. */
  #sinceOf(state: Line['state']): string {
    const kept = this.#line.state === 'TRYING' && this.#meta.get('wan_state') === state;
    return (kept ? this.#meta.get('wan_changed_at') : null) ?? isoTime(this.#deps.clock.now());
  }

  /** For the screen after the next start. What cannot be kept is still true until then. */
  #writeDown({ last_contact_at, since, state }: Line): void {
    try {
      if (last_contact_at !== null) this.#meta.set('last_contact_at', last_contact_at);
      if (since !== null) this.#meta.set('wan_changed_at', since);
      this.#meta.set('wan_state', state);
    } catch (error) {
      this.#notWritten(error);
    }
  }

  #notWritten(error: unknown): void {
    this.#deps.log.warn({ err: error }, 'the state of the line could not be written down');
  }
}
