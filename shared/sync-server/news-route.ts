import type { FastifyInstance } from 'fastify';
import { ok } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Authenticate, type Caller, callerId } from './caller.ts';
import { liveRoute } from './live.ts';

export interface NewsRouteDeps {
  authenticate: Authenticate;
  /** Tells of whatever a pull of this caller may bring, until what it gives is called. */
  listen(caller: Caller, tell: () => void): Promise<() => void>;
  /** Called now and then with whoever listens. */
  onHere?: (caller: Caller) => void;
  judgeMs?: number;
}

export const NEWS_PATH = '/api/sync/stream';

/**
 * GET /api/sync/stream: says to a device, within seconds, that a pull would bring something. The token in its header is
 * judged as for a pull, and again as long as the stream is open: it ends when the token does, or the device is revoked.
 */
export function newsRoute(app: FastifyInstance, deps: NewsRouteDeps): void {
  liveRoute(app, {
    url: NEWS_PATH,
    streams: LIMITS.newsStreams,
    watch: async ({ headers: { authorization } }) => {
      const caller = await deps.authenticate(authorization, 'read');
      if (!caller.ok) return caller;
      return ok({
        watcher: callerId(caller.value),
        listen: async (tell) => {
          deps.onHere?.(caller.value);
          const unlisten = await deps.listen(caller.value, () => tell({}));
          const judge = setInterval(
            () => void judgeAgain(deps, authorization, () => tell(null)),
            deps.judgeMs ?? LIMITS.newsJudgeSeconds * 1_000,
          ).unref();
          return () => {
            clearInterval(judge);
            unlisten();
          };
        },
      });
    },
  });
}

/** A node that cannot tell just now ends nothing. */
async function judgeAgain(
  { authenticate, onHere }: NewsRouteDeps,
  authorization: string | undefined,
  end: () => void,
): Promise<void> {
  const caller = await authenticate(authorization, 'read').catch(() => null);
  if (caller?.ok) onHere?.(caller.value);
  else if (caller !== null) end();
}
