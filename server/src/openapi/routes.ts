import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import Type from 'typebox';
import type { RequestErrorCode } from '#shared/contract/errors.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { inTests } from '#shared/sync-server/answers.ts';
import { CALLS, type Call } from './calls.ts';
import { docsPage } from './docs-page.ts';
import { type OpenApi, openApi } from './openapi.ts';
import { refusalsOf } from './refusals.ts';

/** Whoever reads the document knows its form by its own first member. */
const Document = Type.Object({ openapi: Type.String() });

/**
 * GET /api/openapi.json, the API as OpenAPI 3.1, and GET /api/docs, the same as a page: of every call that is registered
 * after this, from the very schemas by which it reads and answers.
 */
export function openApiRoutes(app: FastifyInstance, calls: Call[] = []): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    for (const method of [route.method].flat()) note(calls, method, route);
  });
  if (inTests()) app.addHook('onSend', async (request, reply, payload) => checkRefusal(request, reply, payload));
  let document: OpenApi | null = null;
  const described = () => {
    document ??= openApi(calls, APP_VERSION);
    return document;
  };
  app.get('/api/openapi.json', { schema: { response: { 200: Document } } }, async () => described());
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage(described())));
}

/** Pages and the HEAD that Fastify adds to each GET are no calls of their own. */
function note(calls: Call[], method: string, { url: path, schema = {} }: RouteOptions): void {
  const text = CALLS[`${method} ${path}`];
  if (text !== undefined) calls.push({ method, path, schema, text });
}

/** In tests a call is refused with no code that its description does not name: so every test that is refused tests it. */
function checkRefusal(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const { method, routeOptions } = request;
  const path = routeOptions.url ?? '';
  const text = CALLS[`${method} ${path}`];
  if (!text || typeof payload !== 'string' || !String(reply.getHeader('content-type')).includes('problem+json')) {
    return payload;
  }
  const { code } = JSON.parse(payload) as { code: RequestErrorCode };
  if (refusalsOf({ method, path, text }).includes(code)) return payload;
  throw new Error(`${method} ${path} refuses with ${code}, which its description does not name`);
}
