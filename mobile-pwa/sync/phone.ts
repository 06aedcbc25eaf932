import type { Pairing } from '#shared/contract/finding.ts';
import { TOKEN_TYPES, TokenTime } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { crewDepot } from '#shared/domain/crew.ts';
import type { SignedStatement } from '#shared/domain/grace.ts';
import { readPairing } from '#shared/domain/pairing.ts';
import type { IdleMinutes } from '#shared/domain/pin.ts';
import { sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { withRequestIds } from '#shared/ports/transport.ts';
import type { SyncEngine } from '#shared/sync-client/engine.ts';
import { signedReader } from '#shared/sync-client/signed-statement.ts';
import { AddressBook } from '../store/address-book.ts';
import { settleKey } from '../store/key-check.ts';
import { allowMobileData, isMobileDataAllowed } from '../store/mobile-data.ts';
import { noteAppVersion, unsentEntries } from '../store/outbox.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../store/phone-store.ts';
import { type FileEnd, unsentTexts } from '../store/queue-export.ts';
import { isBlank } from '../store/schema.ts';
import { installSealing } from '../store/sealing.ts';
import type { PinResult } from './data-key.ts';
import { DeviceRollover } from './device-rollover.ts';
import { Doctor } from './doctor/doctor.ts';
import { type Exchange, newExchange } from './exchange.ts';
import { GraceWatch } from './grace-watch.ts';
import { type KeyLearner, keyLearner } from './learn-keys.ts';
import { NodeFinder } from './node-finder.ts';
import { cardOfPaired } from './node-probe.ts';
import { ownDevice } from './own-device.ts';
import type { PhoneDeps } from './phone-deps.ts';
import { PhoneLock } from './phone-lock.ts';
import type { AddedDepot, LockView, QueueExport, ResetView, SessionView, SignInView } from './phone-views.ts';
import { sealQueueFile } from './queue-file.ts';
import { readScanned, type ScannedCode } from './scanned-code.ts';
import { type DeviceIdentity, openSessionStore, type Session, type SessionStore } from './session-store.ts';
import type { ResetInput, SignInInput } from './sign-in.ts';
import { type Admitted, SignInFlow } from './sign-in-flow.ts';
import { Wiping } from './wiping.ts';

const readSignedTime = signedReader(TOKEN_TYPES.access, reader(TokenTime));

type Running = Exchange & { store: PhoneStore };

/** Somebody has to be signed in for this; a bug in a screen, since none offers it before. */
export class NotSignedIn extends Error {}

/** A whole phone without its screens: who is signed in, the store and the engine. The same in the worker and in Node. */
export class Phone {
  readonly #deps: PhoneDeps;
  readonly #sessionStore: SessionStore;
  readonly #grace: GraceWatch;
  readonly lock: PhoneLock;
  /** Whom this phone can speak to. */
  readonly finder: NodeFinder;
  /** What is the matter where it can speak to nobody. */
  readonly doctor: Doctor;
  readonly #book: AddressBook;
  /** The server's keys with which to read a statement that a node carried here. */
  readonly #keys: KeyLearner;
  readonly #rollover: DeviceRollover;
  readonly #signInFlow: SignInFlow;
  readonly #wiping: Wiping;
  #running: Running | null = null;

  constructor(given: PhoneDeps) {
    const deps = { ...given, transport: withRequestIds(given.transport, given.ids) };
    const { sql, dataKey, keyValues, clock, transport, origin } = deps;
    this.#deps = deps;
    this.#sessionStore = openSessionStore(keyValues, dataKey);
    installSealing(sql, () => dataKey.cipher());
    if (dataKey.isOpen) this.#prepare();
    else if (isBlank(sql)) prepareSchema(sql);
    this.#grace = new GraceWatch(sql, clock);
    this.lock = new PhoneLock(dataKey, () => (this.#running === null ? null : this.#grace.now()));
    this.#book = new AddressBook(sql);
    const session = () => this.#sessionStore.session();
    this.finder = new NodeFinder({ book: this.#book, transport, origin, session, clock });
    const openSession = async () => (this.lock.state().kind === 'open' ? this.#sessionStore.session() : null);
    this.doctor = new Doctor({ book: this.#book, transport, origin, session: openSession, clock });
    const nodes = () => this.finder.nodes();
    this.#keys = keyLearner({ sessionStore: this.#sessionStore, transport, nodes, clock });
    this.#rollover = new DeviceRollover({
      ...deps,
      sessionStore: this.#sessionStore,
      nodes,
      transport: this.finder.watched(),
      onWrite: () => deps.onChange?.(),
    });
    const parts = { ...deps, sessionStore: this.#sessionStore, finder: this.finder };
    this.#signInFlow = new SignInFlow({
      ...parts,
      lock: this.lock,
      grace: this.#grace,
      rollover: this.#rollover,
      prepare: () => this.#prepare(),
    });
    this.#wiping = new Wiping({
      ...parts,
      keysFor: this.#keys.forStatement,
      openStore: (session, device) => this.#openStore(session, device),
      handInFormer: (session) => this.#rollover.start(session),
      close: () => this.close(),
      onWipe: deps.onWipe ?? (() => {}),
      destroy: deps.destroy ?? (() => keyValues.destroy()),
    });
  }

  /** Goes on where the phone left off, unless a PIN has to open it first. */
  async open(): Promise<void> {
    const { dataKey, clock } = this.#deps;
    if (!dataKey.isOpen) return;
    this.#prepare();
    const session = await this.#sessionStore.session();
    const device = await ownDevice(this.#sessionStore, this.#deps.sql);
    if (session === null) return;
    if (device?.id !== session.device_id) return this.#sessionStore.saveSession(null);
    const wipe = await this.#sessionStore.wipe();
    if (wipe !== null) return this.#wiping.goOn(wipe.order, session, device);
    // An app of before this rule wrote nothing down: what its token says has to do, with this phone's clock.
    if (!this.#grace.hasHeard) await this.#hear(session, (signed) => ({ age: clock.now() - signed }));
    this.#run(session, device);
  }

  async close(): Promise<void> {
    const { engine, uploader, news } = this.#running ?? {};
    news?.stop();
    await Promise.all([engine?.stop(), uploader?.stop(), this.#rollover.stop(), this.#wiping.stop()]);
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
    return this.#wiping.isOn;
  }

  /** The app came to the front, or somebody asks: who is there now is looked up anew, and tried at once. */
  kick(): void {
    this.finder.lookAgain();
    this.#wiping.kick();
    this.#running?.engine.kick();
    this.#running?.uploader.kick();
    this.#rollover.kick();
  }

  /** A person has scanned a hub's pairing code. */
  pair(pairing: Pairing): void {
    this.#book.addPairing(pairing);
    this.kick();
    this.#deps.onChange?.();
  }

  /** What a text is that the scanner of delivery notes has read. */
  async checkCode(text: string): Promise<ScannedCode> {
    const session = await this.session();
    return readScanned(text, {
      jwks: session?.jwks ?? { keys: [] },
      appHost: this.#appHost,
      depotId: session?.user.depot_id ?? null,
    });
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
    return this.#sessionStore.session();
  }

  /** How far this phone's clock is ahead of the server's, in milliseconds; null where that is not known. */
  clockAhead(): number | null {
    return this.#grace.aheadMs;
  }

  /** What HQ does not have, as a file that HQ alone reads; `after`: what an earlier one had no room for. The queue stays as it is. */
  async exportQueue(after: FileEnd | null = null): Promise<QueueExport> {
    const key = await this.#keys.forSealing();
    if (key === null) return { kind: 'no_key' };
    await this.store.flushAudit();
    const { texts, end } = unsentTexts(this.#deps.sql, after);
    const file = await sealQueueFile(texts, key);
    return file === null ? { kind: 'no_key' } : { kind: 'made', file, events: texts.length, end };
  }

  mobileData(): { isAllowed: boolean; isOn: boolean } | null {
    const isOn = this.#deps.surroundings?.isOnMobileData() ?? null;
    return isOn === null ? null : { isAllowed: isMobileDataAllowed(this.#deps.sql), isOn };
  }

  allowMobileData(isAllowed: boolean): void {
    allowMobileData(this.#deps.sql, isAllowed);
    this.#deps.onChange?.();
    this.kick();
  }

  /** Needs no key: it is what a locked phone shows. */
  lockView(): LockView {
    return { ...this.lock.state(), unsent: unsentEntries(this.#deps.sql) };
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
    const pin = this.#deps.dataKey.pin();
    return pin.kind === 'set' ? { idleMinutes: pin.idleMinutes } : null;
  }

  async setPin(pin: string, idleMinutes: IdleMinutes): Promise<boolean> {
    const isSet = await this.#deps.dataKey.setPin(pin, idleMinutes);
    this.#deps.onChange?.();
    return isSet;
  }

  async setIdleMinutes(idleMinutes: IdleMinutes): Promise<void> {
    await this.#deps.dataKey.setIdleMinutes(idleMinutes);
    this.#deps.onChange?.();
  }

  async removePin(): Promise<void> {
    await this.#deps.dataKey.removePin();
    this.#deps.onChange?.();
  }

  async sessionView(): Promise<SessionView | null> {
    const session = await this.session();
    if (session === null) return null;
    const { user, device_id, needs_sign_in } = session;
    return { user, device_id, needs_sign_in, put_back: this.#rollover.isDue };
  }

  async signIn(input: SignInInput): Promise<SignInView> {
    const admitted = await this.#signInFlow.signIn(input);
    if (admitted.kind !== 'admitted') return admitted;
    await this.#goOnAs(admitted);
    return { kind: 'signed_in' };
  }

  /** Sets a new password with a code; the sign-in that follows is the person's. */
  resetPassword(input: ResetInput): Promise<ResetView> {
    return this.#signInFlow.resetPassword(input);
  }

  /** `left`: the session of the device that this phone was until now, where it was put back to an earlier copy. */
  async #goOnAs({ session, device, left, statement }: Admitted): Promise<void> {
    const sessionStore = this.#sessionStore;
    await this.close();
    if (left !== null) await this.#rollover.leaveBehind(left);
    await this.#hear(session, () => statement);
    this.#run(session, device);
    await sessionStore.saveDevice(device);
    await sessionStore.saveCandidate(null);
    await sessionStore.saveSession(session);
    await this.lock.signedIn();
    // Its token says who the server is.
    this.kick();
    this.#deps.onChange?.();
  }

  /** Ends the session. What was not handed in stays, sealed, for the same person to sign in again. */
  async signOut(): Promise<void> {
    const { dataKey, transport } = this.#deps;
    const session = await this.#sessionStore.session();
    await this.close();
    await this.#sessionStore.saveSession(null);
    await dataKey.shut();
    this.#deps.onChange?.();
    if (session === null) return;
    const [door] = await this.#signInFlow.doors();
    // Best effort: a token that nobody told the server about dies by itself.
    await transport.request({
      method: 'POST',
      url: `${door}/api/auth/logout`,
      headers: { authorization: `Bearer ${session.access_token}` },
      body: JSON.stringify({ refresh_token: session.refresh_token }),
      timeoutMs: 5_000,
    });
  }

  /** Once the key is here: the tables of this version, and nothing in them that it does not open. */
  #prepare(): void {
    const { sql, dataKey } = this.#deps;
    prepareSchema(sql);
    settleKey(sql, dataKey.cipher());
  }

  /** A token is the server's statement too. It is as old as it says where it has just been got. */
  async #hear(
    { access_token, jwks }: Session,
    how: (signed: number) => Omit<SignedStatement, 'signed'> = () => ({ age: 0, isFresh: true }),
  ): Promise<void> {
    const claims = await readSignedTime(access_token, jwks);
    if (claims === null) return;
    const signed = claims.iat * 1_000;
    this.#grace.heard({ signed, ...how(signed) });
  }

  #openStore(session: Session, device: DeviceIdentity): PhoneStore {
    const { sql, clock, ids, surroundings, onChange = () => {} } = this.#deps;
    return openPhoneStore(sql, {
      owner: {
        deviceId: device.id,
        userId: session.user.id,
        crewDepot: crewDepot(session.user),
        depotId: session.user.depot_id,
      },
      clock,
      ids,
      sha256,
      sign: signerOf(device.keys),
      successor: this.#rollover.author,
      jwks: this.#keys.forStatement,
      heard: (statement) => this.#grace.heard(statement),
      ...(surroundings ? { surroundings: surroundings.context } : {}),
      onWrite: (made) => {
        onChange();
        if (!made) return;
        this.engine?.recorded();
        this.#running?.uploader.kick();
      },
    });
  }

  #run(session: Session, device: DeviceIdentity): void {
    const { onChange = () => {} } = this.#deps;
    const store = this.#openStore(session, device);
    noteAppVersion(this.#deps.sql, this.#deps.card.app_version);
    const exchange = newExchange({
      ...this.#deps,
      deviceId: device.id,
      store,
      sessionStore: this.#sessionStore,
      finder: this.finder,
      book: this.#book,
      lock: this.lock,
      onSession: (next) => {
        if (!next.needs_sign_in) void this.#hear(next).then(onChange);
        onChange();
      },
      onWipeOrder: (order) => void this.#wiping.heed(order),
    });
    this.#running = { store, ...exchange };
    exchange.engine.start();
    exchange.uploader.start();
    this.#rollover.start(session);
  }
}
