import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { DesktopDeliveries, DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import { DESKTOP_QUERIES, type DesktopQueries } from '#shared/contract/desktop/queries.ts';
import { Sha256, Uuid } from '#shared/contract/scalars.ts';
import { algiersDay } from '#shared/domain/references.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import type { HubIdentity } from '../../identity.ts';
import type { BlobFiles } from '../../store/blob-files.ts';
import { checksumBlob } from '../../store/blobs.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import type { ServerTime } from '../../uplink/server-time.ts';
import { deliveriesReader, deliveryReader } from './deliveries.ts';
import { paperIssuer } from './paper-issuer.ts';

export interface DeliveryRoutesDeps {
  database: HubDatabase;
  identity: HubIdentity;
  blobs: Pick<BlobFiles, 'read'>;
  serverTime: Pick<ServerTime, 'now'>;
  clock: Clock;
}

const OfId = Type.Object({ id: Uuid });
const OfPhoto = Type.Object({ sha256: Sha256 });

/** GET /api/desktop/deliveries?day=, /api/desktop/deliveries/:id and /api/desktop/photos/:sha256. */
export function deliveryRoutes(app: FastifyInstance, deps: DeliveryRoutesDeps): void {
  const { database, identity, serverTime, clock, blobs } = deps;
  const issuer = paperIssuer(database, identity);
  const deliveries = deliveriesReader(database);
  const delivery = deliveryReader(database);
  const mediaType = database.prepare<[Buffer], { content_type: string }>(
    'SELECT content_type FROM blobs WHERE sha256 = ?',
  );
  app.get(
    '/api/desktop/deliveries',
    { schema: { querystring: DESKTOP_QUERIES['/api/desktop/deliveries'], response: { 200: DesktopDeliveries } } },
    async (request) => {
      const today = algiersDay(serverTime.now());
      return {
        ...deliveries({ day: (request.query as DesktopQueries['/api/desktop/deliveries']).day ?? today, today }),
        ...issuer(),
      };
    },
  );
  app.get(
    '/api/desktop/deliveries/:id',
    { schema: { params: OfId, response: { 200: DesktopDeliveryDetail } } },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const found = delivery(id, clock.now() - serverTime.now());
      return found ?? sendProblem(reply, { code: 'NOT_FOUND', detail: 'This depot has no such delivery.' });
    },
  );
  app.get('/api/desktop/photos/:sha256', { schema: { params: OfPhoto } }, async (request, reply) => {
    const { sha256 } = request.params as { sha256: string };
    const type = mediaType.get(checksumBlob(sha256))?.content_type;
    // Whatever a phone called it: only a picture is shown.
    if (!type?.startsWith('image/')) {
      return sendProblem(reply, { code: 'NOT_FOUND', detail: 'This depot has no such photo.' });
    }
    return reply.type(type).send(blobs.read(sha256));
  });
}
