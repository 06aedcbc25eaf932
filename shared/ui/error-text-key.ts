import type { EventErrorCode, RequestErrorCode } from '#shared/contract/errors.ts';
import type { fr } from './i18n/fr.ts';

export type ErrorTextKey = keyof (typeof fr)['error'];
export type ReasonText = keyof (typeof fr)['reason'];

/**
 * Codes that mean the same to a person share their text. Four are the client's own: `OFFLINE`, no answer came at all;
 * `DATA_LOCKED`, what the phone keeps is under another key; `SERVER_UNKNOWN`, the keys it holds vouch not for the answer;
 * `STORAGE_FULL`, the phone has no room to keep anything more.
 */
const WORDS: Partial<
  Record<RequestErrorCode | 'OFFLINE' | 'DATA_LOCKED' | 'SERVER_UNKNOWN' | 'STORAGE_FULL', ErrorTextKey>
> = {
  DATA_LOCKED: 'DATA_LOCKED',
  SERVER_UNKNOWN: 'SERVER_UNKNOWN',
  STORAGE_FULL: 'STORAGE_FULL',
  OFFLINE: 'OFFLINE',
  INVALID_REQUEST: 'INVALID_REQUEST',
  TOKEN_EXPIRED: 'SIGNED_OUT',
  TOKEN_INVALID: 'SIGNED_OUT',
  TOKEN_REUSED: 'SIGNED_OUT',
  INVALID_CREDENTIALS: 'INVALID_CREDENTIALS',
  DEVICE_REVOKED: 'DEVICE_REVOKED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  DEVICE_LIMIT: 'DEVICE_LIMIT',
  DEVICE_CONFLICT: 'DEVICE_CONFLICT',
  CONFLICT: 'CONFLICT',
  PRECONDITION_FAILED: 'CHANGED_MEANWHILE',
  RATE_LIMITED: 'RATE_LIMITED',
  UNAVAILABLE: 'UNAVAILABLE',
};

const textByCode: ReadonlyMap<string, ErrorTextKey> = new Map(Object.entries(WORDS));

/** Which of the `ui:error.*` texts tells a person about a request's error code; a newer node may send codes unknown here. */
export const errorTextKey = (code: string): ErrorTextKey => textByCode.get(code) ?? 'UNKNOWN';

const REASONS: Record<EventErrorCode, true> = {
  ALREADY_VALIDATED: true,
  ALREADY_INVOICED: true,
  ENTITY_EXISTS: true,
  DELIVERY_CANCELLED: true,
  QR_MISMATCH: true,
  FORBIDDEN_ACTION: true,
  CHECKSUM_MISMATCH: true,
  SIGNATURE_INVALID: true,
  INVALID_EVENT: true,
  EVENT_ID_REUSED: true,
  DEVICE_REVOKED: true,
  BUSY: true,
};

const isEventErrorCode = (code: string): code is EventErrorCode => Object.hasOwn(REASONS, code);

/** Which of the `ui:reason.*` texts says why one entry was not taken. */
export const reasonText = (code: string): ReasonText => (isEventErrorCode(code) ? code : 'OTHER');
