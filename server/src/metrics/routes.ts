import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';
import type { ServerMetrics } from './server-metrics.ts';

/** Of equal length whatever is compared, so that the time taken says nothing of the token. */
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));

/**
 * GET /metrics, for Prometheus: the text format 0.0.4. `Authorization: Bearer <MANCHENGO_METRICS_TOKEN>`; 401
 * TOKEN_INVALID without it. Where the setting is absent, the route is not there. 503 while the database is out of reach.
 */
export function metricsRoute(
  app: FastifyInstance,
  { metrics, token }: { metrics: ServerMetrics; token: string },
): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
  app.get('/metrics', async (request, reply) => {
    if (isSame(request.headers.authorization ?? '', `Bearer ${token}`))
      return reply.type(metrics.contentType).send(await metrics.text());
    return sendProblem(reply, { code: 'TOKEN_INVALID', detail: 'This is for whoever holds the token of the metrics.' });
  });
}

/** The same store, whose outcomes are counted. */
export const countingStore = (store: SyncStore, metrics: ServerMetrics): SyncStore => ({
  ...store,
  async accept(batch) {
    const accepted = await store.accept(batch);
    if (accepted.ok) metrics.pushed(accepted.value.outcomes.values());
    return accepted;
  },
});
