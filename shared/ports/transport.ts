import { REQUEST_ID } from '#shared/contract/identity.ts';
import type { Ids } from './ids.ts';

/** The network as the simulator may own it: one call, one answer, or the plain fact that nobody answered. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportAnswer>;
}

export interface TransportRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  /** Absolute. */
  url: string;
  headers: Record<string, string>;
  /** JSON text, sent as it is. */
  body?: string;
  /** The call takes compressed bodies, and this one may be worth it. */
  compressible?: boolean;
  /** Raw bytes in the place of JSON; `headers` say what they are. */
  bytes?: Uint8Array<ArrayBuffer>;
  timeoutMs: number;
  /** Once it is aborted nobody waits for the answer any more: the call is as one that nobody answered. */
  leave?: AbortSignal;
}

export type TransportAnswer =
  | {
      kind: 'answer';
      status: number;
      retryAfterSeconds: number | null;
      body: unknown;
      /** The header of that name: how much of a blob the node has. */
      uploadOffset?: number | null;
      /** The header of that name: which state of an entity the body shows. */
      etag?: string | null;
    }
  | { kind: 'unreachable'; reason: string };

/** As much of `fetch` as is used. */
type Fetch = (
  url: string,
  request: {
    method: string;
    headers: Record<string, string>;
    body?: string | Uint8Array<ArrayBuffer>;
    signal: AbortSignal;
    cache: 'no-store';
    credentials: 'omit';
  },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

/** A network made of a `fetch`. A body that is not JSON is given as null: nodes speak JSON only. */
export const transportOver = (send: Fetch): Transport => ({
  request: (request) => orLeft(attempt(send, request), request.leave),
});

async function attempt(send: Fetch, request: TransportRequest): Promise<TransportAnswer> {
  const { method, url, timeoutMs } = request;
  // Outside of the attempt: what fails here is a bug, and not a network that is away.
  const sent = await content(request);
  try {
    const response = await send(url, {
      method,
      ...sent,
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
      credentials: 'omit',
    });
    const text = await response.text();
    return {
      kind: 'answer',
      status: response.status,
      retryAfterSeconds: wholeNumber(response.headers.get('retry-after')),
      body: parseJson(text),
      uploadOffset: wholeNumber(response.headers.get('upload-offset')),
      etag: response.headers.get('etag'),
    };
  } catch (error) {
    return { kind: 'unreachable', reason: reasonOf(error) };
  }
}

/** The call itself goes on to its end: cut off, it would cost its kept connection. */
async function orLeft(answer: Promise<TransportAnswer>, leave: AbortSignal | undefined): Promise<TransportAnswer> {
  if (leave === undefined) return answer;
  let giveUp = () => {};
  const left = new Promise<TransportAnswer>((resolve) => {
    giveUp = () => resolve({ kind: 'unreachable', reason: 'left' });
  });
  if (leave.aborted) giveUp();
  leave.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([answer, left]);
  } finally {
    leave.removeEventListener('abort', giveUp);
  }
}

/** The `fetch` of browsers, and of Node where no CA but the system's is needed. */
export const fetchTransport: Transport = transportOver((url, request) => fetch(url, request));

/** Each request bears an id by which the log of every node that it comes by names it. */
export const withRequestIds = (transport: Transport, ids: Pick<Ids, 'uuid'>): Transport => ({
  request: (request) => transport.request({ ...request, headers: { ...request.headers, [REQUEST_ID]: ids.uuid() } }),
});

/** `fetch failed` alone says nothing: what failed is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Smaller than this, a body is one packet anyway. */
const WORTH_COMPRESSING_CHARS = 2_000;

async function content({ headers, body, bytes, compressible = false }: TransportRequest) {
  if (body === undefined) return { headers, ...(bytes === undefined ? {} : { body: bytes }) };
  const json = { ...headers, 'content-type': 'application/json' };
  if (!compressible || body.length < WORTH_COMPRESSING_CHARS) return { headers: json, body };
  const gzipped = new Response(body).body?.pipeThrough(new CompressionStream('gzip'));
  // Not `bytes()`: browsers have it since 2025, and phones with older ones would keep all that they cannot hand in.
  const packed = new Uint8Array(await new Response(gzipped).arrayBuffer());
  return { headers: { ...json, 'content-encoding': 'gzip' }, body: packed };
}

const wholeNumber = (value: string | null): number | null =>
  value !== null && /^\d+$/.test(value) ? Number(value) : null;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
