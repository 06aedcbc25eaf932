/** The network as the simulator may own it: one call, one answer, or the plain fact that nobody answered. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportAnswer>;
}

export interface TransportRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT';
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
}

export type TransportAnswer =
  | {
      kind: 'answer';
      status: number;
      retryAfterSeconds: number | null;
      body: unknown;
      /** The header of that name: how much of a blob the node has. */
      uploadOffset?: number | null;
    }
  | { kind: 'unreachable'; reason: string };

/** `fetch`, in browsers and in Node alike. A body that is not JSON is given as null: nodes speak JSON only. */
export const fetchTransport: Transport = {
  async request(request) {
    const { method, url, timeoutMs } = request;
    try {
      const response = await fetch(url, {
        method,
        ...(await content(request)),
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
      };
    } catch (error) {
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
  },
};

/** Smaller than this, a body is one packet anyway. */
const WORTH_COMPRESSING_CHARS = 2_000;

async function content({ headers, body, bytes, compressible = false }: TransportRequest) {
  if (body === undefined) return { headers, ...(bytes === undefined ? {} : { body: bytes }) };
  const json = { ...headers, 'content-type': 'application/json' };
  if (!compressible || body.length < WORTH_COMPRESSING_CHARS) return { headers: json, body };
  const gzipped = new Response(body).body?.pipeThrough(new CompressionStream('gzip'));
  return { headers: { ...json, 'content-encoding': 'gzip' }, body: await new Response(gzipped).bytes() };
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
