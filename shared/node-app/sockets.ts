import type { FastifyInstance } from 'fastify';

/** How long a connection may take its time; whoever is slower is cut off. Milliseconds. */
export const SOCKET_LIMITS = {
  /** Until a request's headers are there. */
  headersMs: 20_000,
  /** Until a whole request is there: a photo's piece over a weak line. */
  requestMs: 60_000,
  /** Without a byte in either direction. */
  silentMs: 120_000,
  /** Between two requests of one connection. */
  idleMs: 30_000,
} as const;

/** Cuts off whoever keeps connections open without saying anything, or says it one byte at a time. */
export function limitSockets(app: FastifyInstance): void {
  const { server } = app;
  server.headersTimeout = SOCKET_LIMITS.headersMs;
  server.requestTimeout = SOCKET_LIMITS.requestMs;
  server.keepAliveTimeout = SOCKET_LIMITS.idleMs;
  server.setTimeout(SOCKET_LIMITS.silentMs);
}
