import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ChainReport, DesktopJournal } from '#shared/contract/desktop/journal.ts';
import { DESKTOP_QUERIES, type DesktopQueries } from '#shared/contract/desktop/queries.ts';
import { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { DesktopTours } from '#shared/contract/desktop/tours.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import type { HubIdentity } from '../../identity.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import type { ServerTime } from '../../uplink/server-time.ts';
import { chainChecker } from './chain-check.ts';
import { journalReader } from './journal.ts';
import { paperIssuer } from './paper-issuer.ts';
import { lotsReader, stockReader } from './stock.ts';
import { toursReader } from './tours.ts';

export interface DepotRoutesDeps {
  database: HubDatabase;
  identity: HubIdentity;
  serverTime: Pick<ServerTime, 'now'>;
  clock: Clock;
}

const OfPhone = Type.Object({ device_id: Uuid });

/** GET /api/desktop/stock, /tours?day=, /journal?q=&before=&limit= and /phones/:device_id/chain. */
export function depotRoutes(app: FastifyInstance, { database, identity, serverTime, clock }: DepotRoutesDeps): void {
  const stock = stockReader(database);
  const lots = lotsReader(database);
  const tours = toursReader(database);
  const issuer = paperIssuer(database, identity);
  const journal = journalReader(database);
  app.get('/api/desktop/stock', { schema: { response: { 200: DesktopStock } } }, async () => ({
    now: isoTime(serverTime.now()),
    items: stock(),
    lots: lots(),
  }));
  app.get(
    '/api/desktop/tours',
    { schema: { querystring: DESKTOP_QUERIES['/api/desktop/tours'], response: { 200: DesktopTours } } },
    async (request) => {
      const { day = algiersDay(serverTime.now()) } = request.query as DesktopQueries['/api/desktop/tours'];
      return { ...tours(day), ...issuer() };
    },
  );
  app.get(
    '/api/desktop/journal',
    { schema: { querystring: DESKTOP_QUERIES['/api/desktop/journal'], response: { 200: DesktopJournal } } },
    async (request) => {
      const { q, before, limit } = request.query as DesktopQueries['/api/desktop/journal'];
      const query = {
        q,
        before: before === undefined ? undefined : Number(before),
        limit: limit === undefined ? undefined : Math.min(Number(limit), LIMITS.journalPage),
      };
      return journal(query, clock.now() - serverTime.now());
    },
  );
  const chain = chainChecker(database);
  app.get(
    '/api/desktop/phones/:device_id/chain',
    { schema: { params: OfPhone, response: { 200: ChainReport } } },
    async (request, reply) => {
      const report = await chain((request.params as { device_id: string }).device_id);
      return report ?? sendProblem(reply, { code: 'NOT_FOUND', detail: 'This phone was never here.' });
    },
  );
}
