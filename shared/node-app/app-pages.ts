import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const NOT_BUILT = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Manchengo</title>
<p>Ce poste fonctionne, mais son écran n'a pas encore été construit : lancez <code>npm start</code>.</p></html>`;

/**
 * Serves a built single-page app at the root. Its addresses are its own affair, so every page that is no file is its
 * index; whatever begins with /api or has a dot in its last part is not a page, and stays unknown.
 * `instead` gives another page in the place of the app's, or null.
 */
export async function appPages(
  app: FastifyInstance,
  root: string,
  instead: (request: FastifyRequest) => string | null = () => null,
): Promise<void> {
  const built = existsSync(path.join(root, 'index.html'));
  const page = (request: FastifyRequest, reply: FastifyReply) => {
    const other = instead(request);
    if (other !== null) return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(other);
    return built
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : reply.type('text/html; charset=utf-8').send(NOT_BUILT);
  };
  if (built) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      setHeaders: (response, file) => {
        // Vite names everything in assets/ by its content.
        const forever = file.startsWith(path.join(root, 'assets'));
        response.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.get('/', (request, reply) => page(request, reply));
  app.get('/*', (request, reply) => (isPage(request) ? page(request, reply) : reply.callNotFound()));
}

function isPage(request: FastifyRequest): boolean {
  const [pathname = ''] = request.url.split('?');
  return !pathname.startsWith('/api') && !pathname.startsWith('/.well-known') && !/\.[^/]*$/.test(pathname);
}
