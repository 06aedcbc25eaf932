import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const INDEX = 'index.html';
const NOT_BUILT = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Manchengo</title>
<p>Ce poste fonctionne, mais son écran n'a pas encore été construit : lancez <code>npm start</code>.</p></html>`;

/** An app of one page whose addresses are its own affair. */
export interface AppPages {
  /** Where its build lies. */
  root: string;
  /** The first part of each address that it has a page for, besides its root. */
  pages: readonly string[];
  /** Another page in the place of the app's, or null. */
  instead?: (request: FastifyRequest) => string | null;
  /** The app has a page of its own for an address that it does not know: a browser gets it, with the status 404. */
  hasLostPage?: true;
}

/**
 * Serves a built single-page app at the root: its files, and its index under each of its own addresses, to whoever takes
 * HTML. Everything else stays unknown: a probe or a scraper that asks for what is not here must not be told 200.
 */
export async function appPages(app: FastifyInstance, options: AppPages): Promise<void> {
  const { root, pages, instead = () => null, hasLostPage = false } = options;
  const built = existsSync(path.join(root, INDEX));
  const page = (request: FastifyRequest, reply: FastifyReply) => {
    const other = instead(request);
    if (other !== null) return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(other);
    return built
      ? reply.header('cache-control', 'no-cache').sendFile(INDEX)
      : reply.type('text/html; charset=utf-8').send(NOT_BUILT);
  };
  if (built) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      // Made with the build: see build/setup/precompress.mjs. They have no address of their own.
      preCompressed: true,
      globIgnore: ['**/*.br', '**/*.gz'],
      index: false,
      setHeaders: (response, file) => {
        // Vite names everything in assets/ by its content.
        const forever = file.startsWith(path.join(root, 'assets'));
        response.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const isPage = pageTest(pages);
  app.get('/', (request, reply) => page(request, reply));
  app.get('/*', (request, reply) => {
    if (isPage(request)) return page(request, reply);
    return hasLostPage && isLost(request) ? page(request, reply.code(404)) : reply.callNotFound();
  });
}

/** Whether somebody has typed or followed an address that looks like a page's: a browser says so, a program does not. */
function isLost({ params, headers }: FastifyRequest): boolean {
  const { '*': address = '' } = params as { '*'?: string };
  const [first = '', ...rest] = address.split('/');
  const isFile = (rest.at(-1) ?? first).includes('.') || first.startsWith('.');
  return /text\/html/.test(headers.accept ?? '') && first !== 'api' && !isFile;
}

/** By the address as the router has read it: however it is written, it is the same page or none. */
function pageTest(pages: readonly string[]): (request: FastifyRequest) => boolean {
  const known = new Set(pages);
  return ({ params, headers }) => {
    const { '*': address = '' } = params as { '*'?: string };
    const [first = '', ...rest] = address.split('/');
    if (!/text\/html|\*\/\*/.test(headers.accept ?? '*/*')) return false;
    return known.has(first) ? !rest.at(-1)?.includes('.') : first === INDEX && rest.length === 0;
  };
}
