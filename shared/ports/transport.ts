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
  async request({ method, url, headers, body, bytes, timeoutMs }) {
    const sent = body ?? bytes;
    try {
      const response = await fetch(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(sent === undefined ? {} : { body: sent }),
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

const wholeNumber = (value: string | null): number | null =>
  value !== null && /^\d+$/.test(value) ? Number(value) : null;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
