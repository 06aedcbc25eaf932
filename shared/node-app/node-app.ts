import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import { validateOnDemand } from './request-validation.ts';
import { SOCKET_LIMITS, STREAMS_AT_ONCE } from './sockets.ts';

/** What a node proves itself with, PEM. */
export interface TlsMaterial {
  /** The certificate and what leads from it to a root. */
  certificate: string;
  key: string;
}

const HSTS = `max-age=${365 * 24 * 3600}`;
/** How long the requests under way may take to their answers when the node ends, within the 5 s that it has. */
const LAST_ANSWERS_MS = 4_000;
const LAST_BYTES_MS = 200;

const secureContext = ({ certificate, key }: TlsMaterial) => ({
  cert: certificate,
  key,
  minVersion: 'TLSv1.3' as const,
});

/**
 * A node's app. When it is closed, what is under way is answered first, and what comes then is refused.
 * Plain HTTP/1.1 where `tls` is null, else HTTPS by TLS 1.3 alone, HTTP/2 or 1.1 as the caller can, and
 * tells browsers that this host is never called without it.
 */
export function nodeApp(settings: FastifyServerOptions, tls: TlsMaterial | null): FastifyInstance {
  const options = { ...settings, schemaController: { compilersFactory: { buildValidator: validateOnDemand } } };
  if (tls === null) {
    const plain = fastify(options) as FastifyInstance;
    answerBeforeEnd(plain, LAST_ANSWERS_MS);
    return plain;
  }
  const https = {
    ...(options as { http?: object }).http,
    ...secureContext(tls),
    allowHTTP1: true,
    handshakeTimeout: SOCKET_LIMITS.headersMs,
    settings: { maxConcurrentStreams: STREAMS_AT_ONCE },
  };
  // One type for both kinds of server: nothing here looks at what they differ in.
  const app = fastify({ ...(options as object), http2: true, https }) as unknown as FastifyInstance;
  app.addHook('onSend', async (_request, reply) => {
    reply.header('strict-transport-security', HSTS);
  });
  answerBeforeEnd(app, LAST_ANSWERS_MS);
  return app;
}

/** Goes on with another certificate from the next connection on; those that are open are not disturbed. */
export const changeCertificate = (app: FastifyInstance, tls: TlsMaterial): void =>
  serverOf(app).setSecureContext(secureContext(tls));

/** Whether an app speaks TLS. */
export const isSecure = (app: FastifyInstance): boolean => 'setSecureContext' in app.server;

const serverOf = (app: FastifyInstance): Http2SecureServer => app.server as unknown as Http2SecureServer;

/** Lets the last answer out, for whoever reads it. */
function cutOff(socket: Socket): void {
  socket.destroySoon();
  setTimeout(() => socket.destroy(), LAST_BYTES_MS).unref();
}

/**
 * Whoever keeps a connection open, idle or as an HTTP/2 session, holds up the end of a node for as long as he likes; and
 * whoever is cut off in mid-push has to do it all again. So requests under way get their answers, then all is cut.
 */
function answerBeforeEnd(app: FastifyInstance, ms: number): void {
  const server = serverOf(app);
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  let running = 0;
  let ending = false;
  let onQuiet = () => {};
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.isStream) return;
    running += 1;
    // Whether it was answered or its caller left: either way nobody waits for it any more.
    reply.raw.once('close', () => {
      running -= 1;
      if (running === 0) onQuiet();
    });
  });
  app.addHook('onSend', async (request, reply) => {
    if (ending && request.raw.httpVersionMajor === 1) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    ending = true;
    for (const session of sessions) session.close();
    const isQuiet = new Promise<void>((resolve) => {
      onQuiet = resolve;
      if (running === 0) resolve();
    });
    const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
    await Promise.race([isQuiet, late]);
    for (const socket of sockets) cutOff(socket);
  });
}
