import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import type { RequestError } from '#shared/contract/errors.ts';
import { RELAYED_BY, RELAYED_FOR, REQUEST_ID } from '#shared/contract/identity.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import { limitRelayed } from '#shared/sync-server/rate-limit.ts';

const TIMEOUT_MS = 15_000;
/** Where the line is known to be down, a person is not kept waiting for it. */
const TIMEOUT_OFFLINE_MS = 3_000;
const RETRY_SECONDS = 5;

/** Passes a request to the server, to the same route. Null where the server is out of reach. */
export type Forward = (request: FastifyRequest) => Promise<{ send(reply: FastifyReply): FastifyReply } | null>;

export const OUT_OF_REACH: RequestError = {
  code: 'UNAVAILABLE',
  detail: 'The central server is out of reach. What is recorded is safe; sign in again when it is back.',
  retryAfterSeconds: RETRY_SECONDS,
};

export interface ForwardDeps {
  upstream: string;
  transport: Transport;
  isOnline: () => boolean;
  /** The hub's own access token as it last got it: the server believes nobody else about a caller's address. */
  ownToken: () => string | null;
}

export function forwardTo({ upstream, transport, isOnline, ownToken }: ForwardDeps): Forward {
  return async (request) => {
    const { authorization } = request.headers;
    const token = ownToken();
    const answer = await transport.request({
      method: request.method === 'POST' ? 'POST' : 'GET',
      // Not what the caller wrote: the server must not take it for another route than this hub did.
      url: `${upstream}${request.routeOptions.url}`,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        [REQUEST_ID]: request.id,
        ...(token === null ? {} : { [RELAYED_BY]: `Bearer ${token}`, [RELAYED_FOR]: request.ip }),
      },
      ...(request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}),
      timeoutMs: isOnline() ? TIMEOUT_MS : TIMEOUT_OFFLINE_MS,
    });
    if (answer.kind === 'unreachable') return null;
    return {
      send(reply) {
        if (answer.retryAfterSeconds !== null) reply.header('retry-after', String(answer.retryAfterSeconds));
        const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
        const body = JSON.stringify(answer.body);
        return reply.code(answer.status).header('content-type', `${type}; charset=utf-8`).send(body);
      },
    };
  };
}

/**
 * Passes sign-in and the server's keys through, unchanged: POST /api/auth/login, /reset, /refresh, /logout,
 * GET /.well-known/jwks.json. The hub stores no password. While the server is out of reach it is 503 for a sign-in, and
 * for its keys those that the hub holds, each with who vouches for it: whoever holds older ones can judge them. Each
 * address of the yard has so many of these calls, that nobody spends at the server what the others need.
 */
export function upstreamProxy(app: FastifyInstance, forward: Forward, held: () => JSONWebKeySet): void {
  const onRequest = limitRelayed(app);
  const pass = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const answer = await forward(request);
    return answer === null ? sendProblem(reply, OUT_OF_REACH) : answer.send(reply);
  };
  for (const path of ['/api/auth/login', '/api/auth/reset', '/api/auth/refresh', '/api/auth/logout'])
    app.post(path, { onRequest }, pass);
  app.get('/.well-known/jwks.json', { onRequest }, async (request, reply) => {
    const answer = await forward(request);
    if (answer !== null) return answer.send(reply);
    return held().keys.length === 0 ? sendProblem(reply, OUT_OF_REACH) : reply.send(held());
  });
}
