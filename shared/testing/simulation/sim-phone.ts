import Database from 'better-sqlite3';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { KEY_BYTES } from '#shared/ports/cipher.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { silentLog } from '#shared/ports/log.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { BlobCourier } from '#shared/sync-client/blobs.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { SyncEngine } from '#shared/sync-client/engine.ts';
import { insertQueued, journalHead } from '../../../mobile-pwa/store/journal.ts';
import { writeMeta } from '../../../mobile-pwa/store/meta.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../mobile-pwa/store/phone-store.ts';
import { installSealing } from '../../../mobile-pwa/store/sealing.ts';
import type { Sql } from '../../../mobile-pwa/store/sql.ts';
import { type DeviceKey, deviceKey, type HouseDevice, type HouseUser, serverKey } from './house.ts';
import { nativeCipher } from './native-cipher.ts';
import { phoneDisk } from './phone-disk.ts';
import { type Pass, withPoints } from './points.ts';
import type { Life } from './scheduler.ts';
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
  installSealing(phoneDisk(database), () => cipher);
  return database;
}

function blankDisk(): Database.Database {
  if (blank === null) {
    const made = mounted(':memory:');
    prepareSchema(phoneDisk(made));
    blank = made.serialize();
  }
  return mounted(blank);
}

interface Running {
  life: Life;
  sql: Sql;
  store: PhoneStore;
  engine: SyncEngine;
  courier: BlobCourier;
  transport: Transport;
}

/** Keeps a photo, and gives its name. */
export type KeepPhoto = (bytes: Uint8Array) => Promise<string>;

/** A phone in somebody's pocket: the production store on SQLite, the production engine and courier. */
export class SimPhone extends SimProcess {
  readonly device: HouseDevice;
  readonly user: HouseUser;
  readonly key: DeviceKey;
  database: Database.Database = blankDisk();
  clockOffset = 0;
  /** Names of the nodes in reach, best first. */
  nodes: string[] = [];
  readonly #kept: { token: SimToken };
  #running: Running | null = null;

  constructor(index: number, deps: SimDeps) {
    super(`phone${index + 1}`, deps);
    this.device = deps.house.devices[index] as HouseDevice;
    this.user = deps.house.users.find(({ id }) => id === this.device.user_id) as HouseUser;
    this.key = deviceKey(index);
    this.#kept = { token: { kind: 'device', id: this.device.id, iat: deps.scheduler.now } };
  }

  /** The app runs: what a person sees and touches. */
  get app(): Running | null {
    return this.isUp ? this.#running : null;
  }

  /** The phone comes back as it was at its backup. */
  changeDisk(backup: Buffer): void {
    this.kill();
    this.database.close();
    this.database = mounted(backup);
  }

  backUp(): Buffer {
    return this.database.serialize();
  }

  protected open(life: Life, pass: Pass): void {
    const { scheduler, chance, network, plant } = this.deps;
    const clock = scheduler.clockOf(life, () => this.clockOffset);
    const ids = uuidV7(clock, chance);
    const sql = phoneDisk(this.database);
    const store = openPhoneStore(sql, {
      owner: { deviceId: this.device.id, userId: this.user.id },
      clock,
      ids,
      sha256,
      sign: this.key.sign,
      jwks: async () => serverKey.jwks as never,
      onWrite: (made) => {
        if (!made) return;
        this.#running?.engine.kick();
        this.#running?.courier.kick();
      },
    });
    const line = network.transportOf(this.name, life);
    const transport = withPoints('phone', plant.phoneTransport?.(line, sql) ?? line, pass);
    const nodes = async (): Promise<NodeRef[]> =>
      this.nodes.map((name) => ({ kind: name === 'server' ? 'server' : 'hub', url: `http://${name}` }));
    const credentials = simCredentials(this.#kept, transport);
    const both = { nodes, transport, credentials, clock, random: chance, log: silentLog };
    const courier = new BlobCourier({
      ...both,
      outbox: withPoints('phone courier', plant.phoneOutbox?.(store.blobs) ?? store.blobs, pass),
    });
    const engine = new SyncEngine({
      ...both,
      deviceId: this.device.id,
      store: withPoints('phone', plant.phoneStore?.(store.device, sql) ?? store.device, pass),
      ids,
    });
    this.#running = { life, sql, store, engine, courier, transport };
    scheduler.forkLoop(() => {
      engine.start();
      courier.start();
    });
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
      const head = journalHead(sql);
      const bare = {
        v: 1,
        ...saying,
        id: newId(),
        occurred_at: isoTime(this.deps.scheduler.now + this.clockOffset),
        user_id: this.user.id,
        device_id: this.device.id,
        seq: head.seq + 1,
        prev_checksum: head.checksum,
      };
      const checksum = sha256(canonicalJson(bare));
      const text = JSON.stringify({ ...bare, checksum, signature: await this.key.sign(checksum) });
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
      headers: { authorization: tokenText(this.#kept.token) },
      timeoutMs: 10_000,
    });
  }
}
