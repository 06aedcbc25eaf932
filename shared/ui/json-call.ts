import type { Result } from '#shared/contract/errors.ts';
import type { Reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import type { Transport, TransportRequest } from '#shared/ports/transport.ts';

/** Why a call did not bring what was asked for: a problem's code, `OFFLINE` where no answer came, `MISFIT` where it was another. */
export interface Failure {
  code: string;
  detail?: string;
  /** What is wrong, one by one, where the call says so. */
  errors?: unknown[];
  /** Which of several things is wrong, where the code stands for several. */
  fault?: string;
}

/** One JSON call as a value, read as the contract says. */
export async function callJson<T>(
  transport: Transport,
  request: TransportRequest,
  read: Reader<T>,
): Promise<Result<T, Failure>> {
  const answer = await callTagged(transport, request, read);
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
  read: Reader<T>,
): Promise<Result<Tagged<T>, Failure>> {
  const answer = await transport.request(request);
  if (answer.kind === 'unreachable') return { ok: false, error: { code: 'OFFLINE' } };
  const { status, body, etag = null } = answer;
  if (status < 200 || status >= 300) return { ok: false, error: failureOf(status, body) };
  const value = read(body);
  if (value.ok) return { ok: true, value: { body: value.value, etag } };
  return { ok: false, error: { code: 'MISFIT', detail: `the answer is wrong at ${value.error}` } };
}

/** A proxy before a node that is away says so by the status alone. */
function failureOf(status: number, body: unknown): Failure {
  const { code, detail, errors, fault } = readRefusal(body, status);
  if (code === `HTTP_${status}` && (status === 502 || status === 503 || status === 504)) return { code: 'UNAVAILABLE' };
  return {
    code,
    ...(detail !== null && { detail }),
    ...(errors.length > 0 && { errors }),
    ...(fault !== null && { fault }),
  };
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
