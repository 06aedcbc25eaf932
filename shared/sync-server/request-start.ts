import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '#shared/ports/clock.ts';

const starts = new WeakMap<FastifyRequest, number>();

/**
 * Notes when each request's headers came: clocks are compared by that, since a body may take long to come, and so may
 * whatever looks at the caller first. Called before anything else hooks on requests, or later for who did not.
 */
export function noteStarts(app: FastifyInstance, clock: Clock): void {
  app.addHook('onRequest', (request, _reply, next) => {
    if (!starts.has(request)) starts.set(request, clock.now());
    next();
  });
}

/** When the request's headers came, by the clock given to `noteStarts`; null for a request that nobody noted. */
export const startOf = (request: FastifyRequest): number | null => starts.get(request) ?? null;
