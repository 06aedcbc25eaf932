import { timingSafeEqual } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import { compressAnswers } from '#shared/node-app/compress.ts';
import { protect } from '#shared/node-app/protect.ts';
import { answerBySchema } from '#shared/sync-server/answers.ts';
import { parameterFault } from '#shared/sync-server/parameters.ts';
import { answerWithProblems, sendProblem } from '#shared/sync-server/problem.ts';
import { acceptStrictInput, UNTIDIED } from '#shared/sync-server/strict-input.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
/** Where a request of the window can come from, as browsers say it: its own page, or a person who opened it. */
const OWN_PAGES = ['same-origin', 'none'];
/** The first part of each of the screen's addresses. */
export const SCREEN_PAGES = ['deliveries', 'phones', 'tours', 'stock', 'more', 'pairing', 'setup'];

/**
 * An app for the hub's own window, on loopback only. Any page that a browser on this PC opens can reach loopback, so every
 * call needs the window's token, and a foreign Host (DNS rebinding) or Origin is refused. Does not listen.
 */
export async function windowApp(logger: FastifyBaseLogger, token: string): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    forceCloseConnections: true,
    ajv: UNTIDIED,
  }) as FastifyInstance;
  answerWithProblems(app);
  answerBySchema(app);
  acceptStrictInput(app);
  // A photo is asked for with the window's token, and shown from the page's own memory.
  await protect(app, { features: ['clipboard-write'], content: { imgSrc: ["'self'", 'data:', 'blob:'] } }, null);
  compressAnswers(app);
  app.addHook('onRequest', async (request, reply) => {
    const { host = '', origin, authorization = '' } = request.headers;
    const foreign =
      !LOOPBACK_HOST.test(host) ||
      (origin !== undefined && origin !== `http://${host}`) ||
      !OWN_PAGES.includes(String(request.headers['sec-fetch-site'] ?? 'none'));
    if (foreign) return sendProblem(reply, { code: 'FORBIDDEN', detail: 'This screen is for this PC only.' });
    // By the route that was found, not by its address: `/%61pi/…` finds it, too.
    if (request.routeOptions.url?.startsWith('/api/') && !sameText(authorization, `Bearer ${token}`)) {
      return sendProblem(reply, { code: 'TOKEN_INVALID', detail: 'Open this screen from Manchengo Hub itself.' });
    }
  });
  app.addHook('preValidation', async (request, reply) => {
    // A page's address may say more: the window's token, what a list is narrowed to.
    const fault = request.routeOptions.url?.startsWith('/api/') ? parameterFault(request) : null;
    if (fault !== null) return sendProblem(reply, { code: 'INVALID_REQUEST', detail: fault });
  });
  return app;
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
