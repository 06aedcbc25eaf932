import type { FastifyInstance } from 'fastify';
import { NodeCard } from '#shared/contract/finding.ts';

/** GET /api/node → NodeCard, the same on both nodes. It needs no token: it is how a phone learns whom it could ask. */
export function nodeCardRoute(app: FastifyInstance, card: () => NodeCard): void {
  app.get('/api/node', { schema: { response: { 200: NodeCard } } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(card()),
  );
}
