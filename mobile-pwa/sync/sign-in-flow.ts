import { PhoneSecret, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import type { SignedStatement } from '#shared/domain/grace.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { signedReader } from '#shared/sync-client/signed-statement.ts';
import { forgetSealed } from '../store/cache.ts';
import { unsent, unsentEntries } from '../store/outbox.ts';
import type { Sql } from '../store/sql.ts';
import type { DataKey } from './data-key.ts';
import type { DeviceRollover } from './device-rollover.ts';
import type { GraceWatch } from './grace-watch.ts';
import type { NodeFinder } from './node-finder.ts';
import { newCandidate, ownDevice } from './own-device.ts';
import type { PhoneLock } from './phone-lock.ts';
import type { ResetView, SignInView } from './phone-views.ts';
import type { DeviceIdentity, Session, SessionStore } from './session-store.ts';
import {
  type DeviceCard,
  type ResetInput,
  resetPassword,
  type SignInInput,
  type SignInOutcome,
  signInAnywhere,
} from './sign-in.ts';

interface AdmissionDeps {
  sql: Sql;
  dataKey: DataKey;
  sessionStore: SessionStore;
  transport: Transport;
  /** Where the app was loaded from. */
  origin: string;
  card: DeviceCard;
  ids: Ids;
  lock: PhoneLock;
  grace: GraceWatch;
  finder: NodeFinder;
  rollover: DeviceRollover;
  /** Makes the data ready to be read; the key is here. */
  prepare: () => void;
}

/** `left`: the session of the device that this phone was until now, where it was put back to an earlier copy. */
export interface Admitted {
  kind: 'admitted';
  session: Session;
  /** What its token proves of the time. */
  statement: Omit<SignedStatement, 'signed'>;
  device: DeviceIdentity;
  left: Session | null;
}

type NotAdmitted = Exclude<SignInView, { kind: 'signed_in' }>;

/** Who is let in: asks the server, as which device, and opens the data with what it tells. */
export class SignInFlow {
  readonly #deps: AdmissionDeps;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
  }

  async signIn(input: SignInInput): Promise<Admitted | NotAdmitted> {
    const { sql, dataKey, sessionStore, transport, card, grace, ids, lock, rollover } = this.#deps;
    const { newest } = grace;
    const doors = await this.doors();
    const before = await sessionStore.session();
    const held = before?.jwks ?? (await sessionStore.serverKeys());
    const username = input.username.trim();
    const isSamePerson = before === null || before.user.username === username.toLowerCase();
    if (!isSamePerson && unsent(sql) > 0)
      return { kind: 'not_yours', name: before.user.name, unsent: unsentEntries(sql) };
    const nonce = ids.uuid();
    const attempt = (device: DeviceIdentity): Promise<SignInOutcome> =>
      signInAnywhere(transport, doors, { ...input, username, nonce }, device, card, held);
    const left = isSamePerson && rollover.isDue ? (before ?? (await this.#asFormer(attempt, nonce))) : null;
    if (left !== null && 'kind' in left) return left;
    const { device, outcome } = await this.#offer(isSamePerson, attempt);
    if (outcome.kind !== 'signed_in') return outcome;
    const { secret, statement } = await secretOf(outcome, newest, nonce);
    // Whoever does not know the PIN has to be let in by the server, now: a sign-in of before, told again, opens nothing.
    if (secret === null && lock.isAsked && dataKey.isOpen)
      return { kind: 'refused', code: 'SERVER_UNKNOWN', detail: null };
    if (!(await this.#admit(secret))) return DATA_LOCKED;
    return { kind: 'admitted', session: outcome.session, statement, device, left };
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
    if (this.#deps.rollover.isDue) return isSamePerson ? this.#deps.rollover.successor() : this.#newCandidate();
    return (
      (isSamePerson ? await this.#device() : null) ??
      (await this.#deps.sessionStore.candidate()) ??
      (await this.#newCandidate())
    );
  }

  /**
   * Where nobody is signed in on a phone that was put back, the person signs in as its former device first: for a token to
   * hand in what that one left, and for the secret that opens what it sealed.
   */
  async #asFormer(
    attempt: (device: DeviceIdentity) => Promise<SignInOutcome>,
    nonce: string,
  ): Promise<Session | NotAdmitted | null> {
    const former = await this.#device();
    if (former === null) return null;
    const outcome = await attempt(former);
    if (outcome.kind === 'refused' && outcome.code === 'DEVICE_CONFLICT' && unsent(this.#deps.sql) === 0) return null;
    if (outcome.kind !== 'signed_in') return outcome;
    const { secret } = await secretOf(outcome, this.#deps.grace.newest, nonce);
    const isOpen = await this.#admit(secret);
    return isOpen ? outcome.session : DATA_LOCKED;
  }

  /** Sets a new password with the code that HQ or the clerk has read out; the sign-in that follows is the person's. */
  async resetPassword(input: ResetInput): Promise<ResetView> {
    const { transport } = this.#deps;
    const refused = await resetPassword(transport, await this.doors(), { ...input, username: input.username.trim() });
    return refused ?? { kind: 'reset' };
  }

  /** Where somebody can sign in: the nodes in reach, and where the app came from. */
  async doors(): Promise<string[]> {
    const nodes = await this.#deps.finder.nodes();
    return [...new Set([...nodes.map(({ url }) => url), this.#deps.origin])];
  }

  /**
   * Opens the data with what the server told at sign-in. False where something unsent lies under a key that this secret does
   * not open: it stays for the PIN, or for a server that tells the right one. Where there is nothing to lose, it goes.
   */
  async #admit(secret: string | null): Promise<boolean> {
    const { sql, dataKey } = this.#deps;
    const opened = secret !== null && (await dataKey.admit(secret)) === 'open';
    if (opened || dataKey.isOpen) {
      this.#deps.prepare();
      return true;
    }
    if (unsent(sql) > 0) return false;
    await dataKey.renew();
    forgetSealed(sql);
    this.#deps.prepare();
    if (secret !== null) await dataKey.admit(secret);
    return true;
  }

  #device(): Promise<DeviceIdentity | null> {
    return ownDevice(this.#deps.sessionStore, this.#deps.sql);
  }

  #newCandidate(): Promise<DeviceIdentity> {
    return newCandidate(this.#deps.sessionStore, this.#deps.ids);
  }
}

const readSecret = signedReader(TOKEN_TYPES.phoneSecret, reader(PhoneSecret));

const DATA_LOCKED: NotAdmitted = { kind: 'refused', code: 'DATA_LOCKED', detail: null };

/**
 * The secret that came with a sign-in, if a key that this phone trusts has signed it: a hub that made one up would lock the
 * data up for good. It must name this sign-in's own nonce or, of a server that knows none, be no older than the newest statement
 * known before (`newest`), or whoever has heard a sign-in could repeat it. With the nonce it is believed whatever time was
 * heard before, since that server's clock may have been ahead; an answer to another sign-in tells nothing of the time. Where it is not believed, an earlier one stays good, since the server tells the same each time.
 */
async function secretOf(
  { session, secret }: Extract<SignInOutcome, { kind: 'signed_in' }>,
  newest: number,
  nonce: string,
): Promise<{ secret: string | null; statement: Admitted['statement'] }> {
  const said = await readSecret(secret, session.jwks);
  const isAnswer = said?.nonce === nonce;
  const isOfAnother = !isAnswer && said?.nonce !== undefined;
  if (said?.device_id !== session.device_id || isOfAnother) return { secret: null, statement: { age: 0 } };
  const isBelieved = isAnswer || said.iat * 1_000 >= newest;
  return { secret: isBelieved ? said.secret : null, statement: { age: 0, isSignIn: true, isFresh: true, isAnswer } };
}
