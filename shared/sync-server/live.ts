import fastifySse from '@fastify/sse';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It never ends by itself: a node that ends does not wait for it. */
    isStream?: true;
  }
}

/** Sends what has changed; null: the caller may watch no longer, and the stream ends. */
export type Tell = (change: object | null) => void;

/** What a caller watches. */
export interface Watch {
  /** Who watches: one caller has few streams. */
  watcher: string;
  /** Tells of whatever changes once this resolves, until what it gives is called. */
  listen(tell: Tell): Promise<() => void>;
}

export interface LiveRoute {
  url: string;
  /** How many streams one watcher has at most. */
  streams?: number;
  watch(request: FastifyRequest): Promise<Result<Watch, RequestError>>;
}

/** What keeps a stream alive where proxies and sockets end silent ones. */
const HEARTBEAT_MS = 25_000;

/**
 * GET `url`: server-sent events, `opened` and then `changed` with what the route has to say of it, which is never the
 * content: the caller asks for that as usual, so there is one way to read each thing, and a missed event does no harm. A
 * stream ends when its caller may watch no longer or opens too many, after a while (whoever still may opens another), and
 * when the node ends.
 */
export function liveRoute(app: FastifyInstance, { url, watch, streams = LIMITS.liveStreams }: LiveRoute): void {
  const open: Open = { streams, of: new Map() };
  app.register(async (scope) => {
    await scope.register(fastifySse, { heartbeatInterval: HEARTBEAT_MS });
    scope.addHook('preClose', async () => {
      for (const stream of [...open.of.values()].flatMap((streams) => [...streams])) stream.close();
    });
    scope.get(url, { sse: 'dual', config: { isStream: true } }, async (request, reply) => {
      const watched = await watch(request);
      if (!watched.ok) return sendProblem(reply, watched.error);
      if (!reply.sse) {
        return sendProblem(reply, { code: 'INVALID_REQUEST', detail: 'This is a stream: ask for text/event-stream.' });
      }
      await serve(reply.sse, watched.value, open);
    });
  });
}

/** The streams of each watcher, and how many it may have. */
interface Open {
  streams: number;
  of: Map<string, Set<FastifyReply['sse']>>;
}

async function serve(stream: FastifyReply['sse'], { watcher, listen }: Watch, open: Open): Promise<void> {
  const streams = open.of.get(watcher) ?? new Set();
  open.of.set(watcher, streams);
  for (const oldest of [...streams].slice(0, Math.max(0, streams.size + 1 - open.streams))) oldest.close();
  streams.add(stream);
  stream.keepAlive();
  // Where nobody listens any more the caller opens another stream.
  const send = (event: string, data: object) => stream.send({ event, data }).catch(() => stream.close());
  const unlisten = await listen((change) => {
    if (change === null) stream.close();
    else void send('changed', change);
  });
  const life = setTimeout(() => stream.close(), LIMITS.liveStreamSeconds * 1_000).unref();
  stream.onClose(() => {
    clearTimeout(life);
    unlisten();
    streams.delete(stream);
    if (streams.size === 0) open.of.delete(watcher);
  });
  // What changed before is for the caller to look at.
  await send('opened', {});
}

/** Watches something of which only the state as a whole is known: another text is another state, null is none. */
export const watchRevision =
  (revision: () => string | null, everyMs: number): Watch['listen'] =>
  async (tell) => {
    let seen = revision();
    const timer = setInterval(() => {
      const now = revision();
      if (now === seen) return;
      seen = now;
      tell(now === null ? null : {});
    }, everyMs);
    timer.unref();
    return () => clearInterval(timer);
  };
