import type { EngineState } from '#shared/sync-client/engine.ts';
import type { FirstAnswers } from './first-answers.ts';
import type { PhoneApi } from './phone-api.ts';

/** Whether the data can be reached, and why not. */
export type Boot =
  | { kind: 'opening' }
  /** With it comes what the page asks first, so that its first screen is drawn once. */
  | { kind: 'ready'; first: FirstAnswers }
  /** Another tab holds the data; this one takes over when it closes. */
  | { kind: 'elsewhere' }
  | { kind: 'broken'; code: BrokenCode }
  /** HQ has revoked this phone: what is left is handed in before it erases itself. */
  | { kind: 'wiping'; reason: string; left: number }
  /** The data are gone. It is the page's turn to erase what only it can reach, and to say `finishWipe`. */
  | { kind: 'erased'; reason: string }
  /** Nothing is left of the app but the page on the screen. */
  | { kind: 'wiped'; reason: string };
/** `STORAGE_FULL`: there is no room to open what is there. */
export type BrokenCode = 'STORAGE_FULL' | 'INSECURE' | 'NO_STORAGE' | 'NEWER_DATA' | 'UNREADABLE';

export type ToWorker = { id: number; method: keyof PhoneApi; args: unknown[] };

export type FromWorker =
  | { kind: 'boot'; boot: Boot }
  | { kind: 'changed' }
  | { kind: 'engine'; state: EngineState }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; code: FailureCode; detail: string };

/** `STORAGE_FULL`: nothing was stored, and there is no room left. `LOCKED`: somebody has to open the phone first. */
export type FailureCode = 'STORAGE_FULL' | 'LOCKED' | 'NOT_SIGNED_IN' | 'INTERNAL';
