import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { FastifyInstance } from 'fastify';

/** How long a connection may take its time; whoever is slower is cut off. Milliseconds. */
export const SOCKET_LIMITS = {
  /** Until a request's headers, or a TLS handshake, are there. */
  headersMs: 20_000,
  /** Until a whole request is there: a photo's piece over a weak line. */
  requestMs: 60_000,
  /** Without a byte in either direction. */
  silentMs: 120_000,
  /** Between two requests of one connection. */
  idleMs: 30_000,
} as const;
export type SocketLimits = { [name in keyof typeof SOCKET_LIMITS]: number };

/** Requests that one HTTP/2 connection may have open at once. */
export const STREAMS_AT_ONCE = 100;
/** What was told to end is cut after this. */
const LAST_FRAMES_MS = 1_000;

/** Cuts off whoever keeps connections open without saying anything, or says it one byte at a time. */
export function limitSockets(app: FastifyInstance, limits: SocketLimits = SOCKET_LIMITS): void {
  const { server } = app;
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.idleMs;
  server.setTimeout(limits.silentMs);
  // Node's limits know HTTP/1.1 only. A plain server has no sessions, and never says so.
  server.on('session', (session: ServerHttp2Session) => limitSession(session, limits));
}

/**
 * The same for an HTTP/2 connection: it has an end when for so long no request is open in it, whatever else it sends
 * (pings, headers that never end), and each request when it is not whole in its time, or nothing moves in it.
 */
function limitSession(session: ServerHttp2Session, limits: SocketLimits): void {
  let open = 0;
  let idle = setTimeout(() => end(session), limits.idleMs);
  session.on('stream', (stream: ServerHttp2Stream) => {
    open += 1;
    clearTimeout(idle);
    limitStream(stream, limits);
    stream.once('close', () => {
      open -= 1;
      clearTimeout(idle);
      if (open === 0) idle = setTimeout(() => end(session), limits.idleMs);
    });
  });
  session.once('close', () => clearTimeout(idle));
}

function limitStream(stream: ServerHttp2Stream, { requestMs, silentMs }: SocketLimits): void {
  // No fault of the stream's own, which would have to be caught: it is cancelled.
  const cancel = () => stream.close(constants.NGHTTP2_CANCEL);
  stream.setTimeout(silentMs, cancel);
  if (stream.endAfterHeaders) return;
  const late = setTimeout(cancel, requestMs);
  for (const event of ['end', 'close']) stream.once(event, () => clearTimeout(late));
}

function end(session: ServerHttp2Session): void {
  session.close();
  setTimeout(() => session.destroy(), LAST_FRAMES_MS).unref();
}
