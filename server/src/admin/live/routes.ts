import type { FastifyReply } from 'fastify';
import { refuse } from '#shared/contract/errors.ts';
import type { Changed } from '#shared/contract/hq/live.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { HqNews } from './hq-news.ts';

const EVENT_STREAM = 'text/event-stream';
/** A line that says nothing, so that nobody between takes the connection for dead. */
const BEAT_MS = 25_000;
/** A stream ends then, and whoever still may listen begins another: a right that was taken away ends with it. */
const LIFE_MS = 10 * 60_000;

/**
 * GET /stream, as `text/event-stream`: `event: changed`, `data: {"lists": [...]}` whenever something is new in a list of
 * HQ's, within seconds. No content: that is read in the list itself, with the rights that one has there.
 */
export function liveRoutes({ app, deps }: Hq): void {
  const news = new HqNews(deps);
  const open = new Set<FastifyReply['raw']>();
  app.get('/stream', async (request, reply) => {
    if (!request.headers.accept?.includes(EVENT_STREAM)) {
      return sendResult(reply, refuse('INVALID_REQUEST', `Ask for it with Accept: ${EVENT_STREAM}.`));
    }
    const { raw } = reply;
    const tell = (lists: Changed['lists']) => raw.write(`event: changed\ndata: ${JSON.stringify({ lists })}\n\n`);
    const unlisten = await news.listen(tell);
    reply.hijack();
    raw.writeHead(200, { ...reply.getHeaders(), 'content-type': EVENT_STREAM, 'cache-control': 'no-store' } as Record<
      string,
      string
    >);
    raw.write(': here\n\n');
    open.add(raw);
    const beat = setInterval(() => raw.write(':\n\n'), BEAT_MS).unref();
    const life = setTimeout(() => raw.end(), LIFE_MS).unref();
    raw.on('close', () => {
      open.delete(raw);
      unlisten();
      clearInterval(beat);
      clearTimeout(life);
    });
    return reply;
  });
  // A server does not wait for streams: they would keep it from ending.
  app.addHook('preClose', async () => {
    news.stop();
    for (const raw of open) raw.end();
  });
}
