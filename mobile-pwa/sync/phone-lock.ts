import type { Grace } from '#shared/domain/grace.ts';
import type { DataKey, PinResult } from './data-key.ts';

/** Whether the phone may be read, and what opens it. */
export type LockState =
  /** `graceLeftMs` where the grace is about to end. */
  | { kind: 'open'; graceLeftMs: number | null }
  | { kind: 'pin'; waitMs: number; triesLeft: number }
  | { kind: 'sign_in'; why: 'PIN_SPENT' | 'NO_CONTACT' };

/** Somebody has to open the phone for this. Screens ask before, so it is their bug, or somebody else's call. */
export class PhoneLocked extends Error {}

/** The lock in front of what the phone knows. Behind it, handing in goes on for as long as the key is in memory. */
export class PhoneLock {
  readonly #dataKey: DataKey;
  readonly #grace: () => Grace | null;
  #isAsked: boolean;

  /** `grace` answers null while nobody is signed in. */
  constructor(dataKey: DataKey, grace: () => Grace | null) {
    this.#dataKey = dataKey;
    this.#grace = grace;
    this.#isAsked = dataKey.pin().kind !== 'none';
  }

  state(): LockState {
    const pin = this.#dataKey.pin();
    if (this.#isAsked && pin.kind === 'spent') return { kind: 'sign_in', why: 'PIN_SPENT' };
    if (this.#isAsked && pin.kind === 'set') return { kind: 'pin', waitMs: pin.waitMs, triesLeft: pin.triesLeft };
    const grace = this.#grace();
    if (grace?.kind === 'over') return { kind: 'sign_in', why: 'NO_CONTACT' };
    return { kind: 'open', graceLeftMs: grace?.kind === 'ending' ? grace.left : null };
  }

  /** A PIN is asked for, spent or not. */
  get isAsked(): boolean {
    return this.#isAsked && this.#dataKey.pin().kind !== 'none';
  }

  /** The phone was left alone for as long as its person allowed, or they ask for it. */
  close(): void {
    this.#isAsked = this.#dataKey.pin().kind !== 'none';
  }

  async tryPin(pin: string): Promise<PinResult> {
    const result = await this.#dataKey.tryPin(pin);
    if (result === 'right') this.#isAsked = false;
    return result;
  }

  /** Somebody has just signed in. A PIN that was asked for is forgotten: else they would have used it. */
  async signedIn(): Promise<void> {
    if (this.#isAsked) await this.#dataKey.removePin();
    this.#isAsked = false;
  }
}
