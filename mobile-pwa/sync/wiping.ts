import type { JSONWebKeySet } from 'jose';
import type { WipeOrder } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import { verifyWipeOrder } from '#shared/sync-client/wipe-order.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { Sql } from '../store/sql.ts';
import { eraseCaches, leftToRescue, phoneRescue, photoRescue } from '../store/wipe.ts';
import { phoneCredentials } from './credentials.ts';
import type { DataKey } from './data-key.ts';
import type { NodeFinder } from './node-finder.ts';
import { ownDevice } from './own-device.ts';
import type { DeviceIdentity, Session, SessionStore } from './session-store.ts';
import { Wipe } from './wipe.ts';

/** `left`: events and photos that still have to be handed in. */
export interface WipeView {
  reason: string;
  left: number;
}

interface WipingDeps {
  sql: Sql;
  dataKey: DataKey;
  sessionStore: SessionStore;
  transport: Transport;
  /** Where the app was loaded from. */
  origin: string;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  finder: NodeFinder;
  /** The server's keys with which to read a statement that a node carried here. */
  keysFor: (jws: string) => Promise<JSONWebKeySet | null>;
  openStore: (session: Session, device: DeviceIdentity) => PhoneStore;
  /** Hands in what devices left that this phone was before. */
  handInFormer: (session: Session) => void;
  /** Ends everything else that the phone does. */
  close: () => Promise<void>;
  onWipe: (view: WipeView) => void;
  destroy: (order: WipeOrder) => Promise<void>;
}

/** From an order to erase this phone to its end, over restarts. */
export class Wiping {
  readonly #deps: WipingDeps;
  #wipe: Wipe | null = null;
  /** The last order that was looked at: an answer repeats it every few seconds. */
  #seenOrder: string | null = null;

  constructor(deps: WipingDeps) {
    this.#deps = deps;
  }

  get isOn(): boolean {
    return this.#wipe !== null;
  }

  kick(): void {
    this.#wipe?.kick();
  }

  async stop(): Promise<void> {
    await this.#wipe?.stop();
  }

  /** Somebody says that this phone is to erase itself. Only the server's signed order to this very device counts. */
  async heed(jws: string): Promise<void> {
    if (jws === this.#seenOrder || this.#wipe !== null) return;
    this.#seenOrder = jws;
    const { sql, dataKey, sessionStore, keysFor, close, log } = this.#deps;
    try {
      const session = await sessionStore.session();
      const device = await ownDevice(sessionStore, sql);
      if (session === null || device === null) return;
      const keys = (await keysFor(jws)) ?? session.jwks;
      const order = await verifyWipeOrder(jws, keys, device.id);
      if (order === null) {
        // By a key that nobody here could hand on yet: it is looked at again when it comes again.
        if (!namesHeldKey(jws, keys)) this.#seenOrder = null;
        log.warn({ device: device.id }, 'an order to erase this phone is not the server’s: it is not obeyed');
        return;
      }
      await sessionStore.saveWipe({ order, step: 'rescue' });
      // At once: the round under way may wait for an answer for long. It may also write once more before it ends.
      eraseCaches(sql, device.id);
      // From here on there is nothing to read, and the wipe must go on without anybody's PIN.
      await dataKey.removePin();
      await close();
      await this.goOn(order, session, device);
    } catch (error) {
      this.#seenOrder = null;
      log.error({ err: error }, 'the wipe could not begin');
    }
  }

  /** Goes on with an order that was believed before. */
  async goOn(order: WipeOrder, session: Session, device: DeviceIdentity): Promise<void> {
    const { sql, sessionStore, transport, clock, random, ids, log, keysFor, openStore, onWipe, destroy } = this.#deps;
    const former = (await sessionStore.former()).map(({ device_id }) => device_id);
    eraseCaches(sql, device.id);
    const store = openStore(session, device);
    const tell = (left: number): void => onWipe({ reason: order.reason, left });
    const left = () => leftToRescue(sql, device.id, former);
    this.#wipe = new Wipe({
      deviceId: device.id,
      nodes: () => this.#nodes(),
      outbox: phoneRescue(sql, store.device),
      photos: photoRescue(sql, store.blobs),
      believes: async (jws) => {
        const keys = jws === null ? null : await keysFor(jws);
        return (await verifyWipeOrder(jws, keys ?? session.jwks, device.id)) !== null;
      },
      left,
      onLeft: tell,
      onConfirmed: async () => {
        await sessionStore.saveWipe({ order, step: 'erase' });
        await destroy(order);
      },
      transport,
      credentials: phoneCredentials({ sessionStore, transport }),
      clock,
      random,
      ids,
      log,
    });
    tell(left());
    this.#deps.handInFormer(session);
    this.#wipe.start();
  }

  /** Whoever is there may take what is left, even if it does not say what it is: only the signed order makes it believed. */
  async #nodes(): Promise<NodeRef[]> {
    const nodes = await this.#deps.finder.nodes();
    return nodes.length > 0 ? nodes : [{ kind: 'hub', url: this.#deps.origin }];
  }
}
