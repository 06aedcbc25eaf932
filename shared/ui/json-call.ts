import type { Result } from '#shared/contract/errors.ts';
import type { Transport, TransportRequest } from '#shared/ports/transport.ts';

/** Why a call did not bring what was asked for: a problem's code, or `OFFLINE` where no answer came. */
export interface Failure {
  code: string;
  detail?: string;
}

/** One JSON call as a value. What a node answers has its contract's shape; it is not checked again here. */
export async function callJson<T>(transport: Transport, request: TransportRequest): Promise<Result<T, Failure>> {
  const answer = await callTagged<T>(transport, request);
  return answer.ok ? { ok: true, value: answer.value.body } : answer;
}

/** What a call brought, and the tag of its state where it is an entity that may be changed. */
export interface Tagged<T> {
  body: T;
  etag: string | null;
}

/** As `callJson`, with the tag. */
export async function callTagged<T>(
  transport: Transport,
  request: TransportRequest,
): Promise<Result<Tagged<T>, Failure>> {
  const answer = await transport.request(request);
  if (answer.kind === 'unreachable') return { ok: false, error: { code: 'OFFLINE' } };
  const { status, body, etag = null } = answer;
  if (status >= 200 && status < 300) return { ok: true, value: { body: body as T, etag } };
  return { ok: false, error: failureOf(status, body) };
}

/** A problem says its code; whatever else answers (a proxy, say) is known by its status alone. */
function failureOf(status: number, body: unknown): Failure {
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') {
    return { code: status === 502 || status === 503 || status === 504 ? 'UNAVAILABLE' : `HTTP_${status}` };
  }
  const { code } = body;
  return 'detail' in body && typeof body.detail === 'string' ? { code, detail: body.detail } : { code };
}

/** TanStack Query knows failures only as something thrown; it keeps this one for the screen. */
export class CallFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail ?? failure.code);
    this.failure = failure;
  }
}

/** For query functions: the value, or the failure thrown. */
export function valueOrThrow<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  throw new CallFailed(result.error);
}

/** What a screen shows of whatever a query threw. */
export const failureIn = (error: unknown): Failure =>
  error instanceof CallFailed ? error.failure : { code: 'UNKNOWN' };
