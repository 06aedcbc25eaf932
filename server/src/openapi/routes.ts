import type { FastifyInstance, RouteOptions } from 'fastify';
import Type from 'typebox';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { CALLS } from './calls.ts';
import { docsPage } from './docs-page.ts';
import { type Call, type OpenApi, openApi } from './openapi.ts';

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
