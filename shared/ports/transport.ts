/** The network as the simulator may own it: one call, one answer, or the plain fact that nobody answered. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportAnswer>;
}

export interface TransportRequest {
  method: 'GET' | 'POST';
  /** Absolute. */
  url: string;
  headers: Record<string, string>;
  /** JSON text, sent as it is. */
  body?: string;
  timeoutMs: number;
}

export type TransportAnswer =
  | { kind: 'answer'; status: number; retryAfterSeconds: number | null; body: unknown }
  | { kind: 'unreachable'; reason: string };

/** `fetch`, in browsers and in Node alike. A body that is not JSON is given as null: nodes speak JSON only. */
export const fetchTransport: Transport = {
  async request({ method, url, headers, body, timeoutMs }) {
    try {
      const response = await fetch(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(timeoutMs),
        cache: 'no-store',
        credentials: 'omit',
      });
      const text = await response.text();
      return {
        kind: 'answer',
        status: response.status,
        retryAfterSeconds: retryAfter(response.headers.get('retry-after')),
        body: parseJson(text),
      };
    } catch (error) {
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
  },
};

const retryAfter = (value: string | null): number | null =>
  value !== null && /^\d+$/.test(value) ? Number(value) : null;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
