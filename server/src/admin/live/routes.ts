import { ok } from '#shared/contract/errors.ts';
import { liveRoute } from '#shared/sync-server/live.ts';
import type { Hq } from '../hq.ts';
import { hqNews } from './hq-news.ts';

/**
 * GET /stream: `event: changed`, `data: {"lists": [...]}` whenever something is new in a list of HQ's, within seconds. No
 * content: that is read in the list itself, with the rights that one has there.
 */
export function liveRoutes({ app, deps, actorIn }: Hq): void {
  const news = hqNews(deps);
  app.addHook('preClose', async () => news.stop());
  liveRoute(app, {
    url: '/stream',
    watch: async (request) =>
      ok({ watcher: String(actorIn(request).userId), listen: (tell) => news.listen((lists) => tell({ lists })) }),
  });
}
