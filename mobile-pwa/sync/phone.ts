import type { Clock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { BlobCourier } from '#shared/sync-client/blobs.ts';
import { type EngineState, SyncEngine } from '#shared/sync-client/engine.ts';
import { readMeta } from '../store/meta.ts';
import { unsent } from '../store/outbox.ts';
import { openPhoneStore, type PhoneStore } from '../store/phone-store.ts';
import type { Sql } from '../store/sql.ts';
import { phoneCredentials } from './credentials.ts';
import { homeNodes } from './home-node.ts';
import type { SessionView, SignInView } from './protocol.ts';
import { type DeviceCard, type SignInInput, type SignInOutcome, signIn } from './sign-in.ts';
import type { DeviceIdentity, Session, Vault } from './vault.ts';

export interface PhoneDeps {
  /** On tables that `prepareSchema` has made ready. */
  sql: Sql;
  vault: Vault;
  transport: Transport;
  /** Where the app was loaded from: the node to sign in at and to hand in to. */
  origin: string;
  card: DeviceCard;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  /** Something that a screen may show has changed. */
  onChange?: () => void;
  onEngine?: (state: EngineState) => void;
}

interface Running {
  store: PhoneStore;
  engine: SyncEngine;
  courier: BlobCourier;
}

/** Somebody has to be signed in for this; a bug in a screen, since none offers it before. */
export class NotSignedIn extends Error {}

/** A whole phone without its screens: who is signed in, the store and the engine. The same in the worker and in Node. */
export class Phone {
  readonly #deps: PhoneDeps;
  #running: Running | null = null;

  constructor(deps: PhoneDeps) {
    this.#deps = deps;
  }

  /** Goes on where the phone left off. */
  async open(): Promise<void> {
    const { vault } = this.#deps;
    const session = await vault.session();
    const device = await this.#device();
    if (session === null) return;
    if (device?.id === session.device_id) this.#run(session, device);
    else await vault.saveSession(null);
  }

  async close(): Promise<void> {
    await Promise.all([this.#running?.engine.stop(), this.#running?.courier.stop()]);
    this.#running = null;
  }

  get store(): PhoneStore {
    if (this.#running === null) throw new NotSignedIn('nobody is signed in');
    return this.#running.store;
  }

  get engine(): SyncEngine | null {
    return this.#running?.engine ?? null;
  }

  session(): Promise<Session | null> {
    return this.#deps.vault.session();
  }

  async sessionView(): Promise<SessionView | null> {
    const session = await this.session();
    return session && { user: session.user, device_id: session.device_id, needs_sign_in: session.needs_sign_in };
  }

  async signIn(input: SignInInput): Promise<SignInView> {
    const { sql, vault, transport, origin, card } = this.#deps;
    const before = await vault.session();
    const username = input.username.trim();
    const isSamePerson = before === null || before.user.username === username.toLowerCase();
    if (!isSamePerson && unsent(sql) > 0) return { kind: 'not_yours', name: before.user.name, unsent: unsent(sql) };
    const attempt = (device: DeviceIdentity): Promise<SignInOutcome> =>
      signIn(transport, origin, { username, password: input.password }, device, card);
    let device =
      (isSamePerson ? await this.#device() : null) ?? (await vault.candidate()) ?? (await this.#newCandidate());
    let outcome = await attempt(device);
    // A device is bound for ever to its first user; with nothing left to hand in, it can be another one from now on.
    if (outcome.kind === 'refused' && outcome.code === 'DEVICE_CONFLICT' && unsent(sql) === 0) {
      device = await this.#newCandidate();
      outcome = await attempt(device);
    }
    if (outcome.kind !== 'signed_in') return outcome;
    await this.close();
    this.#run(outcome.session, device);
    await vault.saveDevice(device);
    await vault.saveCandidate(null);
    await vault.saveSession(outcome.session);
    this.#deps.onChange?.();
    return { kind: 'signed_in' };
  }

  /** Ends the session. What was not handed in stays, for the same person to sign in again. */
  async signOut(): Promise<void> {
    const { vault, transport, origin } = this.#deps;
    const session = await vault.session();
    await this.close();
    await vault.saveSession(null);
    this.#deps.onChange?.();
    if (session === null) return;
    // Best effort: a token that nobody told the server about dies by itself.
    await transport.request({
      method: 'POST',
      url: `${origin}/api/auth/logout`,
      headers: { authorization: `Bearer ${session.access_token}` },
      body: JSON.stringify({ refresh_token: session.refresh_token }),
      timeoutMs: 5_000,
    });
  }

  /**
   * The device whose journal lies in the data. Where the browser threw the data away but not the key, the numbering is
   * lost, and this must never go on as that device.
   */
  async #device(): Promise<DeviceIdentity | null> {
    const device = await this.#deps.vault.device();
    return device !== null && readMeta(this.#deps.sql, 'device_id') === device.id ? device : null;
  }

  /** Kept before it is used: on a bad network each lost answer would otherwise burn one of a user's three devices. */
  async #newCandidate(): Promise<DeviceIdentity> {
    const device = { id: this.#deps.ids.uuid(), keys: await newDeviceKey() };
    await this.#deps.vault.saveCandidate(device);
    return device;
  }

  #run(session: Session, device: DeviceIdentity): void {
    const { sql, vault, transport, origin, clock, random, ids, log, onChange = () => {}, onEngine } = this.#deps;
    const store = openPhoneStore(sql, {
      owner: { deviceId: device.id, userId: session.user.id },
      clock,
      ids,
      sha256,
      sign: signerOf(device.keys),
      jwks: async () => (await vault.session())?.jwks ?? null,
      onWrite: (made) => {
        onChange();
        if (!made) return;
        this.engine?.kick();
        this.#running?.courier.kick();
      },
    });
    const nodes = () => homeNodes(vault, transport, origin);
    const credentials = phoneCredentials({ vault, transport, onSession: onChange });
    const courier = new BlobCourier({ nodes, outbox: store.blobs, transport, credentials, clock, random, log });
    const engine = new SyncEngine({
      deviceId: device.id,
      nodes,
      store: store.device,
      transport,
      credentials,
      clock,
      random,
      ids,
      log,
      ...(onEngine ? { onChange: onEngine } : {}),
    });
    this.#running = { store, engine, courier };
    engine.start();
    courier.start();
  }
}
