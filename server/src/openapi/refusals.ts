import type { RequestErrorCode } from '#shared/contract/errors.ts';
import type { Call } from './calls.ts';

/** Of every call: it reads its parameters strictly, is counted, needs the database, and may break. */
const ALWAYS: readonly RequestErrorCode[] = ['INVALID_REQUEST', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'];
/** A program's key opens HQ's API alone, and each token only what is its bearer's. */
const BY_TOKEN: readonly RequestErrorCode[] = ['TOKEN_EXPIRED', 'TOKEN_INVALID', 'DEVICE_REVOKED', 'FORBIDDEN'];
const WITH_BODY: readonly RequestErrorCode[] = ['BATCH_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const OF_HQ: readonly RequestErrorCode[] = ['NOT_FOUND'];
const ACTS: readonly RequestErrorCode[] = ['CONFLICT', 'IDEMPOTENCY_KEY_REUSED'];
const BY_TAG: readonly RequestErrorCode[] = ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'];

/** The codes with which a call may be refused, in the order of their status. In tests a server answers with no other. */
export function refusalsOf({ method, path, text }: Pick<Call, 'method' | 'path' | 'text'>): RequestErrorCode[] {
  const ofHq = path.startsWith('/api/admin/');
  const writes = method !== 'GET' && method !== 'HEAD';
  return [
    ...ALWAYS,
    ...(text.isOpen ? [] : BY_TOKEN),
    ...(writes ? WITH_BODY : []),
    ...(ofHq ? OF_HQ : []),
    ...(ofHq && writes ? ACTS : []),
    ...(ofHq && (method === 'PATCH' || path === '/api/admin/company') ? BY_TAG : []),
    ...(text.refuses ?? []),
  ];
}
