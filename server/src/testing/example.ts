/** A request that a route of HQ's takes, made for one call. */
export interface Example {
  /** Below /api/admin. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}
