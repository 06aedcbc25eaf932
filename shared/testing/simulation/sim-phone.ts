import Database from 'better-sqlite3';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { crewDepot } from '#shared/domain/crew.ts';
import { KEY_BYTES } from '#shared/ports/cipher.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { silentLog } from '#shared/ports/log.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { BlobUploader } from '#shared/sync-client/blob-uploader.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { SyncEngine } from '#shared/sync-client/engine.ts';
import { HandIn } from '#shared/sync-client/hand-in.ts';
import { succeed, successorId, wasRolledBack, withQueue } from '../../../mobile-pwa/store/device-rollback.ts';
import { phoneDeviceStore } from '../../../mobile-pwa/store/device-store.ts';
import { type Author, insertQueued, journalHead } from '../../../mobile-pwa/store/journal.ts';
import { writeMeta } from '../../../mobile-pwa/store/meta.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../mobile-pwa/store/phone-store.ts';
import { installSealing } from '../../../mobile-pwa/store/sealing.ts';
import type { Sql } from '../../../mobile-pwa/store/sql.ts';
import { phoneRescue } from '../../../mobile-pwa/store/wipe.ts';
import { type DeviceKey, deviceKey, type FixtureDevice, type FixtureUser, serverKey } from './fixture.ts';
import { nativeCipher } from './native-cipher.ts';
import { phoneDisk } from './phone-disk.ts';
import { type Pass, withPoints } from './points.ts';
import type { Life } from './scheduler.ts';
import type { ServerFixture } from './server-fixture.ts';
import type { SimDeps } from './sim-deps.ts';
import { SimProcess } from './sim-process.ts';
import { type SimToken, simCredentials, tokenText } from './sim-tokens.ts';

let blank: Buffer | null = null;

/** Nonces are a count of their own: what is sealed must not change what a seed lets happen. */
let sealed = 0;
const nonces = {
  next: () => 0,
  bytes(length: number) {
    sealed += 1;
    const bytes = new Uint8Array(length);
    new DataView(bytes.buffer).setUint32(0, sealed);
    return bytes;
  },
};
const cipher = nativeCipher(new Uint8Array(KEY_BYTES).fill(7), nonces);

/** A disk with its database: what is asked of it from outside opens as it does for the phone. */
function mounted(contents: Buffer | ':memory:'): Database.Database {
  const database = new Database(contents);
  const sql = phoneDisk(database);
  installSealing(sql, () => cipher);
  prepareSchema(sql);
  return database;
}

function blankDisk(): Database.Database {
  blank ??= mounted(':memory:').serialize();
  return mounted(blank);
}

/** A device that this phone is, was, or will be: what its vault keeps. */
interface OwnDevice {
  device: FixtureDevice;
  key: DeviceKey;
  token: SimToken;
}

interface Kept {
  own: OwnDevice;
  former: OwnDevice[];
  /** Numbers what is recorded once the phone was put back; nobody has signed in as it yet. */
  next: OwnDevice | null;
}

/** A phone as a backup keeps it: its disk and its vault. */
export interface PhoneImage {
  disk: Buffer;
  kept: Kept;
}

/** Keys are no part of what a seed decides: so many are made once for all runs. */
const KEYS_PER_PHONE = 100;

interface Running {
  life: Life;
  sql: Sql;
  store: PhoneStore;
  engine: SyncEngine;
  uploader: BlobUploader;
  transport: Transport;
}

/** Keeps a photo, and gives its name. */
export type KeepPhoto = (bytes: Uint8Array) => Promise<string>;

/** A phone in somebody's pocket: the production store on SQLite, the production engine and uploader. */
export class SimPhone extends SimProcess {
  readonly user: FixtureUser;
  database: Database.Database = blankDisk();
  clockOffset = 0;
  /** Its clock was set to a wrong time, or from one, at some time. */
  wasSet = false;
  /** Names of the nodes in reach, best first. */
  nodes: string[] = [];
  readonly #index: number;
  #kept: Kept;
  #devices = 1;
  #running: Running | null = null;

  constructor(index: number, deps: SimDeps) {
    super(`phone${index + 1}`, deps);
    this.#index = index;
    const device = deps.fixture.devices[index] as FixtureDevice;
    this.user = deps.fixture.users.find(({ id }) => id === device.user_id) as FixtureUser;
    this.#kept = { own: this.#own(device, deviceKey(index)), former: [], next: null };
  }

  #own(device: FixtureDevice, key: DeviceKey): OwnDevice {
    return { device, key, token: { kind: 'device', id: device.id, iat: this.deps.scheduler.now } };
  }

  /** The device that it speaks as. */
  get device(): FixtureDevice {
    return this.#kept.own.device;
  }

  /** The app runs: what a person sees and touches. */
  get app(): Running | null {
    return this.isUp ? this.#running : null;
  }

  /** The phone comes back as it was at its backup. */
  changeDisk({ disk, kept }: PhoneImage): void {
    this.kill();
    this.database.close();
    this.database = mounted(disk);
    this.#kept = { ...kept };
  }

  backUp(): PhoneImage {
    return { disk: this.database.serialize(), kept: { ...this.#kept } };
  }

  /** It has learnt that it was put back to an earlier copy: its person is asked to sign in. */
  get wantsSignIn(): boolean {
    return this.isUp && wasRolledBack(phoneDisk(this.database));
  }

  /** The person signs in at the server, which knows the successor from now on; the app goes on as that device. */
  async signInAgain(server: ServerFixture): Promise<void> {
    if (!(await server.isActive(this.device.id))) return;
    const { own, former } = this.#kept;
    const next = this.#successor();
    this.deps.log.say(`${this.name} signs in as ${next.device.id}`);
    if (!this.deps.fixture.devices.includes(next.device)) {
      this.deps.fixture.devices.push(next.device);
      await server.register(next.device);
    }
    this.kill();
    this.#kept = {
      own: { ...next, token: this.#own(next.device, next.key).token },
      former: [...former, own],
      next: null,
    };
    this.beginAgainIn(1);
  }

  #successor(): OwnDevice {
    const sql = phoneDisk(this.database);
    const begun = this.#kept.next;
    if (begun !== null && successorId(sql) === begun.device.id) return begun;
    const { scheduler, chance } = this.deps;
    const key = deviceKey(KEYS_PER_PHONE * (this.#index + 1) + this.#devices);
    this.#devices += 1;
    const clock = scheduler.clockOf({ alive: true }, () => this.clockOffset);
    const id = uuidV7(clock, chance).uuid();
    const made = this.#own({ id, user_id: this.user.id, public_key: key.publicKey }, key);
    this.#kept = { ...this.#kept, next: made };
    succeed(sql, id);
    return made;
  }

  /** Who numbers: its device, and its successor once it knows that it was put back. */
  #author = async (): Promise<Author> => {
    const { device, key } = wasRolledBack(phoneDisk(this.database)) ? this.#successor() : this.#kept.own;
    return { deviceId: device.id, sign: key.sign };
  };

  protected open(life: Life, pass: Pass): void {
    const { scheduler, chance, network, mutant } = this.deps;
    const clock = scheduler.clockOf(life, () => this.clockOffset);
    const ids = uuidV7(clock, chance);
    const sql = phoneDisk(this.database);
    const owner = { deviceId: this.device.id, userId: this.user.id, crewDepot: crewDepot(this.user) };
    const jwks = async () => serverKey.jwks as never;
    const store = openPhoneStore(sql, {
      owner,
      clock,
      ids,
      sha256,
      sign: this.#kept.own.key.sign,
      successor: this.#author,
      jwks,
      onWrite: (made) => {
        if (!made) return;
        this.#running?.engine.kick();
        this.#running?.uploader.kick();
      },
    });
    const line = network.transportOf(this.name, life);
    const transport = withPoints('phone', mutant.phoneTransport?.(line, sql) ?? line, pass);
    const nodes = async (): Promise<NodeRef[]> =>
      this.nodes.map((name) => ({ kind: name === 'server' ? 'server' : 'hub', url: `http://${name}` }));
    const ways = { nodes, transport, clock, random: chance, log: silentLog };
    const both = { ...ways, credentials: simCredentials(this.#kept.own, transport) };
    const uploader = new BlobUploader({
      ...both,
      outbox: withPoints('phone uploader', mutant.phoneOutbox?.(store.blobs) ?? store.blobs, pass),
    });
    const engine = new SyncEngine({
      ...both,
      deviceId: this.device.id,
      store: withPoints('phone', mutant.phoneStore?.(store.device, sql) ?? store.device, pass),
      ids,
    });
    this.#running = { life, sql, store, engine, uploader, transport };
    scheduler.forkLoop(() => {
      engine.start();
      uploader.start();
    });
    const left = withQueue(
      sql,
      this.#kept.former.map(({ device }) => device.id),
    );
    for (const { device, token } of this.#kept.former.filter((one) => left.includes(one.device.id))) {
      const deviceStore = phoneDeviceStore({
        sql,
        owner: { ...owner, deviceId: device.id },
        clock,
        jwks,
        heard: () => {},
        onWrite: () => {},
      });
      const handIn = new HandIn({
        ...ways,
        ids,
        deviceId: device.id,
        token: tokenText(token).replace('Bearer ', ''),
        store: withPoints('phone', deviceStore, pass),
        rescue: phoneRescue(sql, deviceStore),
        // Orders are signed, and the simulator's tokens are not: a revoked device keeps what it has.
        believes: async () => false,
        isDone: async () => withQueue(sql, [device.id]).length === 0,
      });
      scheduler.fork(() => handIn.start());
    }
  }

  /** The person does something; the app may die under their finger. A full disk is told to them. */
  async act(
    work: (store: PhoneStore, newId: () => string, keep: KeepPhoto) => Promise<unknown>,
  ): Promise<'done' | 'not saved' | 'off'> {
    const { app } = this;
    if (app === null) return 'off';
    const ids = uuidV7(
      this.deps.scheduler.clockOf(app.life, () => this.clockOffset),
      this.deps.chance,
    );
    await this.pass('phone.save before');
    try {
      await work(
        app.store,
        () => ids.uuid(),
        (bytes) => this.#keepPhoto(app.store, bytes),
      );
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_FULL') return 'not saved';
      throw error;
    }
    await this.pass('phone.save after');
    return 'done';
  }

  async #keepPhoto(store: PhoneStore, bytes: Uint8Array): Promise<string> {
    await this.pass('phone.keepBlob before');
    const kept = store.keepBlob(bytes, 'image/jpeg');
    if (kept.kind !== 'kept') throw new RangeError(`a photo is ${kept.reason}`);
    await this.pass('phone.keepBlob after');
    return kept.sha256;
  }

  /** What no screen of today says: another version's events, audits, forgeries of one's own stock. */
  async say(saying: {
    entity_type: string;
    entity_id: string;
    action: string;
    payload: Record<string, unknown>;
    v?: number;
  }): Promise<void> {
    await this.act(async (_store, newId) => {
      const sql = (this.app as Running).sql;
      const author = await this.#author();
      const head = journalHead(sql);
      const bare = {
        v: 1,
        ...saying,
        id: newId(),
        occurred_at: isoTime(this.deps.scheduler.now + this.clockOffset),
        user_id: this.user.id,
        device_id: author.deviceId,
        seq: head.seq + 1,
        prev_checksum: head.checksum,
      };
      const checksum = sha256(canonicalJson(bare));
      const text = JSON.stringify({ ...bare, checksum, signature: await author.sign(checksum) });
      sql.transaction(() => {
        insertQueued(sql, [text]);
        writeMeta(sql, 'journal_seq', String(bare.seq));
        writeMeta(sql, 'journal_checksum', checksum);
      });
      this.app?.engine.kick();
    });
  }

  /** The person opens the screen that shows how things stand. */
  async look(): Promise<void> {
    const [node] = this.nodes;
    if (this.app === null || node === undefined) return;
    const url = `http://${node}/api/sync/status?device_id=${this.device.id}`;
    await this.app.transport.request({
      method: 'GET',
      url,
      headers: { authorization: tokenText(this.#kept.own.token) },
      timeoutMs: 10_000,
    });
  }
}
