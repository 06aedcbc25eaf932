import type { Pairing } from '#shared/contract/finding.ts';
import { type AccessClaims, type PhoneSecret, TOKEN_TYPES, type WipeOrder } from '#shared/contract/identity.ts';
import type { SignedWord } from '#shared/domain/grace.ts';
import { readPairing } from '#shared/domain/pairing.ts';
import type { IdleMinutes } from '#shared/domain/pin.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256, signerOf } from '#shared/ports/crypto-web.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { BlobCourier } from '#shared/sync-client/blobs.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { type EngineState, SyncEngine } from '#shared/sync-client/engine.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import { readSigned } from '#shared/sync-client/signed-word.ts';
import { verifyWipeOrder } from '#shared/sync-client/wipe-order.ts';
import { Doctor } from '../doctor/doctor.ts';
import { AddressBook } from '../store/address-book.ts';
import { forgetSealed } from '../store/cache.ts';
import { settleKey } from '../store/key-check.ts';
import { readMeta } from '../store/meta.ts';
import { noteAppVersion, unsent } from '../store/outbox.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../store/phone-store.ts';
import { isBlank } from '../store/schema.ts';
import { installSealing } from '../store/sealing.ts';
import type { Sql } from '../store/sql.ts';
import { eraseCaches, leftToRescue, phoneRescue, photoRescue } from '../store/wipe.ts';
import { phoneCredentials } from './credentials.ts';
import { GraceWatch } from './grace-watch.ts';
import type { Kept } from './kept.ts';
import { keyLearner } from './learn-keys.ts';
import { NodeFinder } from './node-finder.ts';
import { cardOfPaired } from './node-probe.ts';
import { PhoneLock } from './phone-lock.ts';
import type { AddedDepot, LockView, ResetView, SessionView, SignInView } from './protocol.ts';
import type { PinResult, Safe } from './safe.ts';
import { readScanned, type ScannedCode } from './scanned-code.ts';
import {
  type DeviceCard,
  type ResetInput,
  resetPassword,
  type SignInInput,
  type SignInOutcome,
  signInAnywhere,
} from './sign-in.ts';
import { newCandidate, Succession } from './succession.ts';
import { type DeviceIdentity, openVault, type Session, type Vault } from './vault.ts';
import { Wipe } from './wipe.ts';

export interface PhoneDeps {
  /** Of this app's version or an earlier one: `checkSchema` tells. */
  sql: Sql;
  kept: Kept;
  safe: Safe;
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
  /** The phone erases itself; how far it has come. */
  onWipe?: (view: WipeView) => void;
  /** Destroys all that the browser keeps of the app; nothing here is used afterwards. In Node the keys are all there is. */
  destroy?: (order: WipeOrder) => Promise<void>;
}

/** `left`: events and photos that still have to be handed in. */
export interface WipeView {
  reason: string;
  left: number;
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
  readonly #vault: Vault;
  readonly #grace: GraceWatch;
  readonly lock: PhoneLock;
  /** Whom this phone can speak to. */
  readonly finder: NodeFinder;
  /** What is the matter where it can speak to nobody. */
  readonly doctor: Doctor;
  readonly #book: AddressBook;
  /** The server's keys with which to read a word that a node carried here. */
  readonly #keysFor: ReturnType<typeof keyLearner>;
  readonly #succession: Succession;
  #running: Running | null = null;
  #wipe: Wipe | null = null;
  /** The last order that was looked at: an answer repeats it every few seconds. */
  #seenOrder: string | null = null;

  constructor(deps: PhoneDeps) {
    const { sql, safe, kept, clock, transport, origin } = deps;
    this.#deps = deps;
    this.#vault = openVault(kept, safe);
    installSealing(sql, () => safe.cipher());
    if (safe.isOpen) this.#prepare();
    else if (isBlank(sql)) prepareSchema(sql);
    this.#grace = new GraceWatch(sql, clock);
    this.lock = new PhoneLock(safe, () => (this.#running === null ? null : this.#grace.now()));
    this.#book = new AddressBook(sql);
    this.finder = new NodeFinder({ book: this.#book, transport, origin, session: () => this.#vault.session(), clock });
    const openSession = async () => (this.lock.state().kind === 'open' ? this.#vault.session() : null);
    this.doctor = new Doctor({ book: this.#book, transport, origin, session: openSession, clock });
    const nodes = () => this.finder.nodes();
    this.#keysFor = keyLearner({ vault: this.#vault, transport, nodes, clock });
    this.#succession = new Succession({
      ...deps,
      vault: this.#vault,
      nodes: () => this.finder.nodes(),
      transport: this.finder.watched(),
      onWrite: () => deps.onChange?.(),
    });
  }

  /** Goes on where the phone left off, unless a PIN has to open it first. */
  async open(): Promise<void> {
    const { safe, clock } = this.#deps;
    if (!safe.isOpen) return;
    this.#prepare();
    const session = await this.#vault.session();
    const device = await this.#device();
    if (session === null) return;
    if (device?.id !== session.device_id) return this.#vault.saveSession(null);
    const wipe = await this.#vault.wipe();
    if (wipe !== null) return this.#goOnWiping(wipe.order, session, device);
    // An app of before this rule wrote nothing down: what its token says has to do, with this phone's clock.
    if (!this.#grace.hasHeard) await this.#hear(session, (signed) => ({ age: clock.now() - signed }));
    this.#run(session, device);
  }

  async close(): Promise<void> {
    const { engine, courier } = this.#running ?? {};
    await Promise.all([engine?.stop(), courier?.stop(), this.#succession.stop(), this.#wipe?.stop()]);
    this.#running = null;
  }

  get store(): PhoneStore {
    if (this.#running === null) throw new NotSignedIn('nobody is signed in');
    return this.#running.store;
  }

  get engine(): SyncEngine | null {
    return this.#running?.engine ?? null;
  }

  get isWiping(): boolean {
    return this.#wipe !== null;
  }

  /** The app came to the front, or somebody asks: who is there now is looked up anew, and tried at once. */
  kick(): void {
    this.finder.lookAgain();
    this.#wipe?.kick();
    this.#running?.engine.kick();
    this.#succession.kick();
  }

  /** A person has scanned a hub's pairing code. */
  pair(pairing: Pairing): void {
    this.#book.addPairing(pairing);
    this.kick();
    this.#deps.onChange?.();
  }

  /** What a text is that the scanner of delivery notes has read. */
  async checkCode(text: string): Promise<ScannedCode> {
    return readScanned(text, (await this.session())?.jwks ?? { keys: [] }, this.#appHost);
  }

  /** Adds the depot of a scanned pairing code, and sees whether its hub answers from here. Needs no key. */
  async addDepot(text: string): Promise<AddedDepot> {
    const pairing = readPairing(text, this.#appHost);
    if (!pairing.ok) return { kind: 'refused', why: pairing.error };
    const { depot, hub } = pairing.value;
    const isNew = this.#book.all().every((address) => address.hub !== hub);
    this.pair(pairing.value);
    const card = await cardOfPaired(this.#deps.transport, pairing.value);
    return { kind: 'added', depot, name: card?.depot?.name ?? null, isNew, answers: card !== null };
  }

  get #appHost(): string {
    return new URL(this.#deps.origin).hostname;
  }

  session(): Promise<Session | null> {
    return this.#vault.session();
  }

  /** Needs no key: it is what a locked phone shows. */
  lockView(): LockView {
    return { ...this.lock.state(), unsent: unsent(this.#deps.sql) };
  }

  /** Tries the PIN. The right one has the phone go on where it left off. */
  async unlock(pin: string): Promise<PinResult> {
    const result = await this.lock.tryPin(pin);
    if (result === 'right' && this.#running === null) await this.open();
    this.#deps.onChange?.();
    return result;
  }

  lockNow(): void {
    this.lock.close();
    this.#deps.onChange?.();
  }

  /** Null where no PIN is set. */
  pinSettings(): { idleMinutes: IdleMinutes } | null {
    const pin = this.#deps.safe.pin();
    return pin.kind === 'set' ? { idleMinutes: pin.idleMinutes } : null;
  }

  async setPin(pin: string, idleMinutes: IdleMinutes): Promise<boolean> {
    const isSet = await this.#deps.safe.setPin(pin, idleMinutes);
    this.#deps.onChange?.();
    return isSet;
  }

  async setIdleMinutes(idleMinutes: IdleMinutes): Promise<void> {
    await this.#deps.safe.setIdleMinutes(idleMinutes);
    this.#deps.onChange?.();
  }

  async removePin(): Promise<void> {
    await this.#deps.safe.removePin();
    this.#deps.onChange?.();
  }

  async sessionView(): Promise<SessionView | null> {
    const session = await this.session();
    if (session === null) return null;
    const { user, device_id, needs_sign_in } = session;
    return { user, device_id, needs_sign_in, put_back: this.#succession.isDue };
  }

  async signIn(input: SignInInput): Promise<SignInView> {
    const { sql, safe, transport, card } = this.#deps;
    const vault = this.#vault;
    const newest = this.#grace.newest;
    const doors = await this.#doors();
    const before = await vault.session();
    const held = before?.jwks ?? (await vault.serverKeys());
    const username = input.username.trim();
    const isSamePerson = before === null || before.user.username === username.toLowerCase();
    if (!isSamePerson && unsent(sql) > 0) return { kind: 'not_yours', name: before.user.name, unsent: unsent(sql) };
    const attempt = (device: DeviceIdentity): Promise<SignInOutcome> =>
      signInAnywhere(transport, doors, { ...input, username }, device, card, held);
    const left = isSamePerson && this.#succession.isDue ? (before ?? (await this.#asFormer(attempt))) : null;
    if (left !== null && 'kind' in left) return left;
    const { device, outcome } = await this.#offer(isSamePerson, attempt);
    if (outcome.kind !== 'signed_in') return outcome;
    const secret = await secretOf(outcome, (before ?? outcome.session).jwks, newest);
    // Whoever does not know the PIN has to be let in by the server, now: a sign-in of before, told again, opens nothing.
    if (secret === null && this.lock.isAsked && safe.isOpen)
      return { kind: 'refused', code: 'SERVER_UNKNOWN', detail: null };
    if (!(await this.#admit(secret))) return DATA_LOCKED;
    await this.#goOnAs(outcome.session, device, left);
    return { kind: 'signed_in' };
  }

  /** `left`: the session of the device that this phone was until now, where it was put back to an earlier copy. */
  async #goOnAs(session: Session, device: DeviceIdentity, left: Session | null): Promise<void> {
    const vault = this.#vault;
    await this.close();
    if (left !== null) await this.#succession.leaveBehind(left);
    await this.#hear(session, () => ({ age: 0, isSignIn: true }));
    this.#run(session, device);
    await vault.saveDevice(device);
    await vault.saveCandidate(null);
    await vault.saveSession(session);
    await this.lock.signedIn();
    // Its token says who the server is.
    this.kick();
    this.#deps.onChange?.();
  }

  async #offer(
    isSamePerson: boolean,
    attempt: (device: DeviceIdentity) => Promise<SignInOutcome>,
  ): Promise<{ device: DeviceIdentity; outcome: SignInOutcome }> {
    const device = await this.#deviceToOffer(isSamePerson);
    const outcome = await attempt(device);
    const isTaken = outcome.kind === 'refused' && outcome.code === 'DEVICE_CONFLICT';
    if (!isTaken || unsent(this.#deps.sql) > 0) return { device, outcome };
    // A device is bound for ever to its first user; with nothing left to hand in, it can be another one from now on.
    const another = await this.#newCandidate();
    return { device: another, outcome: await attempt(another) };
  }

  /** Which device the server is told of. Someone else's successor is nobody's to take. */
  async #deviceToOffer(isSamePerson: boolean): Promise<DeviceIdentity> {
    if (this.#succession.isDue) return isSamePerson ? this.#succession.successor() : this.#newCandidate();
    return (
      (isSamePerson ? await this.#device() : null) ?? (await this.#vault.candidate()) ?? (await this.#newCandidate())
    );
  }

  /**
   * Where nobody is signed in on a phone that was put back, the person signs in as its former device first: for a token to
   * hand in what that one left, and for the secret that opens what it sealed.
   */
  async #asFormer(attempt: (device: DeviceIdentity) => Promise<SignInOutcome>): Promise<Session | SignInView | null> {
    const former = await this.#device();
    if (former === null) return null;
    const outcome = await attempt(former);
    if (outcome.kind === 'refused' && outcome.code === 'DEVICE_CONFLICT' && unsent(this.#deps.sql) === 0) return null;
    if (outcome.kind !== 'signed_in') return outcome;
    const isOpen = await this.#admit(await secretOf(outcome, outcome.session.jwks, this.#grace.newest));
    return isOpen ? outcome.session : DATA_LOCKED;
  }

  /** Sets a new password with the code that HQ or the clerk has read out; the sign-in that follows is the person's. */
  async resetPassword(input: ResetInput): Promise<ResetView> {
    const { transport } = this.#deps;
    const refused = await resetPassword(transport, await this.#doors(), { ...input, username: input.username.trim() });
    return refused ?? { kind: 'reset' };
  }

  /** Ends the session. What was not handed in stays, sealed, for the same person to sign in again. */
  async signOut(): Promise<void> {
    const { safe, transport } = this.#deps;
    const session = await this.#vault.session();
    await this.close();
    await this.#vault.saveSession(null);
    await safe.shut();
    this.#deps.onChange?.();
    if (session === null) return;
    const [door] = await this.#doors();
    // Best effort: a token that nobody told the server about dies by itself.
    await transport.request({
      method: 'POST',
      url: `${door}/api/auth/logout`,
      headers: { authorization: `Bearer ${session.access_token}` },
      body: JSON.stringify({ refresh_token: session.refresh_token }),
      timeoutMs: 5_000,
    });
  }

  /** Where somebody can sign in: the nodes in reach, and where the app came from. */
  async #doors(): Promise<string[]> {
    const nodes = await this.finder.nodes();
    return [...new Set([...nodes.map(({ url }) => url), this.#deps.origin])];
  }

  /**
   * Opens the data with what the server told at sign-in. False where something unsent lies under a key that this secret does
   * not open: it stays for the PIN, or for a server that tells the right one. Where there is nothing to lose, it goes.
   */
  async #admit(secret: string | null): Promise<boolean> {
    const { sql, safe } = this.#deps;
    const opened = secret !== null && (await safe.admit(secret)) === 'open';
    if (opened || safe.isOpen) {
      this.#prepare();
      return true;
    }
    if (unsent(sql) > 0) return false;
    await safe.renew();
    forgetSealed(sql);
    this.#prepare();
    if (secret !== null) await safe.admit(secret);
    return true;
  }

  /** Once the key is here: the tables of this version, and nothing in them that it does not open. */
  #prepare(): void {
    const { sql, safe } = this.#deps;
    prepareSchema(sql);
    settleKey(sql, safe.cipher());
  }

  /** A token is the server's word too. It is as old as it says where it has just been got. */
  async #hear(
    { access_token, jwks }: Session,
    how: (signed: number) => Omit<SignedWord, 'signed'> = () => ({ age: 0 }),
  ): Promise<void> {
    const claims = await readSigned<AccessClaims>(access_token, jwks, TOKEN_TYPES.access);
    if (claims === null) return;
    const signed = claims.iat * 1_000;
    this.#grace.heard({ signed, ...how(signed) });
  }

  /**
   * The device whose journal lies in the data. Where the browser threw the data away but not the key, the numbering is
   * lost, and this must never go on as that device.
   */
  async #device(): Promise<DeviceIdentity | null> {
    const device = await this.#vault.device();
    return device !== null && readMeta(this.#deps.sql, 'device_id') === device.id ? device : null;
  }

  #newCandidate(): Promise<DeviceIdentity> {
    return newCandidate(this.#vault, this.#deps.ids);
  }

  #openStore(session: Session, device: DeviceIdentity): PhoneStore {
    const { sql, clock, ids, onChange = () => {} } = this.#deps;
    return openPhoneStore(sql, {
      owner: { deviceId: device.id, userId: session.user.id },
      clock,
      ids,
      sha256,
      sign: signerOf(device.keys),
      successor: this.#succession.author,
      jwks: (jws) => this.#keysFor(jws),
      heard: (word) => this.#grace.heard(word),
      onWrite: (made) => {
        onChange();
        if (!made) return;
        this.engine?.kick();
        this.#running?.courier.kick();
      },
    });
  }

  #run(session: Session, device: DeviceIdentity): void {
    const { clock, random, ids, log, onChange = () => {}, onEngine } = this.#deps;
    const vault = this.#vault;
    const store = this.#openStore(session, device);
    noteAppVersion(this.#deps.sql, this.#deps.card.app_version);
    const nodes = () => this.finder.nodes();
    const transport = this.finder.watched();
    const credentials = phoneCredentials({
      vault,
      transport,
      onSession: (next) => {
        if (!next.needs_sign_in) void this.#hear(next).then(onChange);
        onChange();
      },
    });
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
      onChange: (state) => {
        onEngine?.(state);
        for (const health of Object.values(state.nodes)) {
          if (health.state === 'revoked' && health.wipeOrder !== null) void this.#heed(health.wipeOrder);
        }
      },
    });
    this.#running = { store, engine, courier };
    engine.start();
    courier.start();
    this.#succession.start(session);
  }

  /** Somebody says that this phone is to erase itself. Only the server's signed order to this very device counts. */
  async #heed(jws: string): Promise<void> {
    if (jws === this.#seenOrder || this.#wipe !== null) return;
    this.#seenOrder = jws;
    const { sql, safe, log } = this.#deps;
    try {
      const session = await this.#vault.session();
      const device = await this.#device();
      if (session === null || device === null) return;
      const keys = (await this.#keysFor(jws)) ?? session.jwks;
      const order = await verifyWipeOrder(jws, keys, device.id);
      if (order === null) {
        // By a key that nobody here could hand on yet: it is looked at again when it comes again.
        if (!namesHeldKey(jws, keys)) this.#seenOrder = null;
        log.warn({ device: device.id }, 'an order to erase this phone is not the server’s: it is not obeyed');
        return;
      }
      await this.#vault.saveWipe({ order, step: 'rescue' });
      // At once: the round under way may wait for an answer for long. It may also write once more before it ends.
      eraseCaches(sql, device.id);
      // From here on there is nothing to read, and the wipe must go on without anybody's PIN.
      await safe.removePin();
      await this.close();
      this.#goOnWiping(order, session, device);
    } catch (error) {
      this.#seenOrder = null;
      log.error({ err: error }, 'the wipe could not begin');
    }
  }

  #goOnWiping(order: WipeOrder, session: Session, device: DeviceIdentity): void {
    const { sql, kept, transport, clock, random, ids, log, onWipe = () => {} } = this.#deps;
    const { destroy = () => kept.destroy() } = this.#deps;
    const vault = this.#vault;
    eraseCaches(sql, device.id);
    const store = this.#openStore(session, device);
    const tell = (left: number): void => onWipe({ reason: order.reason, left });
    const left = () => leftToRescue(sql, device.id);
    this.#wipe = new Wipe({
      deviceId: device.id,
      nodes: () => this.#wipeNodes(),
      outbox: phoneRescue(sql, store.device),
      photos: photoRescue(sql, store.blobs),
      believes: async (jws) => {
        const keys = jws === null ? null : await this.#keysFor(jws);
        return (await verifyWipeOrder(jws, keys ?? session.jwks, device.id)) !== null;
      },
      left,
      onLeft: tell,
      onConfirmed: async () => {
        await vault.saveWipe({ order, step: 'erase' });
        await destroy(order);
      },
      transport,
      credentials: phoneCredentials({ vault, transport }),
      clock,
      random,
      ids,
      log,
    });
    tell(left());
    this.#wipe.start();
  }
  /** Whoever is there may take what is left, even if it does not say what it is: only the signed order makes it believed. */
  async #wipeNodes(): Promise<NodeRef[]> {
    const nodes = await this.finder.nodes();
    return nodes.length > 0 ? nodes : [{ kind: 'hub', url: this.#deps.origin }];
  }
}

const DATA_LOCKED: SignInView = { kind: 'refused', code: 'DATA_LOCKED', detail: null };

/**
 * The secret that came with a sign-in, if a key that this phone trusts has signed it: a hub that made one up would lock the
 * data up for good. It must be no older than the newest word known before (`newest`), or whoever has heard a sign-in could
 * repeat it. Where it is not believed, an earlier one stays good, since the server tells the same each time.
 */
async function secretOf(
  { session, secret }: Extract<SignInOutcome, { kind: 'signed_in' }>,
  jwks: Session['jwks'],
  newest: number,
): Promise<string | null> {
  const said = await readSigned<PhoneSecret>(secret, jwks, TOKEN_TYPES.phoneSecret);
  return said?.device_id === session.device_id && said.iat * 1_000 >= newest ? said.secret : null;
}
