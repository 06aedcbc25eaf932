import fastifySse from '@fastify/sse';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It never ends by itself: a node that ends does not wait for it. */
    isStream?: true;
  }
}

/** What a caller watches. */
export interface Watch {
  /** Who watches: one caller has few streams. */
  watcher: string;
  /** Stands for what the caller sees now: another text, another state. Null: the caller may watch no longer. */
  revision(): Promise<string | null>;
}

export interface LiveRoute {
  url: string;
  /** How often it is looked whether something changed, in milliseconds. */
  everyMs: number;
  /** Streams that one watcher may have; a further one ends the oldest. */
  streams: number;
  watch(request: FastifyRequest): Promise<Result<Watch, RequestError>>;
}

/** An open stream. */
interface Stream {
  end(): void;
}

/** What keeps a stream alive where proxies and sockets end silent ones. */
const HEARTBEAT_MS = 25_000;

/**
 * GET `url`: server-sent events that say that what the caller sees may have changed, and nothing else. The caller then asks
 * as usual, so there is one way to read each thing, and a missed event does no harm. Ends when the caller may watch no
 * longer, when it opens too many, and when the node ends.
 */
export async function liveRoutes(app: FastifyInstance, routes: readonly LiveRoute[]): Promise<void> {
  await app.register(fastifySse, { heartbeatInterval: HEARTBEAT_MS });
  const open = new Map<string, Set<Stream>>();
  let isEnding = false;
  app.addHook('preClose', async () => {
    isEnding = true;
    for (const stream of [...open.values()].flatMap((streams) => [...streams])) stream.end();
  });
  for (const route of routes) {
    app.get(route.url, { sse: 'dual', config: { isStream: true } }, async (request, reply) => {
      if (!reply.sse) {
        return sendProblem(reply, { code: 'INVALID_REQUEST', detail: 'This is a stream: ask for text/event-stream.' });
      }
      const watch = await route.watch(request);
      if (!watch.ok) return sendProblem(reply, watch.error);
      if (isEnding) return sendProblem(reply, { code: 'UNAVAILABLE', detail: 'This node is ending.' });
      reply.sse.keepAlive();
      await serve(reply, watch.value, { ...route, open });
    });
  }
}

async function serve(
  { sse }: FastifyReply,
  { watcher, revision }: Watch,
  { everyMs, streams: limit, open }: LiveRoute & { open: Map<string, Set<Stream>> },
): Promise<void> {
  const streams = open.get(watcher) ?? new Set();
  open.set(watcher, streams);
  for (const oldest of [...streams].slice(0, Math.max(0, streams.size + 1 - limit))) oldest.end();
  const stream: Stream = { end: () => sse.close() };
  streams.add(stream);
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  sse.onClose(() => {
    clearInterval(timer);
    streams.delete(stream);
    if (streams.size === 0) open.delete(watcher);
  });
  let seen = await revision();
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const now = await revision();
      if (now === null) return stream.end();
      if (now !== seen) await sse.send({ event: 'change', data: {} });
      seen = now;
    } catch {
      // It could not be looked, or nobody listens any more: the caller opens another stream.
      stream.end();
    } finally {
      isLooking = false;
    }
  };
  // The first one opens the stream at the caller's, who may have missed something before.
  await sse.send({ event: 'change', data: {} });
  if (seen === null) stream.end();
}
