import Type, { type Static } from 'typebox';

/** Why one event was not taken. `retry: false` codes are final for the event or, for the copy codes, for this copy of it. */
export const EVENT_ERRORS = {
  ALREADY_VALIDATED: { retry: false, action: 'DISCARD_LOCAL' },
  ALREADY_INVOICED: { retry: false, action: 'CONTACT_ADMIN' },
  ENTITY_EXISTS: { retry: false, action: 'CONTACT_ADMIN' },
  DELIVERY_CANCELLED: { retry: false, action: 'CONTACT_ADMIN' },
  QR_MISMATCH: { retry: false, action: 'CONTACT_ADMIN' },
  FORBIDDEN_ACTION: { retry: false, action: 'DISCARD_LOCAL' },
  CHECKSUM_MISMATCH: { retry: false, action: 'CONTACT_ADMIN' },
  SIGNATURE_INVALID: { retry: false, action: 'CONTACT_ADMIN' },
  INVALID_EVENT: { retry: false, action: 'CONTACT_ADMIN' },
  EVENT_ID_REUSED: { retry: false, action: 'CONTACT_ADMIN' },
  DEVICE_REVOKED: { retry: false, action: 'CONTACT_ADMIN' },
  BUSY: { retry: true, action: 'RETRY_LATER' },
} as const satisfies Record<string, { retry: boolean; action: ResolutionAction }>;

export const ResolutionAction = Type.Union([
  Type.Literal('DISCARD_LOCAL'),
  Type.Literal('CONTACT_ADMIN'),
  Type.Literal('RETRY_LATER'),
]);
export type ResolutionAction = Static<typeof ResolutionAction>;
export type EventErrorCode = keyof typeof EVENT_ERRORS;

/** Codes that judge one copy of an event, never the event: they are not stored as the id's outcome. */
export const COPY_ERRORS = ['INVALID_EVENT', 'CHECKSUM_MISMATCH', 'SIGNATURE_INVALID', 'EVENT_ID_REUSED'] as const;
export type CopyErrorCode = (typeof COPY_ERRORS)[number];

export const Resolution = Type.Object({ action: ResolutionAction, data: Type.Optional(Type.Unknown()) });
export type Resolution = Static<typeof Resolution>;

/** Status of every error of a whole request. The code is the stable part; titles may change. */
export const REQUEST_ERRORS = {
  INVALID_REQUEST: 400,
  TOKEN_EXPIRED: 401,
  TOKEN_INVALID: 401,
  TOKEN_REUSED: 401,
  INVALID_CREDENTIALS: 401,
  DEVICE_REVOKED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BATCH_ID_REUSED: 409,
  DEVICE_LIMIT: 409,
  DEVICE_CONFLICT: 409,
  CODE_INVALID: 409,
  CONFLICT: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  CURSOR_EXPIRED: 410,
  PRECONDITION_FAILED: 412,
  BATCH_TOO_LARGE: 413,
  BLOB_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  HASH_MISMATCH: 422,
  UPGRADE_REQUIRED: 426,
  PRECONDITION_REQUIRED: 428,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const satisfies Record<string, number>;

export type RequestErrorCode = keyof typeof REQUEST_ERRORS;

/** RFC 9457. `detail` tells a person what happened and what to do now. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;

/** A request's refusal as a value; the HTTP layer turns it into a Problem. `extra` members stand beside the standard ones. */
export interface RequestError {
  code: RequestErrorCode;
  detail: string;
  extra?: Record<string, unknown>;
  retryAfterSeconds?: number;
}

export type Result<T, E = RequestError> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const fail = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });
export const refuse = (code: RequestErrorCode, detail: string, extra?: Record<string, unknown>) =>
  fail<RequestError>(extra ? { code, detail, extra } : { code, detail });

/** The `reason` in a hub's 503 where its disk is nearly full: there is nothing to do but to go on, or to go to the server. */
export const DISK_FULL = 'DISK_FULL';
