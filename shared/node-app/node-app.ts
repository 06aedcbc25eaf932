import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';

/** What a node proves itself with, PEM. */
export interface TlsMaterial {
  /** The certificate and what leads from it to a root. */
  certificate: string;
  key: string;
}

const HSTS = `max-age=${365 * 24 * 3600}`;
/** How long a running request may take to its end when the node ends. */
const LAST_ANSWERS_MS = 1_000;

const secureContext = ({ certificate, key }: TlsMaterial) => ({
  cert: certificate,
  key,
  minVersion: 'TLSv1.3' as const,
});

/**
 * A node's app: plain HTTP/1.1 where `tls` is null, else HTTPS by TLS 1.3 alone, HTTP/2 or 1.1 as the caller can, and a
 * word to browsers that this host is never called without it.
 */
export function nodeApp(options: FastifyServerOptions, tls: TlsMaterial | null): FastifyInstance {
  if (tls === null) return fastify(options) as FastifyInstance;
  const https = { ...secureContext(tls), allowHTTP1: true };
  // One type for both kinds of server: nothing here looks at what they differ in.
  const app = fastify({ ...(options as object), http2: true, https }) as unknown as FastifyInstance;
  app.addHook('onSend', async (_request, reply) => {
    reply.header('strict-transport-security', HSTS);
  });
  endWithin(app, LAST_ANSWERS_MS);
  return app;
}

/** Goes on with another certificate from the next connection on; those that are open are not disturbed. */
export const changeCertificate = (app: FastifyInstance, tls: TlsMaterial): void =>
  serverOf(app).setSecureContext(secureContext(tls));

/** Whether an app speaks TLS. */
export const isSecure = (app: FastifyInstance): boolean => 'setSecureContext' in app.server;

const serverOf = (app: FastifyInstance): Http2SecureServer => app.server as unknown as Http2SecureServer;

/** An HTTP/2 session keeps its server open for as long as its client likes: running requests get their answers, then all is cut. */
function endWithin(app: FastifyInstance, ms: number): void {
  const server = serverOf(app);
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  let running = 0;
  let onQuiet = () => {};
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onRequest', async () => {
    running += 1;
  });
  app.addHook('onResponse', async () => {
    running -= 1;
    if (running === 0) onQuiet();
  });
  app.addHook('preClose', async () => {
    for (const session of sessions) session.close();
    const isQuiet = new Promise<void>((resolve) => {
      onQuiet = resolve;
      if (running === 0) resolve();
    });
    const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
    await Promise.race([isQuiet, late]);
    for (const socket of sockets) socket.destroy();
  });
}
