import { X509Certificate } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { type PagePolicy, protect } from '#shared/node-app/protect.ts';
import { answerWithProblems, sendProblem } from '#shared/sync-server/problem.ts';
import { acceptStrictInput } from '#shared/sync-server/strict-input.ts';
import { mobileConfig } from './mobileconfig.ts';
import { languageOf, pairingPage } from './page.ts';
import { STYLE } from './style.ts';

export interface BuildPairingDeps {
  /** The company CA's roots as they are now, PEM, the one that signs first. */
  roots: () => string[];
  /** Where the page leads: the app's one origin. */
  appUrl: string;
  logger: FastifyBaseLogger;
}

/** Nothing but a sheet of its own. */
const BARE: PagePolicy = {
  content: {
    scriptSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'none'"],
    fontSrc: ["'none'"],
    connectSrc: ["'none'"],
    manifestSrc: ["'none'"],
  },
};

/**
 * What the hub says over plain HTTP, to phones that do not trust it yet: GET / tells how, GET /manchengo-ca.crt (DER;
 * -2.crt and so on while the CA changes) and /manchengo-ca.mobileconfig give the company CA. All else is HTTPS only:
 * a page that is asked for here leads there, and nothing else is answered. Does not listen.
 */
export async function buildPairing({ roots, appUrl, logger }: BuildPairingDeps): Promise<FastifyInstance> {
  const app = fastify({ loggerInstance: logger, forceCloseConnections: true, bodyLimit: 1_024 });
  answerWithProblems(app);
  acceptStrictInput(app);
  await protect(app, BARE, null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    const { '*': address = '' } = request.params as { '*'?: string };
    if (isPage && !address.startsWith('api')) return;
    const detail = `Here is only the page that prepares a phone: call ${appUrl}.`;
    return sendProblem(reply, { code: 'NOT_FOUND', detail });
  });
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const language = languageOf(request.query.lang, request.headers['accept-language']);
    return reply.type('text/html; charset=utf-8').send(pairingPage(language, roots(), appUrl));
  });
  app.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/manchengo-ca.mobileconfig', async (_request, reply) =>
    reply.type('application/x-apple-aspen-config').send(mobileConfig(roots())),
  );
  const certificate = (index: number, reply: FastifyReply) => {
    const root = roots()[index];
    if (root === undefined) return reply.redirect('/');
    return reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="manchengo-ca.crt"')
      .send(new X509Certificate(root).raw);
  };
  app.get('/manchengo-ca.crt', async (_request, reply) => certificate(0, reply));
  app.get<{ Params: { nth: string } }>('/manchengo-ca-:nth(^[2-9]).crt', async (request, reply) =>
    certificate(Number(request.params.nth) - 1, reply),
  );
  app.get('/*', async (_request, reply) => reply.redirect('/'));
  return app;
}
