import { NotSignedIn } from './phone.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { FailureCode } from './protocol.ts';

/** What a screen can say of a failed call: above all that nothing was stored because the device is full. */
export function failureCode(error: unknown): FailureCode {
  if (error instanceof NotSignedIn) return 'NOT_SIGNED_IN';
  if (error instanceof PhoneLocked) return 'LOCKED';
  const { code = '' } = (error ?? {}) as { code?: unknown };
  return /SQLITE_FULL|QuotaExceeded|SQLITE_IOERR_WRITE/.test(`${code} ${error}`) ? 'STORAGE_FULL' : 'INTERNAL';
}
