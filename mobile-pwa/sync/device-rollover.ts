import { signerOf } from '#shared/ports/crypto-web.ts';
import { HandIn, type HandInDeps } from '#shared/sync-client/hand-in.ts';
import { verifyWipeOrder } from '#shared/sync-client/wipe-order.ts';
import { succeed, successorId, wasRolledBack, withQueue } from '../store/device-rollback.ts';
import { phoneDeviceStore } from '../store/device-store.ts';
import type { Author } from '../store/journal.ts';
import type { Sql } from '../store/sql.ts';
import { phoneRescue } from '../store/wipe.ts';
import { newCandidate } from './own-device.ts';
import type { DeviceIdentity, FormerDevice, Session, SessionStore } from './session-store.ts';

interface Deps extends Pick<HandInDeps, 'nodes' | 'transport' | 'clock' | 'random' | 'ids' | 'log'> {
  sql: Sql;
  sessionStore: SessionStore;
  onWrite: () => void;
}

/**
 * One device after another on this phone. A phone that was put back to an earlier copy must not go on under its numbers: a
 * successor numbers what is recorded from then on, before anybody has signed in as it, and what the former device left is
 * handed in under that one's own name and token.
 */
export class DeviceRollover {
  readonly #deps: Deps;
  #handIns: HandIn[] = [];
  #starting: Promise<void> = Promise.resolve();
  #next: Promise<DeviceIdentity> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get isDue(): boolean {
    return wasRolledBack(this.#deps.sql);
  }

  /** The device that comes next; one for all who ask at once, since only one's keys are kept. */
  successor(): Promise<DeviceIdentity> {
    this.#next ??= this.#findSuccessor().finally(() => {
      this.#next = null;
    });
    return this.#next;
  }

  async #findSuccessor(): Promise<DeviceIdentity> {
    const { sql, sessionStore, ids } = this.#deps;
    const begun = await sessionStore.candidate();
    if (begun !== null && begun.id === successorId(sql)) return begun;
    const made = await newCandidate(sessionStore, ids);
    succeed(sql, made.id);
    return made;
  }

  author = async (): Promise<Author> => {
    const { id, keys } = await this.successor();
    return { deviceId: id, sign: signerOf(keys) };
  };

  /** The device of this session speaks no more once its successor has signed in; its token is kept for its queue. */
  async leaveBehind({ device_id, access_token }: Session): Promise<void> {
    const { sessionStore } = this.#deps;
    const others = (await sessionStore.former()).filter((one) => one.device_id !== device_id);
    await sessionStore.saveFormer([...others, { device_id, access_token }]);
  }

  /** Hands in, beside the engine, what former devices of this person have left. */
  start(session: Session): void {
    this.#starting = this.#stillNeeded().then((former) => {
      this.#handIns = former.map((one) => this.#handIn(one, session));
      for (const handIn of this.#handIns) void handIn.start();
    });
  }

  async stop(): Promise<void> {
    await this.#starting;
    const running = this.#handIns;
    this.#handIns = [];
    await Promise.all(running.map((one) => one.stop()));
  }

  kick(): void {
    for (const one of this.#handIns) one.kick();
  }

  async #stillNeeded(): Promise<FormerDevice[]> {
    const { sql, sessionStore } = this.#deps;
    const all = await sessionStore.former();
    const needed = withQueue(
      sql,
      all.map(({ device_id }) => device_id),
    );
    const keyValues = all.filter(({ device_id }) => needed.includes(device_id));
    if (keyValues.length < all.length) await sessionStore.saveFormer(keyValues);
    return keyValues;
  }

  #handIn({ device_id, access_token }: FormerDevice, { user, jwks }: Session): HandIn {
    const { sql, clock, onWrite, sessionStore: _vault, ...rest } = this.#deps;
    const owner = { deviceId: device_id, userId: user.id };
    const store = phoneDeviceStore({ sql, owner, clock, jwks: async () => jwks, heard: () => {}, onWrite });
    return new HandIn({
      ...rest,
      clock,
      deviceId: device_id,
      token: access_token,
      store,
      rescue: phoneRescue(sql, store),
      believes: async (order) => (await verifyWipeOrder(order, jwks, device_id)) !== null,
      isDone: async () => !(await this.#stillNeeded()).some((one) => one.device_id === device_id),
    });
  }
}
