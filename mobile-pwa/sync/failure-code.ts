import { isFull } from '../store/sql.ts';
import { NotSignedIn } from './phone.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { BrokenCode, FailureCode } from './protocol.ts';

/** What a screen can say of a failed call: above all that nothing was stored because the device is full. */
export function failureCode(error: unknown): FailureCode {
  if (error instanceof NotSignedIn) return 'NOT_SIGNED_IN';
  if (error instanceof PhoneLocked) return 'LOCKED';
  // Keys and tokens lie beside the database, where the browser says it itself.
  const isOutOfRoom = error instanceof Error && error.name === 'QuotaExceededError';
  return isFull(error) || isOutOfRoom ? 'STORAGE_FULL' : 'INTERNAL';
}

/** Why what the phone keeps cannot be opened. */
export function brokenCode(error: unknown): BrokenCode {
  if (failureCode(error) === 'STORAGE_FULL') return 'STORAGE_FULL';
  return /SQLITE_(CORRUPT|NOTADB)/.test(String(error)) ? 'UNREADABLE' : 'NO_STORAGE';
}
