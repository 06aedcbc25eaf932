import { type IdleMinutes, pinIsSpent, pinPauseMs, pinTriesLeft } from '#shared/domain/pin.ts';
import { aesGcm, type Cipher, KEY_BYTES } from '#shared/ports/cipher.ts';
import { base64Url, fromBase64Url } from '#shared/ports/crypto.ts';
import type { Random } from '#shared/ports/random.ts';
import type { KeyValueStore } from './key-value-store.ts';
import { PIN_COST, type PinCost, pinKey } from './pin-key.ts';
import { newWrappingKey, unwrap, wrap } from './wrapping-key.ts';

export interface DataKeyDeps {
  keyValues: KeyValueStore;
  random: Random;
  /** Milliseconds since some moment, by a clock that nobody can set. */
  elapsed: () => number;
  pinCost?: PinCost;
}

/** What is known of the PIN. `waitMs`: until the next try. `spent`: only a sign-in helps. */
export type PinState =
  | { kind: 'none' }
  | { kind: 'set'; idleMinutes: IdleMinutes; waitMs: number; triesLeft: number }
  | { kind: 'spent' };

export type PinResult = 'right' | 'wrong' | 'wait' | 'spent';

/** The data can only be opened by a PIN or a sign-in. A bug where it is thrown: nothing is read before. */
export class SafeShut extends Error {}

/** Copies of the data key. Each lies inside the browser's own key, which never leaves it; base64url. */
interface Contents {
  /** Needs nothing more. Absent while a PIN is set, and once the person has signed out. */
  bare: string | null;
  /** Sealed under the PIN as well; `sealed` is null after too many wrong tries. */
  pin: {
    sealed: string | null;
    salt: string;
    cost: PinCost;
    wrong: number;
    idleMinutes: IdleMinutes;
  } | null;
  /** Sealed under a secret that the server tells whoever signs in as this device's user, and that is not kept here. */
  recovery: string | null;
}

const PIN_ABOUT = 'data key under the PIN';
const RECOVERY_ABOUT = 'data key under the sign-in secret';
const SALT_BYTES = 16;

/** Holds the key of all that the phone stores, and says who may have it: it is in memory while it is open. */
export class DataKey {
  readonly #deps: DataKeyDeps;
  readonly #wrapping: CryptoKey;
  #contents: Contents;
  #key: Uint8Array | null;
  #cipher: Cipher | null = null;
  /** By `elapsed`; a restart begins the whole wait again. */
  #nextTryAt: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(deps: DataKeyDeps, wrapping: CryptoKey, contents: Contents) {
    this.#deps = deps;
    this.#wrapping = wrapping;
    this.#contents = contents;
    this.#key = contents.bare === null ? null : fromBase64Url(contents.bare);
    this.#nextTryAt = deps.elapsed() + pinPauseMs(contents.pin?.wrong ?? 0);
  }

  /** Opens what is kept, or makes a new data key on a phone that has none. */
  static async load(deps: DataKeyDeps): Promise<DataKey> {
    const { keyValues, random } = deps;
    let wrapping = await keyValues.get<CryptoKey>('wrapping_key');
    if (wrapping === null) {
      wrapping = await newWrappingKey();
      await keyValues.put('wrapping_key', wrapping);
    }
    const stored = await keyValues.get<Uint8Array<ArrayBuffer>>('safe');
    if (stored !== null) return new DataKey(deps, wrapping, await unwrap<Contents>(wrapping, stored));
    const bare = base64Url(random.bytes(KEY_BYTES));
    const dataKey = new DataKey(deps, wrapping, { bare, pin: null, recovery: null });
    await dataKey.#keep({});
    return dataKey;
  }

  get isOpen(): boolean {
    return this.#key !== null;
  }

  cipher(): Cipher {
    if (this.#key === null) throw new SafeShut('the data are locked: a PIN or a sign-in opens them');
    this.#cipher ??= aesGcm(this.#key, this.#deps.random);
    return this.#cipher;
  }

  /** A sign-in would open what is here. */
  get canRecover(): boolean {
    return this.#contents.recovery !== null;
  }

  pin(): PinState {
    const { pin } = this.#contents;
    if (pin === null) return { kind: 'none' };
    if (pin.sealed === null) return { kind: 'spent' };
    return {
      kind: 'set',
      idleMinutes: pin.idleMinutes,
      waitMs: Math.max(0, this.#nextTryAt - this.#deps.elapsed()),
      triesLeft: pinTriesLeft(pin.wrong),
    };
  }

  /** Tries a PIN. It counts as wrong, on disk, before it is looked at: an app that is killed meanwhile gives no free try. */
  tryPin(text: string): Promise<PinResult> {
    return this.#inTurn(async () => {
      const { pin } = this.#contents;
      if (pin === null || pin.sealed === null) return 'spent';
      if (this.#nextTryAt > this.#deps.elapsed()) return 'wait';
      const wrong = pin.wrong + 1;
      await this.#keep({ pin: { ...pin, wrong } });
      const key = await this.#underPin(text, pin.sealed, pin.salt, pin.cost);
      if (key !== null) {
        this.#key ??= key;
        await this.#keep({ pin: { ...pin, wrong: 0 } });
        this.#nextTryAt = this.#deps.elapsed();
        return 'right';
      }
      this.#nextTryAt = this.#deps.elapsed() + pinPauseMs(wrong);
      if (!pinIsSpent(wrong)) return 'wrong';
      await this.#keep({ pin: { ...pin, wrong, sealed: null } });
      return 'spent';
    });
  }

  /** From now on the data need this PIN after a restart. False where a forgotten one could not be got over by a sign-in. */
  setPin(text: string, idleMinutes: IdleMinutes): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#key === null || !this.canRecover) return false;
      const salt = this.#deps.random.bytes(SALT_BYTES);
      const cost = this.#deps.pinCost ?? PIN_COST;
      const sealed = aesGcm(await pinKey(text, salt, cost), this.#deps.random).seal(this.#key, PIN_ABOUT);
      const pin = { sealed: base64Url(sealed), salt: base64Url(salt), cost, wrong: 0, idleMinutes };
      await this.#keep({ bare: null, pin });
      return true;
    });
  }

  setIdleMinutes(idleMinutes: IdleMinutes): Promise<void> {
    return this.#inTurn(async () => {
      const { pin } = this.#contents;
      if (pin !== null) await this.#keep({ pin: { ...pin, idleMinutes } });
    });
  }

  removePin(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#key !== null) await this.#keep({ bare: base64Url(this.#key), pin: null });
    });
  }

  /** After a sign-in, with the secret that came with it: opens the data if they are shut, and sees to the next time. */
  admit(secret: string): Promise<'open' | 'not_this_key'> {
    return this.#inTurn(async () => {
      const under = aesGcm(fromBase64Url(secret), this.#deps.random);
      if (this.#key === null) {
        const { recovery } = this.#contents;
        const key = recovery === null ? null : under.open(fromBase64Url(recovery), RECOVERY_ABOUT);
        if (key === null) return 'not_this_key';
        this.#key = key;
        await this.#keep({ bare: base64Url(key), pin: null });
      }
      await this.#keep({ recovery: base64Url(under.seal(this.#key, RECOVERY_ABOUT)) });
      return 'open';
    });
  }

  /** The person has signed out: what is here opens at their next sign-in. Where none could open it, it stays open. */
  shut(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.canRecover) return;
      await this.#keep({ bare: null, pin: null });
      this.#key?.fill(0);
      this.#key = null;
      this.#cipher = null;
    });
  }

  /** A new data key; whatever the former one sealed is gone. */
  renew(): Promise<void> {
    return this.#inTurn(async () => {
      this.#key = this.#deps.random.bytes(KEY_BYTES);
      this.#cipher = null;
      await this.#keep({ bare: base64Url(this.#key), pin: null, recovery: null });
    });
  }

  async #underPin(text: string, sealed: string, salt: string, cost: PinCost): Promise<Uint8Array | null> {
    const key = await pinKey(text, fromBase64Url(salt), cost);
    return aesGcm(key, this.#deps.random).open(fromBase64Url(sealed), PIN_ABOUT);
  }

  async #keep(change: Partial<Contents>): Promise<void> {
    const next = { ...this.#contents, ...change };
    await this.#deps.keyValues.put('safe', await wrap(this.#wrapping, next, this.#deps.random));
    this.#contents = next;
  }

  /** One change after the other: two tries at once would count as one. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
