import type { LineTrouble } from '#shared/contract/desktop.ts';
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
import { type EngineState, SyncEngine } from '#shared/sync-client/engine.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import type { HubIdentity } from '../identity.ts';
import type { HubKey } from '../key/hub-key.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import { hubBlobOutbox } from '../store/hub-blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { metaOf } from '../store/meta.ts';
import { uplinkStore } from '../store/uplink-store.ts';
import { hubCredentials } from './hub-credentials.ts';
import { lineTrouble } from './line-trouble.ts';
import { checkpointRenewal } from './renew-checkpoints.ts';
import { wipeReports } from './report-wipes.ts';
import type { ServerKeys } from './server-keys.ts';
import type { ServerTime } from './server-time.ts';
import { learningWords } from './statement-keys.ts';

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
}

/** The ports of a hub that is run: its database and files, and its key. */
export function uplinkPorts(deps: UplinkDeps & { key: HubKey; serverTime: ServerTime }): UplinkPorts {
  const { database, blobs, identity, key, serverKeys, serverTime, transport, clock, ids, log } = deps;
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
    store: uplinkStore(database, clock, learningWords(serverKeys, clock), serverTime.heard),
    outbox: hubBlobOutbox(database, blobs, clock),
    credentials,
    ownToken: credentials.held,
  };
}

const backlogCount = (database: HubDatabase) =>
  database.prepare<[], { backlog: number }>('SELECT coalesce(sum(waiting), 0) AS backlog FROM waiting_counts');

export interface Wan {
  reachable: boolean;
  last_contact_at: string | null;
  /** Since when it has been as it is; null before the first attempt. */
  since: string | null;
  /** What a person can do about it while it is out of reach. */
  trouble: LineTrouble | null;
}

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
  #wan: Wan;
  #triedAt = 0;

  constructor(deps: UplinkDeps, { store, outbox, credentials, ownToken = () => null }: UplinkPorts) {
    this.#deps = deps;
    this.ownToken = ownToken;
    this.#meta = metaOf(deps.database);
    this.#backlog = backlogCount(deps.database);
    this.#wan = {
      reachable: false,
      last_contact_at: this.#meta.get('last_contact_at'),
      since: this.#meta.get('wan_changed_at'),
      trouble: null,
    };
    const { identity, transport, clock, random, ids, log, serverKeys } = deps;
    const server = { kind: 'server' as const, url: identity.upstream };
    const nodes = async () => [server];
    const words = learningWords(serverKeys, clock);
    const channel = { node: server, transport, credentials };
    const renewCheckpoints = checkpointRenewal(deps.database, channel, words);
    const reportWipes = wipeReports(deps.database, channel, words);
    const afterRound = async () => {
      await renewCheckpoints();
      await reportWipes();
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

  get wan(): Wan {
    return this.#wan;
  }

  status(): NonNullable<StatusResponse['upstream']> {
    const { reachable, last_contact_at } = this.#wan;
    return { reachable, last_contact_at, backlog: this.#backlog.get()?.backlog ?? 0 };
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
    // A clock that was put back must not keep it waiting.
    const sinceLast = Math.abs(this.#deps.clock.now() - this.#triedAt);
    if (this.#wan.reachable || sinceLast >= OFFLINE_RETRY_MS) this.#engine.kick();
  }

  /** A blob lies here for the server. */
  blobCame(): void {
    if (this.#wan.reachable) this.#uploader.kick();
  }

  /** A revoked device has been told here: HQ may know. */
  wipeTold(): void {
    if (this.#wan.reachable) this.#uploader.kick();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#engine.stop(), this.#uploader.stop()]);
  }

  /** Writes down only what turns: contact is renewed every few seconds, and each write is an fsync. */
  #observe(state: EngineState): void {
    const health = state.nodes[this.#deps.identity.upstream];
    if (!health || state.working) return;
    this.#triedAt = this.#deps.clock.now();
    const reachable = health.state === 'ok';
    const lastContact = state.lastContactAt === null ? this.#wan.last_contact_at : isoTime(state.lastContactAt);
    const turned = reachable !== this.#wan.reachable || this.#wan.since === null;
    const since = turned ? isoTime(this.#deps.clock.now()) : this.#wan.since;
    const trouble = health.state === 'unreachable' ? lineTrouble(health.reason) : null;
    this.#wan = { reachable, last_contact_at: lastContact, since, trouble };
    if (!turned) return;
    this.#deps.log.info({ reachable }, reachable ? 'the server answers' : 'the server does not answer');
    this.#writeDown(lastContact, since);
    if (!reachable) return;
    this.#uploader.kick();
    this.#deps.serverKeys.refresh().catch((error: unknown) => this.#notWritten(error));
  }

  /** For the screen after the next start. A disk that is full just now must not end the engine that reports to us. */
  #writeDown(lastContact: string | null, since: string | null): void {
    try {
      if (lastContact !== null) this.#meta.set('last_contact_at', lastContact);
      if (since !== null) this.#meta.set('wan_changed_at', since);
    } catch (error) {
      this.#notWritten(error);
    }
  }

  #notWritten(error: unknown): void {
    this.#deps.log.warn({ err: error }, 'the state of the line could not be written down');
  }
}
